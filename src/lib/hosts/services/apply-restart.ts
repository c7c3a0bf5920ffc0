import type { ApplyWork } from '../../change/capability.js';
import { type Outcome, outcomeOf } from '../../change/outcome.js';
import type { Plan } from '../../change/plan.js';
import { messageOf } from '../../errors.js';
import type { SshSession } from '../../ssh/ssh.js';
import { formatElapsed } from '../../terminal/elapsed.js';
import { printable } from '../../terminal/printable.js';
import { isDenial, joined } from './read-sections.js';
import { outputOf, type RemoteOutput } from './remote-output.js';
import { restartCommand } from './restart-command.js';
import type { RestartAction, RestartChange, RestartWork } from './restart-work.js';

/** A stop may take as long as the service's own limit; building an image takes longer than that. */
const longestMs: Readonly<Record<RestartAction, number>> = { restart: 5 * 60_000, redeploy: 30 * 60_000 };
/** The end of what was said matters: a build says much before it fails. */
const longestReason = 600;

/** Restarts one service after the other, in the plan's order; ends early when the connection is lost. */
export async function applyRestart(
  session: Pick<SshSession, 'exec'>,
  plan: Plan<RestartWork>,
  work: ApplyWork,
): Promise<void> {
  for (const [index, change] of plan.changes.entries()) {
    if (work.signal.aborted) return;
    work.update(`${printable(change.name)} · ${index + 1} of ${plan.changes.length}`);
    const limit = longestMs[change.work.action];
    try {
      const output = await outputOf(session, restartCommand(change.work), limit);
      work.report(outcomeFrom(change, output, limit));
    } catch (error) {
      work.report(outcomeOf(change, 'unknown', { reason: messageOf(error) }));
      return;
    }
  }
}

/** A restart that failed may have stopped the service: only what was denied is sure not to have begun. */
function outcomeFrom(change: RestartChange, output: RemoteOutput, limit: number): Outcome {
  if (output.code === 0) return outcomeOf(change, 'done');
  if (output.isLate) {
    const reason = `it did not end within ${formatElapsed(limit)}, and may go on there`;
    return outcomeOf(change, 'unknown', { reason });
  }
  const said = saidLines(output.stderr);
  const lines = said.length > 0 ? said : saidLines(output.stdout);
  const words = printable(joined(lines)).slice(-longestReason);
  const reason = words === '' ? howEnded(output) : words;
  return isDenial(lines[0] ?? '')
    ? outcomeOf(change, 'failed', { reason, access: true })
    : outcomeOf(change, 'unknown', { reason });
}

function howEnded({ code, signal }: RemoteOutput): string {
  return code === undefined ? `the command was ended by ${signal ?? 'the host'}` : `exit status ${code}`;
}

/** Without the warning that sudo gives on instances whose own name doesn't resolve. */
function saidLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('sudo: unable to resolve host'));
}
