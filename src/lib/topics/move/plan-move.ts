import type { FieldChange, Notice, Plan, Refusal } from '../../change/plan.js';
import { partitionsWords } from '../../partition-list.js';
import { countOf, formatCount } from '../../terminal/plural.js';
import { loadOf } from '../assign-replicas.js';
import type { BrokerLoad } from '../choose-broker.js';
import { limitWords } from '../throttle.js';
import { topicKind } from '../work.js';
import { copyNotices, sizeWords } from './copy-words.js';
import { type Judgement, judgePartition, type MoveRefusal } from './judge-partition.js';
import {
  type AskedMove,
  brokerName,
  type MovableTopic,
  type MoveChange,
  type MoveWork,
  type MovingPartition,
  type ObservedMove,
} from './model.js';
import { racksOf } from './place.js';
import {
  endingWith,
  leftoverChanges,
  othersRatesNotice,
  ownThrottles,
  throttleFields,
} from './plan-leftovers.js';
import { brokersWords, refusalWords } from './refusal-words.js';
import { unmatchedRefusals } from './select-topics.js';

/** Pure: which replicas go where, what runs already, what can't be moved, and what earlier moves left. */
export function planMove(observed: ObservedMove, asked: AskedMove): Plan<MoveWork> {
  const load = loadOf(observed.all.flatMap(({ partitions }) => partitions));
  const judged = observed.topics.map((topic) => judgeTopic(topic, observed, asked, load));
  const moves = judged.flatMap(({ change }) => change ?? []);
  const refusals = [
    ...unknownBrokers(observed, asked),
    ...unmatchedRefusals(observed),
    ...judged.flatMap(({ refusal }) => refusal ?? []),
  ];
  const ours = new Set(
    moves.flatMap(({ name, work }) => (work.moves ?? []).map(({ id }) => `${id} ${name}`)),
  );
  const endsAll = observed.moving?.every(({ name, partition }) => ours.has(`${partition} ${name}`)) === true;
  const touched = new Set(moves.map(({ name }) => name));
  const leftovers = leftoverChanges(observed, { touched, endsAll });
  return {
    noun: topicKind,
    changes: [...moves, ...(moves.length === 0 ? leftovers : leftovers.map(endingWith))],
    refusals,
    notices: [
      ...copyNotices(moves, asked.throttle),
      ...othersRatesNotice(observed, moves, endsAll),
      ...keptNotice(observed, asked),
    ],
    unchanged: judged.filter(({ change, refusal }) => change === undefined && refusal === undefined).length,
    wanted: aimWords(asked),
  };
}

function aimWords({ leaving, spreads }: AskedMove): string {
  return [
    ...(leaving.length === 0 ? [] : [`off ${brokersWords(leaving)}`]),
    ...(spreads ? ['spread over racks'] : []),
  ].join(' and ');
}

interface JudgedTopic {
  readonly change?: MoveChange;
  readonly refusal?: Refusal;
}

function judgeTopic(
  topic: MovableTopic,
  observed: ObservedMove,
  asked: AskedMove,
  load: BrokerLoad,
): JudgedTopic {
  const { brokers: live, moving } = observed;
  const brokers = live.filter(({ id }) => !asked.leaving.includes(id));
  const running = new Map(
    moving?.flatMap((move) => (move.name === topic.name ? [[move.partition, move] as const] : [])),
  );
  const tried: BrokerLoad = new Map(load);
  const judgements = topic.partitions.map((partition) => {
    const judged = { live, brokers, asked, load: tried, tellsMoves: moving !== undefined };
    return { partition, ...judgePartition(partition, { ...judged, move: running.get(partition.id) }) };
  });
  const reasons = judgements.flatMap((one) =>
    one.verdict === 'refused' ? [{ id: one.partition.id, reason: one.reason }] : [],
  );
  if (reasons.length > 0) {
    const remaining = brokers.map(({ id }) => id);
    return { refusal: { kind: topicKind, name: topic.name, reason: reasonOf(reasons, remaining) } };
  }
  for (const [id, count] of tried) load.set(id, count);
  const moves = judgements.flatMap((one) => movingPartition(topic.name, one, observed) ?? []);
  return moves.length === 0 ? {} : { change: changeOf(topic, moves, observed, asked) };
}

function movingPartition(
  name: string,
  judged: Judgement & { readonly partition: MovableTopic['partitions'][number] },
  { bytes }: ObservedMove,
): MovingPartition | undefined {
  if (judged.verdict !== 'moves' && judged.verdict !== 'follows') return undefined;
  const { id, leader } = judged.partition;
  const { before, after } = judged;
  return {
    id,
    before,
    after,
    isUnderWay: judged.verdict === 'follows',
    bytes: bytes?.get(`${id} ${name}`),
    isLedByPreferred: leader === before[0] || !after.includes(leader),
  };
}

/** Partitions for which it is the same stand together. */
function reasonOf(
  reasons: readonly { readonly id: number; readonly reason: MoveRefusal }[],
  remaining: readonly number[],
): string {
  const byReason = new Map<string, { ids: number[]; reason: MoveRefusal }>();
  for (const { id, reason } of reasons) {
    const key = JSON.stringify(reason);
    const known = byReason.get(key);
    if (known === undefined) byReason.set(key, { ids: [id], reason });
    else known.ids.push(id);
  }
  return [...byReason.values()].map(({ ids, reason }) => refusalWords(ids, reason, remaining)).join('; ');
}

