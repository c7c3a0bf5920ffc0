import { expect, test } from 'vitest';
import { fitting } from '../../../../src/lib/messages/produce/fitting.js';
import type { Sending } from '../../../../src/lib/messages/produce/send-messages.js';

const topic = { name: 't', internal: false, error: undefined, partitions: [] };
const partitions = [{ id: 0, leader: 1, replicas: [], inSync: [] }];

async function fittingOf(keys: readonly (string | null)[], isCompacted: boolean | undefined, line = 1) {
  const all = keys.map((key, index): Sending => {
    const bytes = key === null ? null : Buffer.from(key);
    return {
      timestamp: 1n,
      key: bytes,
      value: null,
      headers: [],
      partition: undefined,
      line: line && index + 1,
    };
  });
  async function* input() {
    yield all;
  }
  const lines: number[] = [];
  try {
    for await (const some of fitting(input(), { ...topic, partitions }, { isCompacted }))
      lines.push(...some.map((one) => one.line));
  } catch (error) {
    return { lines, error };
  }
  return { lines, error: undefined };
}

test('a compacted topic takes nothing without a key: it is named by its line, and those before it are sent', async () => {
  expect(await fittingOf(['a', 'b', null, 'c'], true)).toMatchObject({
    lines: [1, 2],
    error: { message: 'Line 3 has no key, and t takes none without: its cleanup.policy is compact.' },
  });
  expect(await fittingOf([null], true, 0)).toMatchObject({
    error: { message: 'The message has no key, and t takes none without: its cleanup.policy is compact.' },
  });
});

test('another one does, and one that may not be looked at is left to brokers', async () => {
  for (const isCompacted of [false, undefined])
    expect(await fittingOf(['a', null], isCompacted)).toEqual({ lines: [1, 2], error: undefined });
});
