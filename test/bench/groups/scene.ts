import { setTimeout as sleep } from 'node:timers/promises';
import { writeBatch } from '../../../src/lib/kafka/records/write-batch.js';
import { createTopics } from '../../../src/lib/kafka/requests/create-topics.js';
import { deleteGroups } from '../../../src/lib/kafka/requests/delete-groups.js';
import { findCoordinator } from '../../../src/lib/kafka/requests/find-coordinator.js';
import { offsetCommit } from '../../../src/lib/kafka/requests/offset-commit.js';
import { produce } from '../../../src/lib/kafka/requests/produce.js';
import type { BenchBroker } from '../bench-broker.js';

/** What the groups of the bench read, and how far they are behind. */
export interface GroupsScene {
  readonly groups: readonly string[];
  readonly topics: readonly string[];
  readonly partitions: number;
  /** How many records every group has left in every partition. */
  readonly lag: number;
}

const partitions = 3;
const records = 10;
const lag = 7;

/** Topics with records; made once for all numbers of groups. */
export async function makeTopics({ session }: BenchBroker, count: number): Promise<readonly string[]> {
  const names = Array.from({ length: count }, (_, index) => `bench.topic-${two(index)}`);
  const answer = await session.send(createTopics, {
    topics: names.map((name) => ({ name, partitions, replicationFactor: 1, configs: {} })),
    timeoutMs: 30_000,
    validateOnly: false,
  });
  if (answer.results.some(({ error }) => error !== undefined)) throw new Error('A topic was refused.');
  const batch = writeBatch(Array.from({ length: records }, () => message));
  let left = names.flatMap((name) => allPartitions.map((id) => ({ name, id })));
  await until(async () => {
    const written = await session.send(produce, {
      acks: 'all',
      timeoutMs: 30_000,
      topics: names.map((name) => ({
        name,
        partitions: left.filter((one) => one.name === name).map(({ id }) => ({ id, batch })),
      })),
    });
    left = written
      .filter(({ error }) => error !== undefined)
      .map(({ name, partition }) => ({ name, id: partition }));
    return left.length === 0;
  });
  return names;
}

/** Groups without members, each with an offset in every partition of every topic. */
export async function makeGroups(
  { session }: BenchBroker,
  topics: readonly string[],
  count: number,
): Promise<GroupsScene> {
  const groups = Array.from({ length: count }, (_, index) => `bench.group-${String(index).padStart(3, '0')}`);
  const offsets = topics.flatMap((name) =>
    allPartitions.map((partition) => ({ name, partition, offset: BigInt(records - lag) })),
  );
  // The first question for a coordinator makes the topic that keeps offsets.
  await session.send(findCoordinator, { group: 'bench' });
  for (const group of groups) {
    await until(async () => {
      const answers = await session.send(offsetCommit, { group, offsets });
      return answers.every(({ error }) => error === undefined);
    });
  }
  return { groups, topics, partitions, lag };
}

export async function removeGroups({ session }: BenchBroker, { groups }: GroupsScene): Promise<void> {
  await session.send(deleteGroups, { groups });
}

const allPartitions = Array.from({ length: partitions }, (_, id) => id);
const message = { timestamp: 1_000n, key: null, value: Buffer.from('bench'), headers: [] };
const two = (index: number) => String(index).padStart(2, '0');

/** A broker that has just made a topic, or the groups' own one, refuses for a moment. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let left = 100; !(await isSo()); left--) {
    if (left === 0) throw new Error('The broker is never ready.');
    await sleep(100);
  }
}
