import * as v from 'valibot';

const count = (what: string, most: number) =>
  v.pipe(
    v.number(),
    v.integer(`${what}, at least 1`),
    v.minValue(1, `${what}, at least 1`),
    v.maxValue(most, `${what}, at most ${most}`),
  );

/** What the protocol has room for. */
export const mostPartitions = 2 ** 31 - 1;
export const mostReplicas = 2 ** 15 - 1;

const partitions = v.pipe(
  count('expected a whole number of partitions', mostPartitions),
  v.description('How many partitions the topic has. It can be raised later, never lowered.'),
);

const replicationFactor = v.pipe(
  count('expected a whole number of replicas', mostReplicas),
  v.description('On how many brokers each partition is kept.'),
);

const configValue = v.union([v.string(), v.number(), v.boolean(), v.array(v.string()), v.null()]);

const configs = v.pipe(
  v.record(v.string(), configValue),
  v.description(
    'Settings of the topic. Durations (3d, 12h) and sizes (1GiB) are accepted where Kafka wants milliseconds or bytes; null takes a default of this file away.',
  ),
);

const topic = v.strictObject({
  partitions: v.optional(partitions),
  replicationFactor: v.optional(replicationFactor),
  configs: v.optional(configs),
  forEach: v.optional(
    v.pipe(
      v.record(
        v.string(),
        v.pipe(v.array(v.union([v.string(), v.number()])), v.minLength(1, 'the list is empty')),
      ),
      v.description('Values for each {placeholder} of the name; one topic is declared for each combination.'),
    ),
  ),
});

export const topicKeys: readonly string[] = Object.keys(topic.entries);

const globs = v.array(v.string());

/** The shape of a topics manifest; published as `docs/schema/topics.schema.json`. */
export const manifestSchema = v.strictObject({
  version: v.pipe(v.literal(1), v.description('The version of this file format.')),
  environment: v.optional(
    v.pipe(v.string(), v.description('The only environment of exops.yaml that this file may be applied to.')),
  ),
  clusterId: v.optional(
    v.pipe(v.string(), v.description('The only cluster that this file may be applied to.')),
  ),
  scope: v.optional(
    v.pipe(
      v.strictObject({
        include: v.pipe(globs, v.minLength(1, 'the list is empty')),
        exclude: v.optional(globs),
      }),
      v.description('What this file owns, as globs over topic names. Nothing outside it is ever touched.'),
    ),
  ),
  configs: v.optional(
    v.pipe(
      v.picklist(['keep', 'exact']),
      v.description(
        'What happens to settings on the cluster that this file does not name: kept, or removed.',
      ),
    ),
  ),
  defaults: v.optional(
    v.pipe(
      v.strictObject({
        partitions: v.optional(partitions),
        replicationFactor: v.optional(replicationFactor),
        configs: v.optional(configs),
      }),
      v.description('What holds for every topic that does not say otherwise.'),
    ),
  ),
  topics: v.pipe(v.record(v.string(), v.nullable(topic)), v.description('The topics by name.')),
});

export type ManifestFile = v.InferOutput<typeof manifestSchema>;
export type TopicBody = v.InferOutput<typeof topic>;
export type RawConfigs = v.InferOutput<typeof configs>;
