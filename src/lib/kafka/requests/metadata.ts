import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';
import type { Reader } from '../wire/reader.js';

export interface MetadataRequest {
  /** Null asks for all topics. */
  readonly topics: readonly string[] | null;
}

export interface BrokerMetadata {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
}

export interface PartitionMetadata {
  readonly id: number;
  /** -1 while the partition has no leader. */
  readonly leader: number;
  readonly replicas: readonly number[];
  readonly inSync: readonly number[];
}

export interface TopicMetadata {
  readonly name: string;
  readonly error: ItemError | undefined;
  readonly internal: boolean;
  readonly partitions: readonly PartitionMetadata[];
}

export interface MetadataResponse {
  readonly brokers: readonly BrokerMetadata[];
  readonly clusterId: string | null;
  readonly controllerId: number;
  readonly topics: readonly TopicMetadata[];
}

const int32 = (reader: Reader) => reader.int32();

function readBroker(reader: Reader): BrokerMetadata {
  return { id: reader.int32(), host: reader.string(), port: reader.int32(), rack: reader.nullableString() };
}

function readPartition(reader: Reader): PartitionMetadata {
  reader.int16(); // the partition's own error repeats what leader -1 and the in-sync set say
  const partition = {
    id: reader.int32(),
    leader: reader.int32(),
    replicas: reader.array(int32),
    inSync: reader.array(int32),
  };
  reader.array(int32); // offline replicas
  return partition;
}

function readTopic(reader: Reader): TopicMetadata {
  const error = itemError(reader.int16());
  return {
    name: reader.string(),
    error,
    internal: reader.boolean(),
    partitions: reader.array(readPartition).sort((a, b) => a.id - b.id),
  };
}

export const metadata: Api<MetadataRequest, MetadataResponse> = {
  key: 3,
  name: 'Metadata',
  versions: [5, 6],
  effect: 'read',
  write(writer, request) {
    const noAutoCreation = false;
    writer.nullableArray(request.topics, (out, name) => out.string(name)).boolean(noAutoCreation);
  },
  read(reader) {
    reader.int32(); // throttle time
    return {
      brokers: reader.array(readBroker),
      clusterId: reader.nullableString(),
      controllerId: reader.int32(),
      topics: reader.array(readTopic),
    };
  },
};
