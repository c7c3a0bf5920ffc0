import type { Given, Place, RawTopic, Say } from './model.js';

/** The resources that are topics, and what they call their attributes. */
export interface TopicResource {
  readonly name: string;
  readonly partitions: string;
  readonly replicationFactor: string | undefined;
  /** What the provider takes when nothing is said. */
  readonly usualPartitions: string | undefined;
  /** Attributes and blocks that say nothing about the topic itself. */
  readonly others: readonly string[];
}

const always = ['id', 'depends_on', 'provider', 'lifecycle', 'provisioner', 'connection', 'timeouts'];

/**
 * @see https://registry.terraform.io/providers/Mongey/kafka/latest/docs/resources/topic
 * @see https://registry.terraform.io/providers/confluentinc/confluent/latest/docs/resources/confluent_kafka_topic
 */
const topicResources: ReadonlyMap<string, TopicResource> = new Map([
  [
    'kafka_topic',
    {
      ...{ name: 'name', partitions: 'partitions', replicationFactor: 'replication_factor' },
      usualPartitions: undefined,
      others: always,
    },
  ],
  [
    'confluent_kafka_topic',
    {
      ...{ name: 'topic_name', partitions: 'partitions_count', replicationFactor: undefined },
      usualPartitions: '6',
      others: [...always, 'kafka_cluster', 'rest_endpoint', 'http_endpoint', 'credentials'],
    },
  ],
]);

/** What Terraform says, it says in values that it has worked out. */
export const askTerraform = 'Import what `terraform show -json` prints.';

/** One resource, however its file is written. */
export interface Resource {
  readonly type: string;
  /** `kafka_topic.orders` */
  readonly address: string;
  readonly at: Place;
  /** The attributes and blocks that it has. */
  readonly keys: readonly string[];
  value(key: string): Given | undefined;
  placeOf(key: string): Place;
  readonly config: readonly (readonly [string, Given])[] | Given | undefined;
  readonly cluster: string | undefined;
}

/** The topic that a resource declares; undefined for a resource that is none. */
export function topicOfResource(resource: Resource, say: Say): RawTopic | undefined {
  const form = topicResources.get(resource.type);
  if (form === undefined) {
    sayOther(resource, say);
    return undefined;
  }
  const { address, at, config } = resource;
  const name = resource.value(form.name);
  const subject = name !== undefined && 'text' in name ? name.text : address;
  const lost = (place: Place, what: string, why: string) =>
    say({ kind: 'untranslated', at: place, topic: subject, what, why });
  const known = [form.name, form.partitions, form.replicationFactor, 'config', ...form.others];
  for (const key of resource.keys)
    if (!known.includes(key))
      lost(resource.placeOf(key), key, `exops knows no such attribute of ${resource.type}.`);
  if (config !== undefined && 'untold' in config)
    lost(
      config.at,
      'config',
      `Its settings are left out: the map ${config.untold}. ${config.advice ?? ''}`.trimEnd(),
    );
  const partitions = resource.value(form.partitions);
  return {
    ...{ at, subject: address, name },
    partitions:
      partitions ?? (form.usualPartitions === undefined ? undefined : { at, text: form.usualPartitions }),
    replicationFactor:
      form.replicationFactor === undefined ? undefined : resource.value(form.replicationFactor),
    configs: Array.isArray(config) ? config : [],
    cluster: resource.cluster === undefined ? undefined : { tool: 'terraform', name: resource.cluster },
  };
}

function sayOther({ type, at, address }: Resource, say: Say): void {
  if (/_topic$/.test(type) && /kafka|redpanda/.test(type))
    say({
      ...{ kind: 'untranslated', at, topic: undefined, what: address },
      why: 'Left out: exops knows kafka_topic (Mongey/kafka) and confluent_kafka_topic alone.',
    });
  else if (/^(kafka|confluent)_/.test(type))
    say({ kind: 'ignored', at, topic: undefined, what: type, why: 'It is no topic.' });
}
