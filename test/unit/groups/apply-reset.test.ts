import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/lib/change/outcome.js';
import { resetCapability } from '../../../src/lib/groups/reset/reset-capability.js';
import { LostConnectionError, WrongClusterError } from '../../../src/lib/kafka/errors.js';
import { describeGroups } from '../../../src/lib/kafka/requests/describe-groups.js';
import { findCoordinator } from '../../../src/lib/kafka/requests/find-coordinator.js';
import { listGroups } from '../../../src/lib/kafka/requests/list-groups.js';
import { listOffsets, offsetOf } from '../../../src/lib/kafka/requests/list-offsets.js';
import { metadata } from '../../../src/lib/kafka/requests/metadata.js';
import { type CommittedPartition, offsetCommit } from '../../../src/lib/kafka/requests/offset-commit.js';
import { offsetFetch } from '../../../src/lib/kafka/requests/offset-fetch.js';
import { brokers } from '../topics/builders.js';
import { refused } from '../topics/io/answers.js';
import { ScriptedClient } from '../topics/io/scripted-client.js';

const topics = ['a', 'b'];
const fetched = (...offsets: readonly bigint[]) => [
  {
    ...{ group: 'g', error: undefined },
    offsets: topics.map((name, index) => ({ name, partition: 0, offset: offsets[index] ?? 0n })),
  },
];
const taken = (...errors: readonly (CommittedPartition['error'] | undefined)[]): CommittedPartition[] =>
  topics.map((name, index) => ({ name, partition: 0, error: errors[index] }));

/** A stopped group with 5 committed in each of two topics, to be set to the end at 9. */
function stopped(
  keep: (group: string, text: string) => Promise<string> = async () => 'FILE',
  clusterId?: string,
) {
  const client = new ScriptedClient();
  client.speaks = 8;
  client.always(metadata, {
    ...{ brokers: brokers(1), clusterId: 'c', controllerId: 1 },
    topics: topics.map((name) => ({
      ...{ name, error: undefined, internal: false },
      partitions: [{ id: 0, leader: 1, replicas: [1], inSync: [1] }],
    })),
  });
  client.always(listGroups, {
    error: undefined,
    groups: [{ id: 'g', protocolType: 'consumer', state: 'Empty', type: 'Classic' }],
  });
  client.always(describeGroups, [
    { group: 'g', error: undefined, state: 'Empty', protocolType: 'consumer', protocol: '', members: [] },
  ]);
  let end = 8n;
  client.always(listOffsets, ({ timestamp }) => {
    if (timestamp === offsetOf.latest) end += 1n;
    const offset = timestamp === offsetOf.latest ? end : 0n;
    return topics.map((name) => ({ name, partition: 0, offset, error: undefined }));
  });
  client.once(offsetFetch, fetched(5n, 5n));
  const pauses: number[] = [];
  const outcomes: Outcome[] = [];
  const told: string[] = [];
  const work = {
    ...{ update: () => {}, signal: new AbortController().signal },
    report: (outcome: Outcome) => void outcomes.push(outcome),
    tell: ({ text }: { readonly text: string }) => void told.push(text),
  };
  const reset = resetCapability(
    {
      client,
      clusterId,
      keep,
      undo: (group, file) => `undo ${group} ${file}`,
      clock: { sleep: async (ms) => void pauses.push(ms) },
    },
    { group: 'g', topics: [], to: { kind: 'latest' } },
  );
  return { client, reset, work, outcomes, told, pauses };
}

async function applied(prepare: (client: ScriptedClient) => void, keep?: Parameters<typeof stopped>[0]) {
  const { client, reset, work, outcomes, told } = stopped(keep);
  const plan = reset.plan(await reset.observe(work));
  prepare(client);
  await reset.apply(plan, work);
  const inShort = (all: readonly Outcome[]) =>
    all.map(({ name, status, reason }) =>
      [name, status, reason].filter((part) => part !== undefined).join(' '),
    );
  return {
    client,
    told,
    said: inShort(outcomes),
    verify: async () => inShort(await reset.verify(plan, outcomes, work)),
  };
}

