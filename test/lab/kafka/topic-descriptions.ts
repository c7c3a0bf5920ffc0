import { kafkaTool } from './tools.js';

export interface TopicDescription {
  readonly partitions: number;
  readonly replicationFactor: number;
  /** The topic's own settings, without what it inherits from the brokers. */
  readonly overrides: Readonly<Record<string, string>>;
  /** The replicas of each partition, the preferred leader first. */
  readonly assignment: readonly (readonly number[])[];
}

/** All topics by name, internal ones too, as Kafka's own tools see them: what to compare exops with. */
export async function describeTopics(bootstrap: string): Promise<ReadonlyMap<string, TopicDescription>> {
  const [topics, overrides] = await Promise.all([
    kafkaTool(bootstrap, 'topics', ['--describe']),
    topicOverrides(bootstrap),
  ]);
  return combine(topics, overrides);
}

/** One topic as Kafka's own tools see it, or undefined when there is none. */
export async function describeTopic(bootstrap: string, name: string): Promise<TopicDescription | undefined> {
  const [topics, configs] = await Promise.all([
    kafkaTool(bootstrap, 'topics', ['--describe', '--if-exists', '--topic', name]),
    kafkaTool(bootstrap, 'configs', [...describeConfigs, '--entity-name', name]),
  ]);
  return combine(topics, parseOverrides(configs)).get(name);
}

/**
 * The settings that each topic itself carries. `kafka-topics --describe` can't tell: beside them it shows
 * whatever the brokers' own configuration sets.
 */
export async function topicOverrides(
  bootstrap: string,
): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  return parseOverrides(await kafkaTool(bootstrap, 'configs', describeConfigs));
}

const describeConfigs = ['--describe', '--entity-type', 'topics'];

type Overrides = ReadonlyMap<string, Readonly<Record<string, string>>>;

function combine(topics: string, overrides: Overrides): ReadonlyMap<string, TopicDescription> {
  const assignments = parseAssignments(topics);
  const heads = topics.matchAll(/^Topic: (\S+)\t.*\tPartitionCount: (\d+)\tReplicationFactor: (\d+)/gm);
  return new Map(
    [...heads].map(([, name = '', partitions, replicationFactor]) => [
      name,
      {
        partitions: Number(partitions),
        replicationFactor: Number(replicationFactor),
        overrides: overrides.get(name) ?? {},
        assignment: assignments.get(name) ?? [],
      },
    ]),
  );
}

function parseAssignments(described: string): ReadonlyMap<string, number[][]> {
  const assignments = new Map<string, number[][]>();
  const rows = described.matchAll(/^\tTopic: (\S+)\tPartition: (\d+)\t.*\tReplicas: ([\d,]*)\t/gm);
  for (const [, name = '', partition, replicas = ''] of rows) {
    const assignment = assignments.get(name) ?? [];
    assignment[Number(partition)] = replicas.split(',').map(Number);
    assignments.set(name, assignment);
  }
  return assignments;
}

function parseOverrides(described: string): Overrides {
  const overrides = new Map<string, Record<string, string>>();
  for (const section of described.split(/^Dynamic configs for topic /m).slice(1)) {
    const name = section.slice(0, section.indexOf(' are:'));
    const entries = section.matchAll(/^ {2}([^=\s]+)=(.*?) sensitive=(?:true|false) synonyms=/gm);
    overrides.set(name, Object.fromEntries([...entries].map(([, key = '', value = '']) => [key, value])));
  }
  return overrides;
}
