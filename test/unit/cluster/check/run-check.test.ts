import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { checkName } from '../../../../src/lib/cluster/check/check-name.js';
import { longestCheckMs } from '../../../../src/lib/cluster/check/judge-leftover.js';
import { type CheckRequest, runCheck } from '../../../../src/lib/cluster/check/run-check.js';
import { exitCodes } from '../../../../src/lib/errors.js';
import { LostConnectionError } from '../../../../src/lib/kafka/errors.js';
import { itemError } from '../../../../src/lib/kafka/item-error.js';
import { createTopics } from '../../../../src/lib/kafka/requests/create-topics.js';
import { deleteGroups } from '../../../../src/lib/kafka/requests/delete-groups.js';
import { deleteTopics } from '../../../../src/lib/kafka/requests/delete-topics.js';
import { fetchRecords } from '../../../../src/lib/kafka/requests/fetch.js';
import { findCoordinator } from '../../../../src/lib/kafka/requests/find-coordinator.js';
import { joinGroup } from '../../../../src/lib/kafka/requests/join-group.js';
import { listOffsets } from '../../../../src/lib/kafka/requests/list-offsets.js';
import { type MetadataResponse, metadata } from '../../../../src/lib/kafka/requests/metadata.js';
import { produce } from '../../../../src/lib/kafka/requests/produce.js';
import { ScriptedClient } from '../../topics/io/scripted-client.js';

afterEach(() => vi.restoreAllMocks());

const check = checkName(Date.parse('2026-11-21T23:45:00Z'), Buffer.from('0123456789ab', 'hex'));
const clock = {
  now: Date.now,
  sleep: async (ms: number, signal?: AbortSignal) => {
    await delay(Math.min(ms, 5), undefined, { signal }).catch(() => signal?.throwIfAborted());
  },
};

const cluster = (name: string, leader: number, error = 0): MetadataResponse => ({
  ...{ brokers: [{ id: 1, host: 'b', port: 9092, rack: null }], clusterId: 'c', controllerId: 1 },
  topics: [
    {
      ...{ name, error: itemError(error), internal: false },
      partitions: [{ id: 0, leader, replicas: [1], inSync: [1] }],
    },
  ],
});

/** The ten minutes end when this is called. */
function tenMinutes(): () => void {
  const control = new AbortController();
  const real = AbortSignal.timeout.bind(AbortSignal);
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) =>
    ms === longestCheckMs ? control.signal : real(ms),
  );
  return () => control.abort(new DOMException('late', 'TimeoutError'));
}

function running(client: ScriptedClient, request: Partial<CheckRequest> = {}) {
  return runCheck(
    {
      ...{ client, connect: () => client, clock, signal: new AbortController().signal },
      ...{ rights: { byIam: false, arn: undefined }, update: () => {} },
    },
    { check, topic: undefined, records: 1, size: 10, tripMs: 100_000_000, isOdd: false, ...request },
    { metadata: cluster(check, 1), leftovers: [] },
  );
}

const created = { throttleMs: 0, results: [{ name: check, error: undefined }] };
const refused = (code: number) => ({ throttleMs: 0, results: [{ name: check, error: itemError(code) }] });
const [given] = cluster('given', 1).topics;
const end = (offset: bigint) => [{ name: 'given', partition: 0, offset, error: undefined }];

test('ten minutes end the wait for leaders, whatever --timeout says, and the topic is taken away', async () => {
  const late = tenMinutes();
  const client = new ScriptedClient().once(createTopics, created).once(deleteTopics, created);
  client.always(metadata, () => cluster(check, -1, client.of(deleteTopics).length === 0 ? 0 : 3));
  const result = running(client);
  await vi.waitFor(() => expect(client.of(metadata).length).toBeGreaterThan(2));
  late();
  await expect(result).rejects.toMatchObject({
    ...{ name: 'ExopsError', message: 'The check took ten minutes, and was ended.' },
    exitCode: exitCodes.failed,
  });
});

test('a topic that is left behind gives the exit code of what is done in part', async () => {
  const client = new ScriptedClient()
    .once(createTopics, refused(7))
    .once(deleteTopics, refused(29))
    .always(metadata, cluster(check, 1));
  await expect(running(client)).rejects.toMatchObject({
    exitCode: exitCodes.partial,
    message: `Can't make the temporary topic ${check}: CreateTopics: REQUEST_TIMED_OUT. ${check} is still there: TOPIC_AUTHORIZATION_FAILED. The next check that begins an hour from now takes it away.`,
  });
});

test('ten minutes end the look at where a topic ends, before anything is written', async () => {
  const late = tenMinutes();
  const client = new ScriptedClient().always(listOffsets, () => new Promise<never>(() => {}));
  const result = running(client, { topic: given });
  await vi.waitFor(() => expect(client.of(listOffsets)).toHaveLength(1));
  late();
  await expect(result).rejects.toThrow('The check took ten minutes, and was ended.');
});

/** A partition that keeps what was written last; nobody may join a group. */
function onePartition(): ScriptedClient {
  let log = Buffer.alloc(0);
  return new ScriptedClient()
    .always(metadata, cluster('given', 1))
    .always(findCoordinator, { broker: -1, error: itemError(30) })
    .always(produce, ({ topics }) => {
      log = Buffer.from(topics[0]?.partitions[0]?.batch ?? []);
      return [{ name: 'given', partition: 0, error: undefined, baseOffset: 0n }];
    })
    .always(fetchRecords, () => [
      {
        ...{ name: 'given', partition: 0, error: undefined, highWatermark: 1n, lastStableOffset: 1n },
        ...{ abortedTransactions: [], records: log },
      },
    ]);
}

test('ten minutes end the look at where it ends afterwards: the groups did not read, and nothing is lost', async () => {
  const late = tenMinutes();
  const client = onePartition().once(listOffsets, end(0n), () => new Promise<never>(() => {}));
  const result = running(client, { topic: given });
  await vi.waitFor(() => expect(client.of(listOffsets)).toHaveLength(2));
  late();
  expect(await result).toMatchObject({
    brokers: [{ id: 1, state: 'ok' }],
    sameGroup: { state: 'failed', why: 'no answer in time' },
    cleanUp: { state: 'ok', why: undefined },
  });
});

test('a group whose coordinator was lost is looked for anew, and said to be there when it is', async () => {
  const client = onePartition()
    .always(findCoordinator, { broker: 1, error: undefined })
    .always(joinGroup, new LostConnectionError('The connection broke.', true, undefined))
    .always(listOffsets, end(0n))
    .always(deleteGroups, ({ groups: [group = ''] }) => [{ group, error: itemError(68) }]);
  const late = tenMinutes();
  const result = running(client, { topic: given });
  await vi.waitFor(() => expect(client.of(joinGroup).length).toBeGreaterThan(3));
  late();
  const { cleanUp } = await result;
  expect(cleanUp.left).toEqual([`${check}-split`, `${check}-copy`]);
  expect(cleanUp.why).toContain(`${check}-split is still there: NON_EMPTY_GROUP`);
});
