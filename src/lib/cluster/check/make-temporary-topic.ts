import { abortable } from '../../abortable.js';
import { AccessError, ExopsError } from '../../errors.js';
import type { TopicMetadata } from '../../kafka/requests/metadata.js';
import { parseClusterArn } from '../../msk/cluster-arn.js';
import { missingKafkaRight, rightInWords } from '../../msk/policy/missing-action.js';
import type { CheckDeps } from './check-deps.js';
import { checkSettings } from './check-settings.js';
import { RoundTripError } from './round-trip.js';
import { createTopic, mayBeMade } from './temporary-topic.js';

const lookMs = 100;

/**
 * Makes a topic with these replicas, and waits until each partition is led by the first of its own, or so long.
 * @param limit ends the wait for leaders
 * @param onMade called when the topic is there, or may be: the answer was lost
 * @throws AccessError, RoundTripError, and the limit's reason
 */
export async function makeTemporaryTopic(
  { client, clock, rights, update }: CheckDeps,
  name: string,
  replicas: readonly (readonly number[])[],
  { patienceMs, limit }: { readonly patienceMs: number; readonly limit: AbortSignal },
  onMade: () => void,
): Promise<TopicMetadata> {
  update(`making ${name}`);
  const configs = checkSettings(name, replicas.length);
  try {
    await createTopic(client, { name, partitions: -1, replicationFactor: -1, replicas, configs });
    onMade();
  } catch (error) {
    if (mayBeMade(error)) onMade();
    throw error instanceof RoundTripError ? refused(error, name, rights) : error;
  }
  return abortable(untilLed({ client, clock, signal: limit }, name, replicas, patienceMs), limit);
}

async function untilLed(
  { client, clock, signal }: Pick<CheckDeps, 'client' | 'clock' | 'signal'>,
  name: string,
  replicas: readonly (readonly number[])[],
  patienceMs: number,
): Promise<TopicMetadata> {
  const end = clock.now() + patienceMs;
  for (;;) {
    signal.throwIfAborted();
    const [topic] = (await client.metadata([name])).topics;
    const led = topic?.partitions.filter(({ id, leader }) => leader === replicas[id]?.[0]) ?? [];
    if (topic !== undefined && led.length === replicas.length) return topic;
    if (clock.now() > end) return shown(topic, name);
    await clock.sleep(lookMs, signal);
  }
}

function shown(topic: TopicMetadata | undefined, name: string): TopicMetadata {
  if (topic !== undefined && topic.error === undefined) return topic;
  throw new ExopsError(`${name} was made, and doesn't show: ${topic?.error?.name ?? 'no answer in time'}.`);
}

function refused(error: RoundTripError, name: string, { byIam, arn }: CheckDeps['rights']): ExopsError {
  if (!error.isAccess)
    return new ExopsError(`Can't make the temporary topic ${name}: ${error.message}.`, { cause: error });
  const cluster = arn === undefined ? undefined : parseClusterArn(arn);
  const right = missingKafkaRight({ api: error.api, error: error.error.name, resource: name }, cluster);
  const needed = right === undefined ? '' : ` It takes ${rightInWords(right, byIam)}.`;
  return new AccessError(`No right to make the temporary topic ${name} (${error.error.name}).${needed}`, {
    hint: 'Without that right, write to a topic that is there: exops cluster check --topic NAME',
  });
}
