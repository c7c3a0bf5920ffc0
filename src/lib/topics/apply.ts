import type { ApplyWork } from '../change/capability.js';
import { type Outcome, outcomeOf } from '../change/outcome.js';
import type { Plan } from '../change/plan.js';
import { describeItemError, isAccessError } from '../kafka/item-error.js';
import { countOf } from '../terminal/plural.js';
import type { ClusterAccess } from './cluster-access.js';
import { type Move, moveReplicas } from './move-replicas.js';
import { sendChanges } from './send-changes.js';
import type { Collect, Ending } from './settle.js';
import type { Throttle } from './throttle.js';
import { type TopicChange, type TopicWork, topicKind } from './work.js';

/**
 * Sends everything at once, in one round of requests, then moves replicas where a replication factor changes and
 * stays until the moves have ended. Every change is reported as the last of its parts ends.
 */
export async function applyTopics(
  access: ClusterAccess,
  plan: Plan<TopicWork>,
  throttle: Throttle,
  work: ApplyWork,
): Promise<void> {
  work.update(countOf(plan.changes.length, topicKind));
  const open = new Map(plan.changes.map((change) => [change.name, { change, endings: [] as Ending[] }]));
  const collect: Collect = (name, ending) => {
    const entry = open.get(name);
    if (entry === undefined) return;
    entry.endings.push(ending);
    const hasFailed = entry.endings.some(({ error }) => error !== undefined);
    const isComplete = entry.endings.length === partsOf(entry.change.work);
    const sentParts = partsOf({ ...entry.change.work, replicas: undefined });
    if (!isComplete && !(hasFailed && entry.endings.length === sentParts)) return;
    open.delete(name);
    work.report(outcomeFrom(entry.change, entry.endings));
  };
  await sendChanges(access, plan.changes, collect, work.signal);

  const moves = [...open.values()].flatMap(({ change }) => moveOf(change) ?? []);
  if (moves.length > 0 && !work.signal.aborted) await moveReplicas(access, moves, throttle, collect, work);
  for (const { change, endings } of open.values()) {
    if (endings.length > 0) work.report(outcomeFrom(change, [...endings, notBegun]));
  }
}

const notBegun: Ending = { part: 'the rest', error: 'it was not begun' };

/** How many endings a change will have: one for each kind of request that is sent for it. */
function partsOf({ create, delete: deletes, partitions, settings, replicas }: Sent): number {
  return [create, deletes, partitions, settings, replicas].filter((part) => part !== undefined).length;
}

type Sent = { readonly [Part in keyof TopicWork]: TopicWork[Part] | undefined };

function moveOf({ name, work }: TopicChange): Move | undefined {
  return work.replicas === undefined
    ? undefined
    : { name, factor: work.replicas, partitions: work.partitions };
}

/** One outcome for a topic out of the endings of its parts: what was sent for it may have gone well in part. */
function outcomeFrom(change: TopicChange, endings: readonly Ending[]): Outcome {
  const missed = endings.filter(({ error }) => error !== undefined);
  if (missed.length === 0) return outcomeOf(change, 'done');
  const isPartly = missed.length < endings.length || missed.some(({ isUncertain }) => isUncertain === true);
  const reason = missed
    .map(({ part, error }) => (endings.length > 1 ? `${part}: ${textOf(error)}` : textOf(error)))
    .join('; ');
  const access = missed.every(
    ({ error, isAccess }) => isAccess === true || (typeof error === 'object' && isAccessError(error)),
  );
  return outcomeOf(change, isPartly ? 'unknown' : 'failed', { reason, ...(access ? { access } : {}) });
}

function textOf(error: Ending['error']): string {
  return typeof error === 'object' ? describeItemError(error) : (error ?? '');
}
