import type { KafkaClient } from '../../../../src/lib/kafka/client.js';
import { LostConnectionError } from '../../../../src/lib/kafka/errors.js';
import { itemError } from '../../../../src/lib/kafka/item-error.js';
import { readBatches } from '../../../../src/lib/kafka/records/read-batches.js';
import { batchLayout } from '../../../../src/lib/kafka/records/write-batch.js';
import type { ProduceRequest } from '../../../../src/lib/kafka/requests/produce.js';
import { Producer } from '../../../../src/lib/messages/produce/producer.js';
import type { Sending } from '../../../../src/lib/messages/produce/send-messages.js';

interface BrokerFacts {
  /** That it takes, in bytes of a batch. */
  readonly largest?: number;
  /** What the producer is told of that. */
  readonly limit?: number;
  /** A value for which a batch is refused. */
  readonly refused?: string;
}

/** What becomes of a request: written and answered, written and the answer lost, lost before, refused, never answered. */
export type Fate = 'ok' | 'answer lost' | 'never sent' | 'silence' | number;

/** What a leader remembers of a batch: where its sequences begin and end, and its first offset. */
type Remembered = readonly [first: number, count: number, offset: bigint];

/**
 * A leader that takes each sequence once and in order, and of one it doesn't know any; one of the last five batches again is
 * well, and has the offset that it had, as with Kafka since 1.1.
 */
export function brokerWith(
  fates: readonly Fate[],
  leaders: readonly number[] = [1],
  { largest = Number.POSITIVE_INFINITY, limit, refused }: BrokerFacts = {},
) {
  const left = [...fates];
  const log: Record<number, string[]> = {};
  const memories: Record<number, readonly Remembered[]> = {};
  const asked: number[] = [];
  const found = { lookups: 0, isGone: false };
  const append = (id: number, batch: Buffer) => {
    const first = batch.readInt32BE(batchLayout.sequence);
    const refusal = (code: number) => ({ error: itemError(code), baseOffset: -1n });
    if (batch.length > largest) return refusal(10); // MESSAGE_TOO_LARGE
    const values = readBatches(batch)
      .flatMap((one) => one.messages)
      .map(({ value }) => String(value));
    const index = refused === undefined ? -1 : values.indexOf(refused);
    if (index >= 0) return { ...refusal(87), refusedMessage: { index, why: 'it has no key' } };
    const memory = memories[id] ?? [];
    const known = memory.find(([of, count]) => of === first && count === values.length);
    if (known !== undefined) return { error: undefined, baseOffset: known[2] };
    const [lastFirst, lastCount] = memory.at(-1) ?? [first, 0];
    if (first !== lastFirst + lastCount) return refusal(45); // OUT_OF_ORDER_SEQUENCE_NUMBER
    const offset = BigInt(log[id]?.length ?? 0);
    memories[id] = [...memory, [first, values.length, offset] as const].slice(-5);
    log[id] = [...(log[id] ?? []), ...values];
    return { error: undefined, baseOffset: offset };
  };
  const answer = async ({ topics }: ProduceRequest, broker: number | undefined) => {
    asked.push(broker ?? -1);
    const fate = left.shift() ?? 'ok';
    if (fate === 'silence') return new Promise<never>(() => {});
    if (fate === 'never sent') throw new LostConnectionError('Lost.', false, undefined);
    const answers = (topics[0]?.partitions ?? []).map(({ id, batch }) => ({
      ...{ name: 't', partition: id, baseOffset: -1n },
      ...(typeof fate === 'number' ? { error: itemError(fate) } : append(id, batch)),
    }));
    if (fate === 'answer lost') throw new LostConnectionError('Lost.', true, undefined);
    return answers;
  };
  const partitions = leaders.map((leader, id) => ({ id, leader, replicas: [], inSync: [] }));
  const topic = { name: 't', internal: false, partitions, error: undefined };
  const client: KafkaClient = {
    send: async <Request, Response>(
      _: unknown,
      request: Request,
      options?: { readonly broker?: number | undefined },
    ): Promise<Response> => (await answer(request as ProduceRequest, options?.broker)) as Response,
    metadata: async () => {
      found.lookups += 1;
      const gone = { ...topic, partitions: [], error: itemError(3) };
      const topics = [found.isGone ? gone : topic];
      return { brokers: [], clusterId: 'c', controllerId: 1, topics };
    },
    version: async () => 7,
  };
  let now = 0;
  const sleep = async (ms: number) => {
    now += ms;
    await new Promise((resolve) => setImmediate(resolve));
  };
  const deps = { client, clock: { now: () => now, sleep }, rights: { byIam: false, arn: undefined } };
  return { producer: new Producer(deps, topic, { id: 9n, epoch: 0 }, limit), log, asked, found, sleep };
}

export const sending = (value: string, partition?: number, line = 1): Sending => ({
  ...{ timestamp: 1n, key: null, value: Buffer.from(value), headers: [], partition, line },
});

export async function* each(values: readonly string[]): AsyncGenerator<readonly Sending[]> {
  for (const value of values) {
    yield [sending(value, 0)];
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export const signal = new AbortController().signal;
/** Each fills a batch. */
export const large = Array.from({ length: 12 }, (_, index) => `${index} ${'x'.repeat(200_000)}`);
