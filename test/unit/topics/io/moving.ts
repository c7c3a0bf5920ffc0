import {
  type AlterPartitionReassignmentsRequest,
  alterPartitionReassignments,
  type ReassignmentResponse,
} from '../../../../src/lib/kafka/requests/alter-partition-reassignments.js';
import type {
  ConfigSource,
  DescribeConfigsRequest,
  DescribedResource,
} from '../../../../src/lib/kafka/requests/describe-configs.js';
import { describeConfigs } from '../../../../src/lib/kafka/requests/describe-configs.js';
import {
  type IncrementalAlterConfigsRequest,
  incrementalAlterConfigs,
} from '../../../../src/lib/kafka/requests/incremental-alter-configs.js';
import type { OngoingReassignments } from '../../../../src/lib/kafka/requests/list-partition-reassignments.js';
import { metadata } from '../../../../src/lib/kafka/requests/metadata.js';
import { type Move, moveReplicas } from '../../../../src/lib/topics/move-replicas.js';
import type { Ending } from '../../../../src/lib/topics/settle.js';
import type { Throttle } from '../../../../src/lib/topics/throttle.js';
import { topic } from '../builders.js';
import { allAltered, metadataOf } from './answers.js';
import { RecordingClock } from './recording-clock.js';
import { ScriptedClient } from './scripted-client.js';

/** The topics `a` and `b`, with 2 partitions and factor 1 on three brokers, brought to factor 2. */
export function moving() {
  const client = new ScriptedClient();
  const clock = new RecordingClock();
  const aborter = new AbortController();
  const updates: string[] = [];
  client.always(metadata, metadataOf(['a', 'b'].map((name) => topic({ name, partitions: 2 }))));
  const move = async (names: readonly string[], throttle?: Throttle, over: Partial<Move> = {}) => {
    const endings: Record<string, Ending[]> = {};
    await moveReplicas(
      { client, clock, changeTimeoutMs: 60_000 },
      names.map((name) => ({ name, factor: 2, partitions: undefined, isUnderWay: false, ...over })),
      throttle,
      (name, ending) => {
        endings[name] = [...(endings[name] ?? []), ending];
      },
      { update: (text) => updates.push(text), signal: aborter.signal },
    );
    return endings;
  };
  return { client, clock, aborter, updates, move };
}

/** Every partition that is asked for is accepted. */
export const begun = ({ topics }: AlterPartitionReassignmentsRequest): ReassignmentResponse => ({
  error: undefined,
  results: topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partition }) => ({ name, partition, error: undefined })),
  ),
});

/** An answer that says of these topics that they move. */
export function running(...names: readonly string[]): OngoingReassignments {
  const partitions = names.map((name) => ({
    name,
    partition: 0,
    replicas: [1, 2],
    adding: [2],
    removing: [],
  }));
  return { error: undefined, partitions };
}

type Values = Readonly<Record<string, readonly [value: string, source: ConfigSource]>>;

/** Lets every resource be described and altered; `before` is by the resource's name. */
export function throttled(client: ScriptedClient, before: Readonly<Record<string, Values>> = {}) {
  client.always(describeConfigs, ({ resources }: DescribeConfigsRequest): DescribedResource[] =>
    resources.map(({ type, name }) => {
      const own = Object.entries(before[name] ?? {});
      const entries = own.map(([key, [value, source]]) => ({ name: key, value, source }));
      return { type, name, error: undefined, entries };
    }),
  );
  client.always(incrementalAlterConfigs, allAltered);
}

/** What was done to settings, in order: `broker 1: leader….rate=5`. A deletion has no value. */
export function alterations(client: ScriptedClient): string[] {
  const lineOf = ({ resources }: IncrementalAlterConfigsRequest) =>
    resources.flatMap(({ type, name, operations }) =>
      operations.map((one) => {
        const key = one.key.replace('.replication.throttled.', ' ');
        return `${type} ${name}: ${key}${one.operation === 'set' ? `=${one.value}` : ''}`;
      }),
    );
  return client.requests(incrementalAlterConfigs).flatMap(lineOf);
}

export const targetsOf = (client: ScriptedClient) =>
  client.requests(alterPartitionReassignments).map(({ topics }) => topics.map(({ name }) => name));
