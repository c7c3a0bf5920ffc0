import type { FieldChange, Notice } from '../../change/plan.js';
import { type HeldThrottle, rateWords } from '../throttle.js';
import { topicKind } from '../work.js';
import { brokerName, type MoveChange, type ObservedMove } from './model.js';

const leftWords = 'its throttle is left from a move that has ended';

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
      work: { unthrottles: [...held.values.keys()] },
    }));
}

/** Settings that go. */
export function throttleFields({ type, values }: HeldThrottle): FieldChange[] {
  return [...values].map(([name, value]) => {
    const isRate = type === 'broker' && /^\d+$/.test(value);
    const before = isRate ? rateWords(BigInt(value)) : value;
    return { name, before: value, after: null, shown: { before, after: null } };
  });
}

/** What the run takes away with its own throttle at its end. */
export function leftoverNotice({ throttles, moving }: ObservedMove, moves: readonly MoveChange[]): Notice[] {
  if (moves.length === 0 || moving === undefined || moving.length > 0) return [];
  const names = new Set(moves.map(({ name }) => name));
  const held = throttles.filter(({ type, name }) => type === 'broker' || names.has(name)).map(nameOf);
  if (held.length === 0) return [];
  return [{ kind: 'throttled', text: 'throttled by an earlier move, which ends with this one', names: held }];
}

function nameOf({ type, name }: HeldThrottle): string {
  return type === 'broker' ? brokerName(name) : name;
}
