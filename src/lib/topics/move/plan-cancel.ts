import type { FieldChange, Plan, Refusal } from '../../change/plan.js';
import { describeItemError, isAccessError } from '../../kafka/item-error.js';
import type { OngoingReassignment } from '../../kafka/requests/list-partition-reassignments.js';
import type { PartitionMetadata } from '../../kafka/requests/metadata.js';
import { partitionsWords } from '../../partition-list.js';
import { countOf } from '../../terminal/plural.js';
import { topicKind } from '../work.js';
import type { CancelledPartition, MoveChange, MoveWork, ObservedMove } from './model.js';
import { endingWith, leftoverChanges, throttleFields } from './plan-leftovers.js';
import { brokersWords } from './refusal-words.js';
import { unmatchedRefusals } from './select-topics.js';

/** Pure: the moves that run and are ended, whoever began them, and the throttles that go with them. */
export function planCancel(observed: ObservedMove): Plan<MoveWork> {
  const { topics, moving } = observed;
  const asked = new Set(topics.map(({ name }) => name));
  const ours = (moving ?? []).filter(({ name }) => asked.has(name));
  const names = [...new Set(ours.map(({ name }) => name))].sort();
  const judged = names.map((name) =>
    judgeTopic(
      name,
      ours.filter((move) => move.name === name),
      observed,
    ),
  );
  const changes = judged.flatMap((one) => ('work' in one ? one : []));
  const ended = changes.flatMap(({ work }) => work.cancels ?? []).length;
  const endsAll = moving !== undefined && moving.length === ended;
  const leftovers = leftoverChanges(observed, { touched: new Set(names), endsAll });
  return {
    noun: topicKind,
    changes: [...changes, ...leftovers.map((change) => (changes.length === 0 ? change : endingWith(change)))],
    refusals: [
      ...unmatchedRefusals(observed),
      ...judged.flatMap((one) => ('work' in one ? [] : one)),
      ...(moving === undefined ? [unknownMoves(observed)] : []),
    ],
    notices:
      names.length + leftovers.length === 0 && moving !== undefined
        ? [{ kind: 'none running', text: 'no replicas are being moved', names: [] }]
        : [],
    unchanged: 0,
  };
}

function unknownMoves({ movesProblem: error }: ObservedMove): Refusal {
  const why = error === undefined ? 'it does not know the request' : describeItemError(error);
  return {
    kind: 'cluster',
    name: 'cluster',
    reason: `it doesn't say which replicas are being moved: ${why}`,
    ...(error !== undefined && isAccessError(error) ? { access: true } : {}),
  };
}

/** All moves of a topic or none: a move that can't be ended keeps its throttle. */
function judgeTopic(
  name: string,
  moves: readonly OngoingReassignment[],
  { throttles, topics, brokers }: ObservedMove,
): MoveChange | Refusal {
  const partitions = topics.find((one) => one.name === name)?.partitions ?? [];
  const cancels = moves.map((move) => cancelOf(move, partitions));
  const inSync = (id: number) => partitions.find((one) => one.id === id)?.inSync ?? [];
  const lost = cancels.filter(({ id, before }) => !before.some((one) => inSync(id).includes(one)));
  if (lost.length > 0) {
    const these = partitionsWords(lost.map(({ id }) => id));
    const reason = `${these}: no replica that would stay is in sync, so records would be lost; wait for the end of the move`;
    return { kind: topicKind, name, reason };
  }
  const held = throttles.filter((one) => one.type === 'topic' && one.name === name);
  return {
    kind: topicKind,
    name,
    action: 'change',
    severity: 'safe',
    summary: `ends the move of ${countOf(moves.length, 'partition')}`,
    fields: [...moveFields(moves), ...held.flatMap(throttleFields)],
    cautions: outOfSync(cancels, partitions, brokers),
    work: {
      cancels,
      unthrottles: held.flatMap(({ values }) => [...values.keys()]),
    },
  };
}

function moveFields(moves: readonly OngoingReassignment[]): FieldChange[] {
  const groups = new Map<string, OngoingReassignment[]>();
  for (const move of moves) {
    const key = JSON.stringify([move.adding, move.removing]);
    groups.set(key, [...(groups.get(key) ?? []), move]);
  }
  return [...groups.values()].flatMap((some) => {
    const [first] = some;
    if (first === undefined) return [];
    const { adding, removing } = first;
    const before =
      adding.length === 0 ? `leaving ${brokersWords(removing)}` : `moving to ${brokersWords(adding)}`;
    const after = removing.length === 0 ? 'stays without' : `stays on ${brokersWords(removing)}`;
    const name = partitionsWords(some.map(({ partition }) => partition));
    return { name, before, after, shown: { before, after } };
  });
}

function outOfSync(
  cancels: readonly CancelledPartition[],
  partitions: readonly PartitionMetadata[],
  brokers: ObservedMove['brokers'],
): string[] {
  const live = new Set(brokers.map(({ id }) => id));
  const lacking = cancels.filter(({ id, before }) => {
    const inSync = partitions.find((one) => one.id === id)?.inSync ?? [];
    return before.some((one) => !inSync.includes(one) || !live.has(one));
  });
  if (lacking.length === 0) return [];
  return [`${partitionsWords(lacking.map(({ id }) => id))}: not all replicas that stay are in sync`];
}

/**
 * What Kafka makes of a partition whose move is ended (KRaft's PartitionReassignmentRevert). A move puts one new replica
 * in the place of the one that goes, so that the order of the others stays; which of several stood where, nobody can tell.
 */
function cancelOf(
  { partition: id, replicas, adding, removing }: OngoingReassignment,
  partitions: readonly PartitionMetadata[],
): CancelledPartition {
  const before = replicas.filter((one) => !adding.includes(one));
  const [added, removed] = [adding[0], removing[0]];
  if (adding.length !== 1 || removing.length !== 1 || removed === undefined)
    return { id, before, restored: undefined };
  const restored = replicas.filter((one) => one !== removed).map((one) => (one === added ? removed : one));
  const leader = partitions.find((one) => one.id === id)?.leader;
  return { id, before, restored: leader === restored[0] ? restored : undefined };
}
