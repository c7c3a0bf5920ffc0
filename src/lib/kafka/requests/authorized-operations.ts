import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';
import type { Reader } from '../wire/reader.js';

/**
 * Operations as ACLs name them, by their number, which is the bit that stands for them.
 * https://kafka.apache.org/documentation/#operations_in_kafka
 */
const operations: readonly string[] = [
  ...['UNKNOWN', 'ANY', 'ALL', 'READ', 'WRITE', 'CREATE', 'DELETE', 'ALTER', 'DESCRIBE'],
  ...['CLUSTER_ACTION', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS', 'IDEMPOTENT_WRITE'],
];

export interface AuthorizedOperations {
  /** What we may do with the cluster itself; undefined when the broker doesn't say. */
  readonly cluster: ReadonlySet<string> | undefined;
  readonly topics: readonly AuthorizedTopic[];
}

export interface AuthorizedTopic {
  readonly name: string;
  /** TOPIC_AUTHORIZATION_FAILED for one that we may not even describe, whether it is there or not. */
  readonly error: ItemError | undefined;
  /** Undefined when the broker doesn't say. */
  readonly operations: ReadonlySet<string> | undefined;
}

/** The broker was not asked, or doesn't know: https://cwiki.apache.org/confluence/display/KAFKA/KIP-430 */
const unknown = -2_147_483_648;

/** Which operations a field of bits allows. */
export function operationsOf(bits: number): ReadonlySet<string> | undefined {
  if (bits === unknown) return undefined;
  return new Set(operations.filter((_, bit) => (bits & (1 << bit)) !== 0));
}

const int32 = (reader: Reader) => reader.int32();

/** Metadata as of version 8, for what it says of our own rights (KIP-430). Creates nothing. */
export const authorizedOperations: Api<{ readonly topics: readonly string[] }, AuthorizedOperations> = {
  key: 3,
  name: 'Metadata',
  versions: [8],
  effect: 'read',
  write(writer, { topics }) {
    const noAutoCreation = false;
    writer.array(topics, (out, name) => out.string(name)).boolean(noAutoCreation);
    writer.boolean(true).boolean(true); // operations on the cluster, and on topics
  },
  read(reader) {
    reader.int32(); // throttle time
    reader.array((item) => {
      item.int32();
      item.string();
      item.int32();
      item.nullableString();
    });
    reader.nullableString(); // the cluster's id
    reader.int32(); // the controller
    const topics = reader.array(readTopic);
    return { topics, cluster: operationsOf(reader.int32()) };
  },
};

function readTopic(reader: Reader): AuthorizedTopic {
  const error = itemError(reader.int16());
  const name = reader.string();
  reader.boolean(); // internal
  reader.array(skipPartition);
  return { name, error, operations: operationsOf(reader.int32()) };
}

function skipPartition(reader: Reader): void {
  reader.int16();
  for (let field = 0; field < 3; field++) reader.int32(); // id, leader, its epoch
  for (let list = 0; list < 3; list++) reader.array(int32); // replicas, those in sync, those offline
}
