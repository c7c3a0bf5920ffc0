import type { KafkaClient, SendOptions } from '../../../../src/lib/kafka/client.js';
import { LostConnectionError } from '../../../../src/lib/kafka/errors.js';
import { itemError } from '../../../../src/lib/kafka/item-error.js';
import { crc32c } from '../../../../src/lib/kafka/records/crc32c.js';
import { batchLayout, writeBatch } from '../../../../src/lib/kafka/records/write-batch.js';
import type { FetchedPartition, FetchRequest } from '../../../../src/lib/kafka/requests/fetch.js';
import type { MetadataResponse } from '../../../../src/lib/kafka/requests/metadata.js';

export interface BatchFacts {
  readonly at: bigint;
  readonly values: readonly string[];
  /** Offsets that it covers, where compaction took some. */
  readonly covers?: number;
  readonly producer?: bigint;
  readonly control?: 'abort' | 'commit';
  readonly codec?: number;
}

/** A batch as a log has it. */
export function stored({
  at,
  values,
  covers = values.length,
  producer,
  control,
  codec = 0,
}: BatchFacts): Buffer {
  const mark = Buffer.from([0, 0, 0, control === 'commit' ? 1 : 0]);
  const key = control === undefined ? null : mark;
  const messages = values.map((value) => ({ timestamp: 1n, key, value: Buffer.from(value), headers: [] }));
  const batch = Buffer.from(writeBatch(messages));
  batch.writeBigInt64BE(at, 0);
  const kind = (producer === undefined ? 0 : 0b1_0000) | (control === undefined ? 0 : 0b10_0000) | codec;
  batch.writeInt16BE(kind, batchLayout.attributes);
  batch.writeInt32BE(covers - 1, batchLayout.lastOffsetDelta);
  batch.writeBigInt64BE(producer ?? -1n, batchLayout.producerId);
  batch.writeUInt32BE(crc32c(batch.subarray(batchLayout.attributes)), batchLayout.crc);
  return batch;
}

export type Answer = Partial<FetchedPartition> | { readonly code: number } | 'lost' | 'absent';

/** What was asked of a partition. */
export interface Asked {
  readonly broker: number | undefined;
  readonly offset: bigint;
  readonly maxBytes: number;
  readonly isFirst: boolean;
  readonly isAlone: boolean;
  readonly maxWaitMs: number;
}

/** A cluster whose leaders give these answers to Fetch, in turn; when there are no more, they have nothing. */
export function clusterOf(
  answers: Readonly<Record<number, readonly Answer[]>>,
  leaders: readonly number[][] = [],
) {
  const left = new Map(Object.entries(answers).map(([id, list]) => [Number(id), [...list]]));
  const asked: Record<number, Asked[]> = {};
  const elections = [...leaders];
  const state = { isDeleted: false, earliest: 0n, policy: 'delete' };
  const fetch = ({ topics, maxWaitMs }: FetchRequest, broker: number | undefined) =>
    (topics[0]?.partitions ?? []).flatMap(({ id, offset, maxBytes }, place, { length }) => {
      const asking = { broker, offset, maxBytes, isFirst: place === 0, isAlone: length === 1, maxWaitMs };
      asked[id] = [...(asked[id] ?? []), asking];
      const answer = left.get(id)?.shift() ?? {};
      if (answer === 'lost') throw new LostConnectionError('Lost the connection.', true, undefined);
      if (answer === 'absent') return [];
      const nothing = { highWatermark: 1000n, lastStableOffset: 1000n, abortedTransactions: [] };
      const error = 'code' in answer ? itemError(answer.code) : undefined;
      return [{ name: 't', partition: id, error, ...nothing, records: Buffer.alloc(0), ...answer }];
    });
  const client: KafkaClient = {
    async send<Request, Response>(
      api: { readonly name: string },
      request: Request,
      { broker }: SendOptions = {},
    ): Promise<Response> {
      if (api.name === 'Fetch') return fetch(request as FetchRequest, broker) as Response;
      if (api.name === 'DescribeConfigs')
        return [{ entries: [{ name: 'cleanup.policy', value: state.policy }] }] as Response;
      return [{ name: 't', partition: 0, offset: state.earliest, error: undefined }] as Response;
    },
    async metadata(): Promise<MetadataResponse> {
      const chosen = elections.shift() ?? [];
      const partitions = chosen.map((leader, id) => ({ id, leader, replicas: [], inSync: [] }));
      const error = state.isDeleted ? itemError(3) : undefined;
      const topic = { name: 't', internal: false, partitions, error };
      return { brokers: [], clusterId: 'c', controllerId: 1, topics: [topic] };
    },
    version: async () => 11,
  };
  return { client, asked, state };
}
