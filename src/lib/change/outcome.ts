import { type ExitCode, exitCodes } from '../errors.js';
import type { Change, Plan } from './plan.js';

/** How one change ended. */
export interface Outcome {
  readonly kind: string;
  readonly name: string;
  /**
   * `failed`: the target is as it was. `restored`: it was changed, and put back as it was. `unknown`: it may have changed (an answer was lost, or what was accepted
   * never showed). `not tried`: nothing was sent for it.
   */
  readonly status: 'done' | 'failed' | 'restored' | 'unknown' | 'not tried';
  /** The system's own words, for everything but `done`. */
  readonly reason?: string;
  /** The failure is a missing right. */
  readonly access?: boolean;
  /** The file that has what was there before. */
  readonly kept?: string;
}

export function outcomeOf(
  change: Pick<Change, 'kind' | 'name'>,
  status: Outcome['status'],
  details: Pick<Outcome, 'reason' | 'access' | 'kept'> = {},
): Outcome {
  return { kind: change.kind, name: change.name, status, ...details };
}

/** One text for each change of a plan, the same for its outcome. */
export function changeKey({ kind, name }: Pick<Change, 'kind' | 'name'>): string {
  return `${kind} ${name}`;
}

/** Whether the change may have reached its target, so that reading back tells how it ended. */
export function wasSent({ status }: Outcome): boolean {
  return status === 'done' || status === 'unknown';
}

/** What is known later changes nothing of where what was there before is kept. */
export function keptOf({ kept }: Outcome): Pick<Outcome, 'kept'> {
  return kept === undefined ? {} : { kept };
}

/**
 * What reading back makes of an outcome: what was sent is done when nothing lacks, also when its answer was lost.
 * @param lack what isn't there yet, in words: `it has 1 of 3 partitions`
 */
export function readBack(outcome: Outcome, lack: string | undefined): Outcome {
  if (!wasSent(outcome)) return outcome;
  const kept = keptOf(outcome);
  if (lack === undefined) return outcomeOf(outcome, 'done', kept);
  const reason = outcome.status === 'done' ? `accepted, but ${lack}` : `${outcome.reason ?? ''} (${lack})`;
  return outcomeOf(outcome, 'unknown', { reason, ...kept });
}

/**
 * The exit code of an applied plan: 0 when the world is now as wanted; 5 when something was done and something was
 * not; 4 when nothing was done because rights are missing; else 1, and the world is as before.
 */
export function exitCodeOfOutcomes(plan: Pick<Plan, 'refusals'>, outcomes: readonly Outcome[]): ExitCode {
  const touched = outcomes.some(({ status }) => status === 'done' || status === 'unknown');
  const missed = outcomes.filter(({ status }) => status !== 'done');
  if (missed.length === 0 && plan.refusals.length === 0) return exitCodes.ok;
  if (touched) return exitCodes.partial;
  const onlyRights = [...missed, ...plan.refusals].every(({ access }) => access === true);
  return onlyRights ? exitCodes.access : exitCodes.failed;
}
