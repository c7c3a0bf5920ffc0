import { describe, expect, test } from 'vitest';
import type { Message } from '../../../../src/lib/kafka/records/model.js';
import { readBatches } from '../../../../src/lib/kafka/records/read-batches.js';
import { batchLayout } from '../../../../src/lib/kafka/records/write-batch.js';
import { halvesOf } from '../../../../src/lib/messages/produce/halves.js';
import { Lane, sizeOf } from '../../../../src/lib/messages/produce/lane.js';
import type { LaneBatch } from '../../../../src/lib/messages/produce/lane-batch.js';

const message = (value: string): Message => ({
  ...{ timestamp: 1n, key: null, value: Buffer.from(value), headers: [] },
});

/** A lane with these batches, and what is taken of it once it is known to its leader. */
function laneWith(sequence: number, ...batches: readonly (readonly string[])[]) {
  const lane = new Lane(0, 1, { id: 9n, epoch: 0 }, sequence);
  const add = (value: string, most: number) => lane.add(message(value), sizeOf(message(value)), 1, most);
  const taken: LaneBatch[] = [];
  for (const values of batches) {
    for (const [index, value] of values.entries()) add(value, index === 0 ? 0 : Number.POSITIVE_INFINITY);
    const batch = lane.next();
    if (batch !== undefined) taken.push(batch);
    if (taken.length === 1 && batch !== undefined) lane.arrived(batch, 0n);
  }
  add('last', 0);
  for (let batch = lane.next(); batch !== undefined; batch = lane.next()) taken.push(batch);
  return { lane, taken };
}

const firstOf = ({ bytes, sequence }: LaneBatch) => [sequence.first, bytes.readInt32BE(batchLayout.sequence)];

describe('sequences begin at 0 again after 2^31 - 1', () => {
  test('between batches, and within one', () => {
    const { taken } = laneWith(2 ** 31 - 3, ['a', 'b'], ['c', 'd', 'e'], ['f']);
    expect(taken.map(firstOf)).toEqual([
      [2 ** 31 - 3, 2 ** 31 - 3],
      [2 ** 31 - 1, 2 ** 31 - 1],
      [2, 2],
    ]);
  });

  test('in the halves of a batch', () => {
    const { taken } = laneWith(2 ** 31 - 2, ['a', 'b', 'c', 'd']);
    const halves = taken.slice(0, 1).flatMap(halvesOf);
    expect(halves.map(firstOf)).toEqual([
      [2 ** 31 - 2, 2 ** 31 - 2],
      [0, 0],
    ]);
    const values = halves.map(({ bytes }) =>
      readBatches(bytes)[0]?.messages.map(({ value }) => String(value)),
    );
    expect(values).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });
});

test('halves of a batch that may have been written may have been written, too', () => {
  const { lane } = laneWith(0, ['a'], ['b', 'c'], ['d']);
  for (const batch of lane.flying) {
    batch.isUncertain = true;
    batch.isTooLarge = true;
    lane.failed(batch);
  }
  const before = lane.uncertain;
  lane.goAgain();
  expect([before, lane.uncertain]).toEqual([3, 3]);
});

test('what arrives late, with an offset that it had before, moves no end back', () => {
  const { lane, taken } = laneWith(0, ['a'], ['b', 'c'], ['d']);
  const [, second, third] = taken;
  if (second === undefined || third === undefined) throw new Error('There are three.');
  lane.arrived(third, 13n);
  lane.arrived(second, 11n);
  expect(lane.acknowledged).toEqual({ partition: 0, messages: 4, firstOffset: 0n, lastOffset: 13n });
});
