import { describe, expect, test } from 'vitest';
import { Lane } from '../../../../src/lib/messages/produce/lane.js';
import { sendMessages } from '../../../../src/lib/messages/produce/send-messages.js';
import { StickyLane } from '../../../../src/lib/messages/produce/sticky-lane.js';
import { brokerWith, large, sending, signal } from './scripted-broker.js';

const lanesLedBy = (...leaders: readonly number[]) =>
  leaders.map((leader, id) => new Lane(id, leader, { id: 9n, epoch: 0 }));

/** Where it stays, one after the other. */
function stays(lanes: readonly Lane[], count: number): readonly (number | undefined)[] {
  const sticky = new StickyLane(lanes, () => 0);
  return Array.from({ length: count }, () => {
    const { lane } = sticky;
    if (lane !== undefined) sticky.leave(lane);
    return lane?.id;
  });
}

describe('messages without a key', () => {
  test('go to the partitions in turn, from any of them on', () => {
    const firsts = new Set<number | undefined>();
    for (let run = 0; run < 200; run++) {
      const [first = -1, ...next] = stays(lanesLedBy(1, 2, 1, 2), 9);
      expect(next).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((step) => (first + step) % 4));
      firsts.add(first);
    }
    expect(firsts).toEqual(new Set([0, 1, 2, 3]));
  });

  test('pass over those without a leader, and those where batches fail while others are well', () => {
    const lanes = lanesLedBy(1, -1, 1, 1);
    const inTurn = (count: number) => [...new Set(stays(lanes, count))].sort();
    expect(inTurn(6)).toEqual([0, 2, 3]);
    lanes[2]?.waitFor(undefined);
    expect(inTurn(6)).toEqual([0, 3]);
    for (const lane of lanes) lane.waitFor(undefined);
    expect(inTurn(6)).toEqual([0, 2, 3]);
    expect(inTurn(1)).toHaveLength(1);
    expect([stays([], 1), stays(lanesLedBy(-1), 2)]).toEqual([[undefined], [0, 0]]);
  });

  test('leave no partition empty where there are batches for all', async () => {
    const { producer, log } = brokerWith([], Array(12).fill(1));
    async function* input() {
      yield [...large, ...large].map((value) => sending(value));
    }
    await sendMessages(producer, input(), signal);
    expect(Object.values(log).map(({ length }) => length)).toEqual(Array(12).fill(2));
  });
});
