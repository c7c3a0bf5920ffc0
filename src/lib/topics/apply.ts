import type { ApplyWork } from '../change/capability.js';
import { type Outcome, outcomeOf } from '../change/outcome.js';
import type { Plan } from '../change/plan.js';
import { describeItemError, isAccessError } from '../kafka/item-error.js';
import { countOf } from '../terminal/plural.js';
import type { ClusterAccess } from './cluster-access.js';
import { type Move, moveReplicas } from './move-replicas.js';
import { sendChanges, sendSettingsAfter } from './send-changes.js';
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
    const { change, endings } = entry;
    const hasFailed = endings.some(({ error }) => error !== undefined);
    const isComplete = hasFailed
      ? endings.length >= firstParts(change.work)
      : endings.length === partsOf(change.work);
    if (!isComplete) return;
    open.delete(name);
    work.report(outcomeFrom(change, endings));
  };
  await sendChanges(access, plan.changes, collect, work.signal);

  const moves = [...open.values()].flatMap(({ change }) => moveOf(change) ?? []);
  if (moves.length > 0 && !work.signal.aborted) await moveReplicas(access, moves, throttle, collect, work);
  const waiting = [...open.values()].map(({ change }) => change);
  await sendSettingsAfter(access, waiting, collect, work.signal);
  for (const { change, endings } of open.values()) {
    if (endings.length > 0) work.report(outcomeFrom(change, [...endings, notBegun]));
  }
}

const notBegun: Ending = { part: 'the rest', error: 'it was not begun' };

/** How many endings a change will have: one for each kind of request that is sent for it. */
function partsOf(work: TopicWork): number {
  return firstParts(work) + [work.replicas, work.settingsAfter].filter((part) => part !== undefined).length;
}

/** Those of the first round, which is under way as a whole. */
function firstParts({ create, delete: deletes, partitions, settings }: TopicWork): number {
  return [create, deletes, partitions, settings].filter((part) => part !== undefined).length;
}

function moveOf({ name, work }: TopicChange): Move | undefined {
  return work.replicas === undefined
    ? undefined
    : {
        name,
        factor: work.replicas,
        partitions: work.partitions,
        isUnderWay: work.isUnderWay === true,
      };
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
