import type { Context } from '../../context.js';
import type { Target } from '../../lib/change/plan-document.js';
import { type ExitCode, exitCodes } from '../../lib/errors.js';
import { exitCodeOf } from '../../lib/power/status/exit-code.js';
import { type StatusObserver, statusObserver } from '../../lib/power/status/observe-status.js';
import {
  documentScreen,
  lineScreen,
  type StatusScreen,
  terminalScreen,
} from '../../lib/power/status/screens.js';
import { statusDocument } from '../../lib/power/status/status-document.js';
import { statusNotes } from '../../lib/power/status/status-notes.js';
import { watchStatus } from '../../lib/power/status/watch-status.js';
import { statusLines, statusRecords } from '../../lib/power/status/write-status.js';
import { writeDocument } from '../../lib/terminal/document.js';
import { hanging } from '../../lib/terminal/hanging.js';
import { createProgress } from '../../lib/terminal/progress.js';
import { whileRead } from '../../lib/terminal/while-read.js';
import type { OutputOptions } from '../flags.js';
import { reachBills } from './reach-bills.js';
import type { DevStatusOptions } from './status.js';

/** How long prices are waited for, which are beside the point here; milliseconds. */
const pricePatienceMs = 3_000;

/** The sleep list as it is, and what is still billed; nothing is changed. */
export async function showDevStatus(context: Context, options: DevStatusOptions): Promise<ExitCode> {
  const { clock, terminal } = context;
  const { list, sources, target, close } = await reachBills(context, options, pricePatienceMs);
  try {
    const observe = firstWithProgress(terminal, statusObserver(list, sources));
    if (options.watch !== true) return await showOnce(context, options, target, observe);
    const screen = screenOf(terminal, options, target);
    await whileRead(terminal.bytes.output, context.signal, (signal) =>
      watchStatus({ clock, signal, observe, screen }),
    );
    return exitCodes.ok;
  } finally {
    close();
  }
}

async function showOnce(
  { terminal, signal }: Context,
  { output }: OutputOptions,
  target: Target,
  observe: StatusObserver,
): Promise<ExitCode> {
  const { out, err } = terminal;
  const report = await observe(signal);
  if (output === 'table') {
    const lines = out.isTerminal ? statusLines(report, out.columns) : statusRecords(report);
    out.line(lines.join('\n'));
  } else await writeDocument(out, output, statusDocument(target, report));
  for (const note of statusNotes(report)) err.line(hanging(note, err.columns).join('\n'));
  return exitCodeOf({ unread: report.unread, unknown: report.list.unknown });
}

/** Later looks are no news to wait for. */
function firstWithProgress(terminal: Context['terminal'], observe: StatusObserver): StatusObserver {
  let isFirst = true;
  return (signal) => {
    if (!isFirst) return observe(signal);
    isFirst = false;
    return createProgress(terminal).during('Reading what sleeps', () => observe(signal));
  };
}

function screenOf(terminal: Context['terminal'], { output }: OutputOptions, target: Target): StatusScreen {
  if (output !== 'table') return documentScreen(terminal, output, target);
  return terminal.out.isTerminal ? terminalScreen(terminal) : lineScreen(terminal);
}
