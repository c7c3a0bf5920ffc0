import type { KafkaClient } from '../../kafka/client.js';
import { describeLogDirs } from '../../kafka/requests/describe-log-dirs.js';
import type { OngoingReassignment } from '../../kafka/requests/list-partition-reassignments.js';
import type { CopyLook } from './copy-progress.js';

type Copies = Pick<CopyLook, 'bytesLeft' | 'down'>;

/** What moves that run have still to copy. It only informs: what can't be read stays unknown and stops nothing. */
export async function lookAtCopies(
  client: KafkaClient,
  running: readonly OngoingReassignment[],
): Promise<Copies> {
  try {
    const { brokers } = await client.metadata([]);
    const live = new Set(brokers.map(({ id }) => id));
    const awaited = new Set(
      running.flatMap(({ replicas, removing }) => replicas.filter((id) => !removing.includes(id))),
    );
    const down = [...awaited].filter((id) => !live.has(id));
    return { down, bytesLeft: down.length > 0 ? undefined : await bytesLeft(client, running, live) };
  } catch {
    return { down: [], bytesLeft: undefined };
  }
}

async function bytesLeft(
  client: KafkaClient,
  running: readonly OngoingReassignment[],
  live: ReadonlySet<number>,
): Promise<bigint | undefined> {
  const holders = [...new Set(running.flatMap(({ replicas }) => replicas))].filter((id) => live.has(id));
  const sizes = new Map<string, bigint>();
  const answers = holders.map(async (broker) => {
    const { errors, replicas } = await client.send(describeLogDirs, { topics: byTopic(running) }, { broker });
    if (errors.length > 0) throw new Error('a broker tells no sizes');
    for (const { name, partition, bytes } of replicas) sizes.set(`${broker} ${partition} ${name}`, bytes);
  });
  await Promise.all(answers);
  let left = 0n;
  for (const { name, partition, replicas, adding } of running) {
    const on = (broker: number) => sizes.get(`${broker} ${partition} ${name}`) ?? 0n;
    let whole = 0n;
    for (const id of replicas) if (on(id) > whole) whole = on(id);
    for (const id of adding) left += whole - on(id);
  }
  return left;
}

function byTopic(running: readonly OngoingReassignment[]) {
  const topics = new Map<string, number[]>();
  for (const { name, partition } of running) topics.set(name, [...(topics.get(name) ?? []), partition]);
  return [...topics].map(([name, partitions]) => ({ name, partitions }));
}
