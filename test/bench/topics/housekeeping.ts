import { setTimeout as sleep } from 'node:timers/promises';
import { createTopics } from '../../../src/lib/kafka/requests/create-topics.js';
import { deleteTopics } from '../../../src/lib/kafka/requests/delete-topics.js';
import { describeConfigs } from '../../../src/lib/kafka/requests/describe-configs.js';
import type { KafkaSession } from '../../../src/lib/kafka/session.js';
import type { BenchBroker } from '../bench-broker.js';
import { inBatches } from '../contenders/in-batches.js';
import { brokerIsIdle } from '../idle.js';
import { CommandFailedError } from '../timed-commands.js';
import type { Declaration } from './declaration.js';

const timeoutMs = 30_000;
const shortestPauseMs = 10;
/** Of the time so far: asking seldom enough not to slow the broker down, often enough to be exact. */
const pauseShare = 0.04;
/** It takes the broker a quarter of a minute to create 2,000 topics, and much longer on a busy machine. */
const longestWaitMs = 180_000;

/** Deletes every topic of the bench and waits until nothing is left of them. */
export async function removeTopics({ broker, session }: BenchBroker): Promise<void> {
  // A command that was stopped may have created topics that don't show yet.
  await brokerIsIdle(broker, 0, async () => {
    const names = await benchTopics(session);
    if (names.length > 0) await session.send(deleteTopics, { names, timeoutMs });
    return names.length === 0;
  });
}

/** Creates the topics with bare requests; resolves when the broker has answered. */
export async function createBare({ session }: BenchBroker, declaration: Declaration): Promise<void> {
  const { partitions, settings: configs } = declaration;
  const requests = inBatches(declaration).map((names) =>
    session.send(createTopics, {
      topics: names.map((name) => ({ name, partitions, replicationFactor: 1, configs })),
      timeoutMs,
      validateOnly: false,
    }),
  );
  const errors = (await Promise.all(requests)).flatMap(({ results }) => results.map(({ error }) => error));
  if (errors.some((error) => error !== undefined)) throw new Error('A bare request was refused.');
}

/** Waits until the broker's metadata have all the topics. */
export function showsTopics({ session }: BenchBroker, { names }: Declaration): Promise<void> {
  return until('with all topics', async () => (await benchTopics(session)).length === names.length);
}

/** Waits until the broker reports the changed setting on all topics. */
export function showsChange({ session }: BenchBroker, { names, changed }: Declaration): Promise<void> {
  const { key, value } = changed;
  const resources = names.map((name) => ({ type: 'topic' as const, name }));
  return until(`with ${key}=${value} on all topics`, async () => {
    const described = await session.send(describeConfigs, { resources, keys: [key] });
    return described.every(({ entries }) => entries.some((entry) => entry.value === value));
  });
}

async function benchTopics(session: KafkaSession): Promise<string[]> {
  const { topics } = await session.metadata(null);
  return topics.map(({ name }) => name).filter((name) => name.startsWith('bench.'));
}

async function until(state: string, isSo: () => Promise<boolean>): Promise<void> {
  const began = Date.now();
  while (!(await isSo())) {
    const elapsed = Date.now() - began;
    if (elapsed > longestWaitMs) throw new CommandFailedError(`The broker is never ${state}.`);
    await sleep(Math.max(shortestPauseMs, elapsed * pauseShare));
  }
}
