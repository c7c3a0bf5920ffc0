import { describe, expect, test } from 'vitest';
import { LostConnectionError } from '../../../../src/lib/kafka/errors.js';
import { deleteTopics } from '../../../../src/lib/kafka/requests/delete-topics.js';
import { metadata } from '../../../../src/lib/kafka/requests/metadata.js';
import { metadataOf, refused, results } from './answers.js';
import { settling } from './settling.js';

const part = 'deletion';
const done = [{ part }];

describe('not the controller', () => {
  const notController = { part, error: refused('notController'), isUncertain: false };

  test('only what was refused is sent again, to the controller', async () => {
    const { client, clock, settled, sent } = settling();
    client.once(deleteTopics, results({ a: 'ok', b: 'notController' }), results({ b: 'ok' }));
    client.once(metadata, metadataOf([], { controllerId: 3 }));
    expect(await settled(['a', 'b'])).toEqual({ a: done, b: done });
    expect(sent()).toEqual([['a', 'b'], ['b']]);
    expect(client.brokers(deleteTopics)).toEqual([undefined, 3]);
    expect(clock.pauses).toEqual([100]);
  });

  test('while there is no controller, any broker is asked', async () => {
    const { client, settled } = settling();
    const moved = results({ a: 'notController' });
    client.once(deleteTopics, moved, moved, results({ a: 'ok' }));
    client.once(metadata, metadataOf([], { controllerId: 3 }), metadataOf([], { controllerId: -1 }));
    expect(await settled(['a'])).toEqual({ a: done });
    expect(client.brokers(deleteTopics)).toEqual([undefined, 3, undefined]);
  });

  test('the pauses grow, and after the fifth attempt the error of the broker stands', async () => {
    const { client, clock, settled, sent } = settling();
    client.always(deleteTopics, results({ a: 'notController' })).always(metadata, metadataOf([]));
    expect(await settled(['a'])).toEqual({ a: [notController] });
    expect(sent()).toHaveLength(5);
    expect(clock.pauses).toEqual([100, 200, 400, 800]);
  });

  test('the error of the item stands where the controller cannot be found', async () => {
    const { client, settled, sent } = settling();
    client.once(deleteTopics, results({ a: 'notController', b: 'ok' }));
    client.once(metadata, new LostConnectionError('lost', true, null));
    expect(await settled(['a', 'b'])).toEqual({ a: [notController], b: done });
    expect(sent()).toHaveLength(1);
  });

  test('an abort during the pause ends it with the error of the item', async () => {
    const { client, clock, settled } = settling();
    const aborter = new AbortController();
    client.once(deleteTopics, results({ a: 'notController' }));
    clock.during = () => aborter.abort();
    expect(await settled(['a'], { signal: aborter.signal })).toEqual({ a: [notController] });
  });

  test('an abort while the controller is looked for ends it alike', async () => {
    const { client, settled } = settling();
    const aborter = new AbortController();
    client.once(deleteTopics, results({ a: 'notController' }));
    client.once(metadata, () => {
      aborter.abort();
      return metadataOf([]);
    });
    expect(await settled(['a'], { signal: aborter.signal })).toEqual({ a: [notController] });
  });
});

describe('a quota', () => {
  test.each([
    ['as long as the broker asks for', 1_234, 1_234],
    ['a second when it asks for nothing', 0, 1_000],
    ['no longer than half a minute', 500_000, 30_000],
  ])('is waited for %s', async (_, throttleMs, pause) => {
    const { client, clock, settled } = settling();
    client.once(deleteTopics, results({ a: 'throttlingQuotaExceeded' }, throttleMs), results({ a: 'ok' }));
    expect(await settled(['a'])).toEqual({ a: done });
    expect(clock.pauses).toEqual([pause]);
    expect(client.of(metadata)).toEqual([]);
  });
});

describe('a request that is too large', () => {
  const violation = { part, error: refused('policyViolation'), isUncertain: false };

  test('is sent in halves', async () => {
    const { client, settled, sent } = settling();
    client.always(deleteTopics, ({ names }) =>
      results(Object.fromEntries(names.map((name) => [name, names.length > 2 ? 'policyViolation' : 'ok']))),
    );
    expect(await settled(['a', 'b', 'c', 'd', 'e'])).toEqual({ a: done, b: done, c: done, d: done, e: done });
    expect(sent()).toEqual([['a', 'b', 'c', 'd', 'e'], ['a', 'b', 'c'], ['d', 'e'], ['a', 'b'], ['c']]);
  });

  test('is none when some item went well: then the policy means the others', async () => {
    const { client, settled } = settling();
    client.once(deleteTopics, results({ a: 'policyViolation', b: 'ok' }));
    expect(await settled(['a', 'b'])).toEqual({ a: [violation], b: done });
  });

  test('ends with what violates the policy by itself', async () => {
    const { client, settled } = settling();
    client.always(deleteTopics, ({ names }) =>
      results(Object.fromEntries(names.map((name) => [name, 'policyViolation'] as const))),
    );
    expect(await settled(['a', 'b'])).toEqual({ a: [violation], b: [violation] });
  });
});
