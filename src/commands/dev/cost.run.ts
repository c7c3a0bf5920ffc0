import type { Context } from '../../context.js';
import type { ExitCode } from '../../lib/errors.js';
import { costDocument } from '../../lib/power/cost/cost-document.js';
import { costNotes, savedNote } from '../../lib/power/cost/cost-notes.js';
import { observeCost } from '../../lib/power/cost/observe-cost.js';
import { writeCost } from '../../lib/power/cost/write-cost.js';
import { exitCodeOf } from '../../lib/power/status/exit-code.js';
import { writeDocument } from '../../lib/terminal/document.js';
import { hanging } from '../../lib/terminal/hanging.js';
import { createProgress } from '../../lib/terminal/progress.js';
import type { DevCostOptions } from './cost.js';
import { reachBills } from './reach-bills.js';

/** How long the price list is waited for; milliseconds. */
const pricePatienceMs = 20_000;

/** What the environment costs awake and asleep; nothing is changed. */
export async function showDevCost(context: Context, options: DevCostOptions): Promise<ExitCode> {
  const { terminal, signal } = context;
  const { out, err } = terminal;
  const { list, sources, target, close } = await reachBills(context, options, pricePatienceMs);
  try {
    const report = await createProgress(terminal).during('Reading what costs something', () =>
      observeCost(list, sources, signal),
    );
    if (options.output === 'table') writeCost(out, report.cost);
    else await writeDocument(out, options.output, costDocument(target, report));
    for (const note of [savedNote(report), ...costNotes(report)])
      err.line(hanging(note, err.columns).join('\n'));
    return exitCodeOf(report);
  } finally {
    close();
  }
}