describe('what is sent', () => {
  test('is one request for all topics, after the offsets as they were are kept', async () => {
    const order: string[] = [];
    const { client, told, said, verify } = await applied(
      (one) =>
        one.once(offsetFetch, fetched(5n, 5n), fetched(9n, 9n)).once(offsetCommit, () => {
          order.push('commit');
          return taken();
        }),
      async (group, text) => {
        order.push(`keep ${group} ${text}`);
        return 'FILE';
      },
    );
    expect(order).toEqual(['keep g a 0 5\nb 0 5\n', 'commit']);
    expect(client.requests(offsetCommit)[0]?.offsets.map(({ offset }) => offset)).toEqual([9n, 9n]);
    expect([told, said]).toEqual([['offsets as they were: FILE\nundo: undo g FILE'], ['a done', 'b done']]);
    expect(await verify()).toEqual(['a done', 'b done']);
  });

  test('is nothing when somebody committed since', async () => {
    const { client, told, said } = await applied((one) => one.once(offsetFetch, fetched(5n, 6n)));
    expect(said).toEqual([
      'a failed somebody committed other offsets since the plan was made',
      'b failed somebody committed other offsets since the plan was made',
    ]);
    expect([told, client.of(offsetCommit)]).toEqual([[], []]);
  });

  test('is nothing when the offsets as they were can not be kept', async () => {
    const { client, said } = await applied(
      (one) => one.once(offsetFetch, fetched(5n, 5n)),
      async () => {
        throw new Error('disk full');
      },
    );
    expect([said, client.of(offsetCommit)]).toEqual([['a failed disk full', 'b failed disk full'], []]);
  });
});

describe('an answer', () => {
  test('that is lost may mean that it was done: what is there decides', async () => {
    const { said, verify } = await applied((one) =>
      one
        .once(offsetFetch, fetched(5n, 5n), fetched(9n, 5n))
        .once(offsetCommit, new LostConnectionError('cut off', true, null)),
    );
    expect(said).toEqual(['a unknown cut off', 'b unknown cut off']);
    expect(await verify()).toEqual(['a done', 'b unknown cut off (partition 0 has 5 committed now)']);
  });

  test.each([
    ['coordinatorLoadInProgress', 'COORDINATOR_LOAD_IN_PROGRESS'],
    ['notCoordinator', 'NOT_COORDINATOR'],
  ] as const)('of a coordinator that has none yet (%s) leaves all as it was', async (code, name) => {
    const { said } = await applied((one) =>
      one.once(offsetFetch, fetched(5n, 5n)).once(offsetCommit, taken(refused(code), refused(code))),
    );
    expect(said).toEqual(
      ['a', 'b'].map((topic) => `${topic} failed its coordinator loads or moves, try again (${name})`),
    );
  });

  test('to what was never sent is a failure', async () => {
    const { said } = await applied((one) =>
      one
        .once(offsetFetch, fetched(5n, 5n))
        .once(offsetCommit, new LostConnectionError('never left', false, null)),
    );
    expect(said).toEqual(['a failed never left', 'b failed never left']);
  });

  test('that takes one topic and not the other is told of each', async () => {
    const { said } = await applied((one) =>
      one
        .once(offsetFetch, fetched(5n, 5n))
        .once(offsetCommit, taken(undefined, refused('topicAuthorizationFailed'))),
    );
    expect(said[0]).toBe('a done');
    expect(said[1]).toMatch(/^b failed .*TOPIC_AUTHORIZATION_FAILED/);
  });
});

test('more records while a person thinks change no plan', async () => {
  const { client, reset, work } = stopped();
  client.once(offsetFetch, fetched(5n, 5n));
  const [first, second] = [reset.plan(await reset.observe(work)), reset.plan(await reset.observe(work))];
  expect(second).toEqual(first);
});

test('what is committed is read, set and verified at the coordinator that the group has by then', async () => {
  const moved = [{ group: 'g', error: refused('notCoordinator'), offsets: [] }];
  const { client, said, verify } = await applied((one) =>
    one
      .once(offsetFetch, moved, fetched(5n, 5n), moved, fetched(9n, 9n))
      .once(findCoordinator, { broker: 2, error: undefined }, { broker: 2, error: undefined })
      .once(offsetCommit, taken()),
  );
  expect([said, await verify()]).toEqual([
    ['a done', 'b done'],
    ['a done', 'b done'],
  ]);
  expect(client.brokers(offsetCommit)).toEqual([2]);
  expect(client.brokers(offsetFetch)).toEqual([1, 1, 2, 1, 2]);
});

test('another cluster is left alone', async () => {
  const { reset, work } = stopped(undefined, 'other');
  await expect(reset.observe(work)).rejects.toThrow(WrongClusterError);
});
