import type { Clock } from '../../../context.js';
import type { Work } from '../../change/capability.js';
import { type Outcome, outcomeOf } from '../../change/outcome.js';
import type { Plan } from '../../change/plan.js';
import type { SshSession } from '../../ssh/ssh.js';
import { formatElapsed } from '../../terminal/elapsed.js';
import { printable } from '../../terminal/printable.js';
import { isOfBefore, judge, unwatched, type Verdict, type Watch, watched } from './judge-restart.js';
import { lastLines } from './last-lines.js';
import { observeServices } from './observe.js';
import type { RestartChange, RestartWork } from './restart-work.js';
import type { ServiceState, ServiceStatus } from './service-state.js';

export interface RestartAccess {
  readonly session: Pick<SshSession, 'exec'>;
  readonly clock: Clock;
  /** How long restarted services may take until they run and are healthy; milliseconds. */
  readonly patienceMs: number;
}

const pauseMs = 1_000;
const shownLines = 10;

/** How the watching of one service ended. */
interface Ending {
  readonly verdict: Verdict;
  readonly watch: Watch;
}

/**
 * Looks again until what was restarted runs, is healthy where something checks that, and stays so. What was uncertain
 * is done when it shows; the last lines of the log stand under the reason of what isn't up.
 */
export async function verifyRestart(
  access: RestartAccess,
  plan: Plan<RestartWork>,
  outcomes: readonly Outcome[],
  work: Work,
): Promise<readonly Outcome[]> {
  const statuses = new Map(outcomes.map(({ name, status }) => [name, status]));
  const awaited = plan.changes.filter(({ name }) => ['done', 'unknown'].includes(statuses.get(name) ?? ''));
  if (awaited.length === 0) return outcomes;
  const endings = await watch(access, awaited, (name) => statuses.get(name) === 'done', work);
  return Promise.all(
    outcomes.map(async (outcome) => {
      const change = awaited.find(({ name }) => name === outcome.name);
      const ending = endings.get(outcome.name);
      return change === undefined || ending === undefined
        ? outcome
        : outcomeFrom(access, change, outcome, ending);
    }),
  );
}

async function watch(
  { session, clock, patienceMs }: RestartAccess,
  changes: readonly RestartChange[],
  isAccepted: (name: string) => boolean,
  { update, signal }: Work,
): Promise<ReadonlyMap<string, Ending>> {
  const beganAt = clock.now();
  const endings = new Map<string, Ending>();
  let pending = changes;
  for (;;) {
    const seen = await observeServices(
      session,
      pending.map((change) => change.work.service),
    );
    for (const change of pending) {
      const now = seen.services.find(({ name }) => name === change.name);
      const before = endings.get(change.name)?.watch ?? unwatched;
      const next = now === undefined ? before : watched(before, change.work, now, seen.hostTimeMs);
      endings.set(change.name, { watch: next, verdict: judge(change.work, next, seen.hostTimeMs) });
    }
    pending = pending.filter(({ name, work }) => isOpen(work, isAccepted(name), endings.get(name)));
    if (pending.length === 0 || clock.now() - beganAt >= patienceMs) return endings;
    update(waitingFor(changes.length, pending, endings));
    await clock.sleep(pauseMs, signal);
  }
}

/** What was not accepted is waited for only where the service is another one than before. */
function isOpen({ action, before }: RestartWork, isAccepted: boolean, ending: Ending | undefined): boolean {
  if (ending?.verdict.is !== 'waiting') return false;
  return isAccepted || (action === 'restart' && !isOfBefore(before, ending.watch.last));
}

function waitingFor(
  count: number,
  pending: readonly RestartChange[],
  endings: ReadonlyMap<string, Ending>,
): string {
  const [first] = pending;
  const verdict = first === undefined ? undefined : endings.get(first.name)?.verdict;
  const why = first !== undefined && verdict?.is === 'waiting' ? `${first.name}: ${verdict.why}` : '';
  const sum = count === 1 ? '' : `${count - pending.length} of ${count} up · `;
  return printable(`${sum}${why}`);
}

async function outcomeFrom(
  { session, patienceMs }: RestartAccess,
  { work }: RestartChange,
  outcome: Outcome,
  { verdict, watch: { last } }: Ending,
): Promise<Outcome> {
  const isAccepted = outcome.status === 'done';
  if (verdict.is === 'up' && (isAccepted || work.action === 'restart')) return outcomeOf(outcome, 'done');
  if (!isAccepted && (isOfBefore(work.before, last) || staysDown(work.before, last)))
    return outcomeOf(outcome, 'failed', reasonOf(outcome));
  const why = verdict.is === 'up' ? 'another one runs' : verdict.why;
  const after = verdict.is === 'waiting' ? ` after ${formatElapsed(patienceMs)}` : '';
  const reason = isAccepted
    ? `${work.action === 'restart' ? 'restarted' : 'redeployed'}, but${after} ${why}`
    : `${outcome.reason ?? ''} (now ${why})`;
  const lines = await lastLines(session, work.service, shownLines);
  const log = lines.length === 0 ? [] : ['the last lines of its log:', ...lines];
  return outcomeOf(outcome, statusOf(work, isAccepted), { reason: [printable(reason), ...log].join('\n') });
}

/** A service that was down and stays down is as it was. */
function statusOf({ action, before }: RestartWork, isAccepted: boolean): Outcome['status'] {
  const wasDown = before.state === 'failed' || before.state === 'stopped';
  return isAccepted && wasDown && action === 'restart' ? 'failed' : 'unknown';
}

/** What was not accepted, and is as little there as before. */
function staysDown(before: ServiceState, now: ServiceState | undefined): boolean {
  const downs: readonly ServiceStatus[] = before.state === 'missing' ? ['missing'] : ['failed', 'stopped'];
  return now !== undefined && downs.includes(before.state) && downs.includes(now.state);
}

function reasonOf({ reason }: Outcome): { reason?: string } {
  return reason === undefined ? {} : { reason };
}
