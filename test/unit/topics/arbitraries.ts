import fc from 'fast-check';
import type { BrokerMetadata } from '../../../src/lib/kafka/requests/metadata.js';
import type { DesiredState, DesiredTopic } from '../../../src/lib/manifest/model.js';
import { collisionKey } from '../../../src/lib/manifest/topic-name.js';
import type { ObservedCluster, ObservedTopic } from '../../../src/lib/topics/model.js';
import { broker, brokerDefaults, cluster, placed, scope, topic } from './builders.js';

/** Few, so that what is wanted and what is there meet, and some collide. */
const names = ['orders', 'orders.dlq', 'orders_dlq', 'payments.events', 'payments_events', 'a', 'audit-1'];
export const internalNames = ['__consumer_offsets', '__transaction_state', '_schemas', '_redpanda.audit'];
const scopes = ['*', 'orders*', 'payments*', '*.dlq', '_*', 'nothing'];

const settings = fc.record(
  {
    'cleanup.policy': fc.constantFrom('compact', 'delete', 'compact,delete'),
    'compression.type': fc.constantFrom('producer', 'zstd'),
    'max.message.bytes': fc.constantFrom('1000', '1048588', '9000000'),
    'min.cleanable.dirty.ratio': fc.constantFrom('0.5', '0.25'),
    'min.insync.replicas': fc.constantFrom('1', '2', '3'),
    'remote.storage.enable': fc.constantFrom('true', 'false'),
    'retention.bytes': fc.constantFrom('-1', '5', '1073741824'),
    'retention.ms': fc.constantFrom('-1', '1000', '604800000'),
  },
  { requiredKeys: [] },
);

const leftovers = fc.record(
  { 'leader.replication.throttled.replicas': fc.constantFrom('*', '0:1') },
  { requiredKeys: [] },
);

const desiredTopic: fc.Arbitrary<DesiredTopic> = fc.record({
  name: fc.constantFrom(...names),
  partitions: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
  replicationFactor: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  configs: settings,
  exact: fc.boolean(),
});

/** Manifests that `loadManifests` would accept: no name twice, and none that collide. */
export const manifests: fc.Arbitrary<DesiredState> = fc.record({
  topics: fc.uniqueArray(desiredTopic, { selector: ({ name }) => collisionKey(name), maxLength: 5 }),
  scopes: fc.array(
    fc
      .tuple(fc.subarray(scopes, { minLength: 1 }), fc.subarray(scopes.slice(1)))
      .map(([include, exclude]) => scope(include, exclude)),
    { maxLength: 2 },
  ),
  guards: fc.constant([]),
});

/** One to four brokers in up to three racks, or without racks. */
export const someBrokers: fc.Arbitrary<readonly BrokerMetadata[]> = fc
  .array(fc.constantFrom('r1', 'r2', 'r3', null), { minLength: 1, maxLength: 4 })
  .map((racks) => racks.map((rack, index) => broker(index + 1, rack)));

/** On brokers 1 to 4, whether they live or not. */
const placements = (most: number) =>
  fc.array(fc.shuffledSubarray([1, 2, 3, 4], { minLength: 1, maxLength: most }), {
    minLength: 1,
    maxLength: 5,
  });

const observedTopic = (name: string): fc.Arbitrary<ObservedTopic> =>
  fc
    .record({ settings, leftovers, replicas: fc.integer({ min: 1, max: 4 }).chain(placements) })
    .map((there) => ({ ...there.settings, ...there.leftovers, replicas: there.replicas }))
    .map(({ replicas, ...overrides }) => topic({ name, placed: placed(...replicas), overrides }));

/** What a broker may know; without tiered storage it does not report its setting. */
const { 'remote.storage.enable': _, ...untiered } = brokerDefaults;

export interface World {
  readonly cluster: ObservedCluster;
  readonly defaults: Readonly<Record<string, string>>;
}

export const worlds: fc.Arbitrary<World> = fc
  .record({
    names: fc.subarray([...names, ...internalNames]),
    kind: fc.constantFrom('kafka' as const, 'redpanda' as const),
    brokers: someBrokers,
    denied: fc.oneof(fc.constant([]), fc.subarray(names)),
    moving: fc.oneof(fc.constant([]), fc.subarray(names)),
    unread: fc.oneof(fc.constant([]), fc.subarray(names)),
    defaults: fc.constantFrom(brokerDefaults, untiered),
  })
  .chain(({ names: there, unread, defaults, ...rest }) =>
    fc.tuple(...there.map(observedTopic)).map((topics) => ({
      defaults,
      cluster: cluster({ ...rest, topics: topics.map((one) => asRead(one, unread, defaults)) }),
    })),
  );

function asRead(
  one: ObservedTopic,
  unread: readonly string[],
  defaults: Readonly<Record<string, string>>,
): ObservedTopic {
  if (unread.includes(one.name)) return { ...one, settings: undefined };
  const known = [...(one.settings ?? [])].filter(([key]) => Object.hasOwn(defaults, key));
  return { ...one, settings: new Map(known) };
}

export const flags = fc.record({ prune: fc.boolean(), pin: fc.boolean() });
