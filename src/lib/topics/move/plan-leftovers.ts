import type { FieldChange, Notice } from '../../change/plan.js';
import { type HeldThrottle, rateWords } from '../throttle.js';
import { topicKind } from '../work.js';
import { brokerName, type MoveChange, type ObservedMove } from './model.js';

const leftWords = 'is throttled, and no move needs that now';

/**
 * Throttles that no move needs any more: of a run that was killed, or of another tool. As kafka-reassign-partitions
 * --verify does, rates go from all brokers, and only when nothing in the cluster moves.
 */
export function leftoverChanges(
  { throttles, moving }: ObservedMove,
  { touched, endsAll }: { readonly touched: ReadonlySet<string>; readonly endsAll: boolean },
): MoveChange[] {
  if (moving === undefined) return [];
  const runs = new Set(moving.map(({ name }) => name));
  return throttles
    .filter(({ type, name }) => (type === 'broker' ? endsAll : !runs.has(name) && !touched.has(name)))
    .map((held) => ({
      kind: held.type === 'broker' ? 'broker' : topicKind,
      name: nameOf(held),
      action: 'change',
      severity: 'safe',
      summary: leftWords,
      fields: throttleFields(held),
      cautions: [],
      work: {
        unthrottles: [...held.values.keys()],
        ...(held.type === 'broker' ? { broker: Number(held.name) } : {}),
      },
    }));
}

/**
 * Throttles of a topic that go with moves of ours, as those of a run that was killed: where no others of its partitions
 * move.
 */
export function ownThrottles(
  { throttles, moving = [] }: ObservedMove,
  topic: string,
  ids: readonly number[],
): readonly HeldThrottle[] {
  if (moving.some(({ name, partition }) => name === topic && !ids.includes(partition))) return [];
  return throttles.filter(({ type, name }) => type === 'topic' && name === topic);
}

/** Rates that others' moves set, or are slowed by: the last one that ends takes them away, which may be one of ours. */
export function othersRatesNotice(
  { throttles, moving }: ObservedMove,
  moves: readonly MoveChange[],
  endsAll: boolean,
): Notice[] {
  const brokers = throttles.filter(({ type }) => type === 'broker').map(nameOf);
  if (moves.length === 0 || endsAll || moving === undefined || brokers.length === 0) return [];
  return [{ kind: 'throttled', text: 'throttled, until nothing moves any more', names: brokers }];
}

/** What ends only when the moves of the same plan have. */
export function endingWith(change: MoveChange): MoveChange {
  return change.kind === topicKind ? change : { ...change, summary: 'its throttle ends with the last move' };
}

/** Settings that go. */
export function throttleFields({ type, values }: HeldThrottle): FieldChange[] {
  return [...values].map(([name, value]) => {
    const isRate = type === 'broker' && /^\d+$/.test(value);
    const before = isRate ? rateWords(BigInt(value)) : value;
    return { name, before: value, after: null, shown: { before, after: null } };
  });
}

function nameOf({ type, name }: HeldThrottle): string {
  return type === 'broker' ? brokerName(name) : name;
}
