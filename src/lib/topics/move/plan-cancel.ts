import type { FieldChange, Plan, Refusal } from '../../change/plan.js';
import type { OngoingReassignment } from '../../kafka/requests/list-partition-reassignments.js';
import { formatCount } from '../../terminal/plural.js';
import { topicKind } from '../work.js';
import type { CancelledPartition, MoveChange, MoveWork, ObservedMove } from './model.js';
import { leftoverChanges, throttleFields } from './plan-leftovers.js';
import { brokersWords, partitionsWords } from './refusal-words.js';
import { unmatchedRefusal } from './select-topics.js';

/** Pure: the moves that run and are ended, whoever began them, and the throttles that go with them. */
export function planCancel(observed: ObservedMove): Plan<MoveWork> {
  const { topics, unmatched, moving } = observed;
  const asked = new Set(topics.map(({ name }) => name));
  const ours = (moving ?? []).filter(({ name }) => asked.has(name));
  const names = [...new Set(ours.map(({ name }) => name))].sort();
  const changes = names.map((name) =>
    changeOf(
      name,
      ours.filter((move) => move.name === name),
      observed,
    ),
  );
  const endsAll = moving !== undefined && moving.length === ours.length;
  const leftovers = leftoverChanges(observed, { touched: new Set(names), endsAll });
  return {
    noun: topicKind,
    changes: [...changes, ...leftovers.map((change) => (changes.length === 0 ? change : endingWith(change)))],
    refusals: [...unmatched.map(unmatchedRefusal), ...(moving === undefined ? [unknownMoves] : [])],
    notices:
      changes.length + leftovers.length === 0 && moving !== undefined
        ? [{ kind: 'none running', text: 'no replicas are being moved', names: [] }]
        : [],
    unchanged: 0,
  };
}

const unknownMoves: Refusal = {
  kind: 'cluster',
  name: 'cluster',
  reason: "it doesn't say which replicas are being moved: no right to it, or it can't move any",
};

function endingWith(change: MoveChange): MoveChange {
  return change.kind === topicKind ? change : { ...change, summary: 'its throttle ends with the last move' };
}

function changeOf(
  name: string,
  moves: readonly OngoingReassignment[],
  { throttles }: ObservedMove,
): MoveChange {
  const held = throttles.filter((one) => one.type === 'topic' && one.name === name);
  const count = `${formatCount(moves.length)} ${moves.length === 1 ? 'partition' : 'partitions'}`;
  return {
    kind: topicKind,
    name,
    action: 'change',
    severity: 'safe',
    summary: `ends the move of ${count}`,
    fields: [...moveFields(moves), ...held.flatMap(throttleFields)],
    cautions: [],
    work: {
      cancels: moves.map((move) => ({ id: move.partition, restored: restoredOrder(move) })),
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

/** A move puts a new replica in the place of the one that goes, so that the order of the others stays. */
function restoredOrder({ replicas, adding, removing }: OngoingReassignment): CancelledPartition['restored'] {
  if (adding.length === 0 || adding.length !== removing.length) return undefined;
  const replaced = new Map(adding.map((id, index) => [id, removing[index] ?? id]));
  return replicas.filter((id) => !removing.includes(id)).map((id) => replaced.get(id) ?? id);
}
