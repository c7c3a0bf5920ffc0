import { expect, test } from 'vitest';
import type { MoveWork } from '../../../../src/lib/topics/move/model.js';
import { standsMove } from '../../../../src/lib/topics/move/stands.js';
import { change, planOf, refusal } from '../../change/builders.js';
import { moves } from './applying-moves.js';

const planWith = (works: Readonly<Record<string, MoveWork>>, over = {}) => ({
  ...planOf([], over),
  changes: Object.entries(works).map(([name, work]) => ({ ...change({ name }), work })),
});
const [begun] = moves.moves ?? [];
if (begun === undefined) throw new Error('no move');
const followed = (...ids: readonly number[]): MoveWork => ({
  moves: ids.map((id) => ({ ...begun, id, isUnderWay: true })),
});
const cancelled = (...ids: readonly number[]): MoveWork => ({
  cancels: ids.map((id) => ({ id, before: [1, 2], restored: undefined })),
});
const unthrottles = ['leader.replication.throttled.rate'];

test('what is under way may end while a person reads', () => {
  expect(standsMove(planWith({ a: followed(0, 1) }), planWith({ a: followed(1) }))).toBe(true);
  expect(standsMove(planWith({ a: followed(0), b: moves }), planWith({ b: moves }))).toBe(true);
  expect(standsMove(planWith({ a: cancelled(0, 1) }), planWith({ a: cancelled(0) }))).toBe(true);
  expect(standsMove(planWith({ a: cancelled(0) }), planWith({}))).toBe(true);
  const shown = planWith({ a: { ...cancelled(0), unthrottles } });
  expect(standsMove(shown, planWith({ a: { unthrottles } }))).toBe(true);
  expect(standsMove(shown, planWith({ a: cancelled(0) }))).toBe(true);
});

test('nothing may be added, and what is begun must be the same', () => {
  expect(standsMove(planWith({ a: followed(0) }), planWith({ a: followed(0, 1) }))).toBe(false);
  expect(standsMove(planWith({ a: cancelled(0) }), planWith({ a: cancelled(1) }))).toBe(false);
  expect(standsMove(planWith({ a: moves }), planWith({}))).toBe(false);
  expect(standsMove(planWith({}), planWith({ a: moves }))).toBe(false);
  const elsewhere = { moves: [{ ...begun, after: [1, 4] }] };
  expect(standsMove(planWith({ a: moves }), planWith({ a: elsewhere }))).toBe(false);
  expect(standsMove(planWith({ a: moves }), planWith({ a: followed(0) }))).toBe(false);
  expect(standsMove(planWith({ a: followed(0) }), planWith({ a: { ...followed(0), unthrottles } }))).toBe(
    false,
  );
  const refusing = planWith({}, { refusals: [refusal({ name: 'a' })] });
  expect(standsMove(planWith({ a: followed(0) }), refusing)).toBe(false);
  expect(standsMove(refusing, refusing)).toBe(true);
});