function changeOf(
  { name, partitions }: MovableTopic,
  moves: readonly MovingPartition[],
  observed: ObservedMove,
  asked: AskedMove,
): MoveChange {
  const followed = moves.filter(({ isUnderWay }) => isUnderWay).length;
  const of = `of ${countOf(partitions.length, 'partition')}`;
  const begun = moves.length - followed;
  const held = ownThrottles(
    observed,
    name,
    moves.map(({ id }) => id),
  );
  const summary = [
    ...(begun > 0 ? [`moves ${formatCount(begun)} ${of}`] : []),
    ...(followed > 0 ? [`follows ${formatCount(followed)}${begun > 0 ? '' : ` ${of}`} under way`] : []),
  ].join(', ');
  return {
    kind: topicKind,
    name,
    action: 'change',
    severity: 'safe',
    summary,
    fields: [
      ...aimFields(partitions, moves, observed, asked),
      ...partitionFields(moves),
      ...held.flatMap(throttleFields),
    ],
    cautions: rackCautions(moves, observed),
    work: {
      moves,
      ...(held.length === 0 ? {} : { unthrottles: held.flatMap(({ values }) => [...values.keys()]) }),
    },
  };
}

/** What the move is for, before and after, and what it copies. */
function aimFields(
  partitions: MovableTopic['partitions'],
  moves: readonly MovingPartition[],
  { brokers }: ObservedMove,
  { leaving, spreads, throttle }: AskedMove,
): FieldChange[] {
  const after = new Map(moves.map((move) => [move.id, move.after]));
  const now = partitions.map(({ replicas }) => replicas);
  const then = partitions.map(({ id, replicas }) => after.get(id) ?? replicas);
  const onLeft = (all: readonly (readonly number[])[]) =>
    all.flat().filter((id) => leaving.includes(id)).length;
  const crowded = (all: readonly (readonly number[])[]) =>
    all.filter((ids) => racksOf(ids, brokers) < ids.length).length;
  const fields = [
    ...(leaving.length === 0
      ? []
      : [countField(`replicas on ${brokersWords(leaving)}`, onLeft(now), onLeft(then))]),
    ...(spreads ? [countField('partitions twice in a rack', crowded(now), crowded(then))] : []),
  ];
  const note = `copies ${sizeWords(moves)}${limitWords(throttle)}`;
  return fields.map((field, index) => (index === 0 ? { ...field, note } : field));
}

function countField(name: string, count: number, countAfter: number): FieldChange {
  const [before, after] = [String(count), String(countAfter)];
  return { name, before, after, shown: { before, after } };
}

/** Partitions that go from and to the same brokers stand together. */
function partitionFields(moves: readonly MovingPartition[]): FieldChange[] {
  const groups = new Map<string, MovingPartition[]>();
  for (const move of moves) {
    const key = JSON.stringify([move.before, move.after, move.isUnderWay]);
    groups.set(key, [...(groups.get(key) ?? []), move]);
  }
  return [...groups.values()].flatMap((some) => {
    const [first] = some;
    if (first === undefined) return [];
    const [before, after] = [first.before.join(','), first.after.join(',')];
    const note = first.isUnderWay ? 'under way' : undefined;
    return {
      name: partitionsWords(some.map(({ id }) => id)),
      before,
      after,
      shown: { before, after },
      ...(note === undefined ? {} : { note }),
    };
  });
}

function rackCautions(moves: readonly MovingPartition[], { brokers }: ObservedMove): string[] {
  const fewer = moves.filter(
    ({ before, after, isUnderWay }) => !isUnderWay && racksOf(after, brokers) < racksOf(before, brokers),
  );
  if (fewer.length === 0) return [];
  return [
    `${partitionsWords(fewer.map(({ id }) => id))}: in fewer racks than now, as no broker of another one remains`,
  ];
}

/** A mistyped id must not look like a broker that is empty already. */
function unknownBrokers({ brokers, all }: ObservedMove, { leaving }: AskedMove): Refusal[] {
  const holding = new Set(all.flatMap(({ partitions }) => partitions.flatMap(({ replicas }) => replicas)));
  const live = brokers.map(({ id }) => id);
  return leaving
    .filter((id) => !live.includes(id) && !holding.has(id))
    .map((id) => ({
      kind: 'broker',
      name: brokerName(id),
      reason: `it is not live, and no partition has a replica on it; live are ${live.join(', ')}`,
    }));
}

function keptNotice({ keptInternal }: ObservedMove, { leaving }: AskedMove): Notice[] {
  const names = keptInternal
    .filter(({ partitions }) =>
      partitions.some(({ replicas }) => replicas.some((id) => leaving.includes(id))),
    )
    .map(({ name }) => name);
  if (names.length === 0) return [];
  const text = `internal, kept on ${brokersWords(leaving)} (--internal moves them, too)`;
  return [{ kind: 'internal', text, names }];
}
