import { describe, expect, test } from 'vitest';
import { reading } from './reading.js';
import { clusterOf, stored } from './topic-log.js';

const abc = stored({ at: 0n, values: ['a', 'b', 'c'] });

describe('the cluster changes', () => {
  test('a leader moves: the new one is asked', async () => {
    const { client, asked } = clusterOf({ 0: [{ code: 6 }, { records: abc }] }, [[-1], [2]]);
    expect((await reading(client)).seen).toHaveLength(3);
    expect(asked[0]?.map(({ broker }) => broker)).toEqual([1, 2]);
  });

  test('a broker is lost, and another leads', async () => {
    const { client, asked } = clusterOf({ 0: ['lost', { records: abc }] }, [[2]]);
    expect((await reading(client)).seen).toHaveLength(3);
    expect(asked[0]?.map(({ broker }) => broker)).toEqual([1, 2]);
  });

  test('nobody leads for half a minute', async () => {
    const { client } = clusterOf({ 0: [{ code: 6 }] }, Array(200).fill([-1]));
    const { error } = await reading(client);
    expect(error).toMatchObject({
      name: 'UnreachableLeaderError',
      message: 'Partition 0 of t has no leader that answers: NOT_LEADER_OR_FOLLOWER.',
      hint: 'See which brokers are there: exops topics describe t',
    });
  });

  test('the topic is deleted', async () => {
    const { client, state } = clusterOf({ 0: [{ code: 3 }] });
    state.isDeleted = true;
    expect((await reading(client)).error).toMatchObject({ message: 't was deleted while it was read.' });
  });

  test('a right is missing', async () => {
    const { error } = await reading(clusterOf({ 0: [{ code: 29 }] }).client);
    expect(error).toMatchObject({
      ...{
        exitCode: 4,
        message: 'No right to read t (TOPIC_AUTHORIZATION_FAILED). It takes READ on topic t.',
      },
    });
  });

  test('a throttled broker answers without the partition, and is asked again after a pause', async () => {
    const { client } = clusterOf({ 0: ['absent', { records: abc }] }, [[1]]);
    const { seen, pauses } = await reading(client);
    expect({ seen: seen.length, pauses }).toEqual({ seen: 3, pauses: [250] });
  });

  test('one that answers without it for ever is given up', async () => {
    const { client } = clusterOf({ 0: Array(999).fill('absent') }, Array(999).fill([1]));
    const { error, pauses } = await reading(client);
    expect(error).toMatchObject({ message: 'Partition 0 of t has no leader that answers.' });
    expect(pauses).toHaveLength(121);
  });

  test('partitions that moved together are looked for together', async () => {
    const { client } = clusterOf(
      Object.fromEntries([0, 1, 2].map((id) => [id, [{ code: 6 }, { records: abc }]])),
      [[2, 3, 2]],
    );
    const { seen, pauses } = await reading(client, { ends: [3n, 3n, 3n] });
    expect({ seen: seen.length, pauses }).toEqual({ seen: 9, pauses: [250] });
  });

  test('a new leader that has not got the end yet is waited for', async () => {
    const behind = { highWatermark: 1n, lastStableOffset: 1n };
    const { client } = clusterOf({ 0: [behind, behind, { records: abc }] }, [[1], [1]]);
    const { seen, problems, pauses } = await reading(client);
    expect({ seen: seen.length, problems, pauses }).toEqual({ seen: 3, problems: [], pauses: [250, 250] });
  });

  test('what it never gets is said', async () => {
    const behind = { highWatermark: 3n, lastStableOffset: 3n };
    const { client } = clusterOf(
      { 0: [{ ...behind, records: abc }, ...Array(999).fill(behind)] },
      Array(999).fill([1]),
    );
    const { seen, problems } = await reading(client, { ends: [9n] });
    expect({ seen: seen.length, problems }).toEqual({
      seen: 3,
      problems: ['Partition 0, from offset 3 on: its leader ends there, where more was before.'],
    });
  });

  test('the words of a lost connection reach whoever waited for it', async () => {
    const { client } = clusterOf({ 0: Array(999).fill('lost') }, Array(999).fill([1]));
    expect((await reading(client)).error).toMatchObject({
      message: 'Partition 0 of t has no leader that answers. Lost the connection.',
    });
  });
});
