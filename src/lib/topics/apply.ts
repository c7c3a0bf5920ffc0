import type { ApplyWork } from '../change/capability.js';
import { type Outcome, outcomeOf } from '../change/outcome.js';
import type { Plan } from '../change/plan.js';
import { countOf } from '../change/plural.js';
import { isAccessError } from '../kafka/item-error.js';
import type { Cluster } from './cluster.js';
import { moveReplicas } from './move-replicas.js';
import { sendChanges } from './send-changes.js';
import type { Ending } from './settle.js';
import type { Throttle } from './throttle.js';
import { type TopicChange, type TopicWork, topicKind } from './work.js';

/**
 * Sends everything at once, in one round of requests, then moves replicas where a replication factor changes and
 * stays until the moves have ended. Every change is reported as it ends.
 */
export async function applyTopics(
  cluster: Cluster,
  plan: Plan<TopicWork>,
  throttle: Throttle,
  work: ApplyWork,
): Promise<void> {
  work.update(countOf(plan.changes.length, topicKind));
  const endings = new Map<string, Ending[]>();
  const collect = (name: string, ending: Ending) => {
    endings.set(name, [...(endings.get(name) ?? []), ending]);
  };
  await sendChanges(cluster, plan.changes, collect, work.signal);

  const moving = plan.changes.filter(
    (change) => change.work.replicas !== undefined && (endings.get(change.name) ?? []).every(isDone),
  );
  for (const change of plan.changes) {
    if (!moving.includes(change)) work.report(outcomeFrom(change, endings.get(change.name) ?? []));
  }
  if (moving.length === 0) return;
  const moves = moving.map(({ name, work: { replicas = 1, partitions } }) => ({
    name,
    factor: replicas,
    partitions,
  }));
  const moved = work.signal.aborted ? new Map() : await moveReplicas(cluster, moves, throttle, work);
  for (const change of moving) {
    const ending = moved.get(change.name) ?? { part: 'move', error: 'it was not begun' };
    work.report(outcomeFrom(change, [...(endings.get(change.name) ?? []), ending]));
  }
}

function isDone(ending: Ending): boolean {
  return ending.error === undefined;
}

/** One outcome for a topic out of the endings of its parts: what was sent for it may have gone well in part. */
function outcomeFrom(change: TopicChange, endings: readonly Ending[]): Outcome {
  if (endings.length === 0) return outcomeOf(change, 'not tried');
  const missed = endings.filter((ending) => !isDone(ending));
  if (missed.length === 0) return outcomeOf(change, 'done');
  const isPartly = missed.length < endings.length || missed.some(({ isUncertain }) => isUncertain === true);
  const reason = missed
    .map(({ part, error }) => (endings.length > 1 ? `${part}: ${textOf(error)}` : textOf(error)))
    .join('; ');
  const access = missed.every(({ error }) => typeof error === 'object' && isAccessError(error));
  return outcomeOf(change, isPartly ? 'unknown' : 'failed', { reason, ...(access ? { access } : {}) });
}

function textOf(error: Ending['error']): string {
  if (error === undefined) return '';
  if (typeof error === 'string') return error;
  return error.message === null ? error.name : `${error.message} (${error.name})`;
}
