import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collisionKey, isInternalName, nameProblem } from '../../../src/lib/manifest/topic-name.js';
import { type ExportedTopic, writeManifest } from '../../../src/lib/manifest/write-manifest.js';
import { lines, manifestOf } from './reading.js';

const exported = (over: Partial<ExportedTopic> = {}): ExportedTopic => ({
  name: 'orders',
  partitions: 3,
  replicationFactor: 1,
  configs: {},
  ...over,
});
const written = (...topics: readonly ExportedTopic[]) =>
  writeManifest({ environment: undefined, clusterId: null, topics });

test('is written as a person would', () => {
  const topics = [
    exported({
      name: 'reservation.events',
      configs: { 'retention.ms': '259200000', 'cleanup.policy': 'delete' },
    }),
    exported({
      name: 'dlq.reservation',
      partitions: 1,
      configs: { 'retention.ms': '-1', preallocate: 'true' },
    }),
    exported({ name: 'payment.events', configs: { 'min.insync.replicas': '2' } }),
  ];
  expect(writeManifest({ environment: 'dev', clusterId: 'c-1', topics })).toBe(lines`
    version: 1
    environment: dev
    clusterId: c-1
    defaults:
      partitions: 3
      replicationFactor: 1
    topics:
      dlq.reservation:
        partitions: 1
        configs:
          preallocate: true
          retention.ms: unlimited
      payment.events:
        configs:
          min.insync.replicas: 2
      reservation.events:
        configs:
          cleanup.policy: delete
          retention.ms: 3d

  `);
});

test('without topics it is still a manifest', () => {
  expect(manifestOf(written()).topics).toEqual([]);
});

test('of a topic whose partitions disagree no factor is declared, nor a default for it', () => {
  const text = written(exported(), exported({ name: 'uneven', replicationFactor: undefined }));
  expect(manifestOf(text).topics.map(({ name, replicationFactor }) => [name, replicationFactor])).toEqual([
    ['orders', 1],
    ['uneven', undefined],
  ]);
});

describe('what is read back is what was written', () => {
  const name = fc
    .oneof(
      fc.stringMatching(/^[a-zA-Z0-9._-]{1,20}$/),
      fc.constantFrom(
        '1.10',
        '0x1F',
        '1e3',
        '007',
        'null',
        'true',
        '~',
        '-',
        'yes',
        '1',
        '12345678901234567890',
      ),
    )
    .filter((text) => nameProblem(text) === undefined && !isInternalName(text))
    .filter((text) => !['constructor', 'prototype'].includes(text)); // those can't be managed
  const whole = (min: bigint, max: bigint) => fc.bigInt({ min, max }).map(String);
  const configs = fc.record(
    {
      'cleanup.policy': fc.constantFrom('compact', 'delete', 'compact,delete'),
      'compression.type': fc.constantFrom('zstd', 'producer'),
      'max.message.bytes': whole(0n, 2n ** 31n - 1n),
      'min.cleanable.dirty.ratio': fc
        .double({ min: 0, max: 1, noNaN: true })
        .map((value) => String(value + 0)),
      'min.insync.replicas': whole(1n, 5n),
      'retention.bytes': whole(-1n, 2n ** 63n - 1n),
      'retention.ms': fc.oneof(whole(-1n, 2n ** 63n - 1n), fc.constantFrom('259200000', '604800000')),
      preallocate: fc.constantFrom('true', 'false'),
      'some.other': fc.oneof(
        fc.string(),
        fc.constantFrom('1', '01', '1e3', 'true', 'TRUE', 'null', '~', '', ' a '),
      ),
    },
    { requiredKeys: [] },
  );
  const topic = fc.record({
    name,
    partitions: fc.integer({ min: 1, max: 100 }),
    replicationFactor: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    configs,
  });
  const cluster = fc.record({
    environment: fc.option(fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,9}$/), { nil: undefined }),
    clusterId: fc.option(fc.string({ minLength: 1 })),
    topics: fc.uniqueArray(topic, { selector: (one) => collisionKey(one.name), maxLength: 8 }),
  });

  test('for all clusters', () => {
    fc.assert(
      fc.property(cluster, (there) => {
        const { environment, clusterId, topics, scope } = manifestOf(writeManifest(there));
        expect({ environment, clusterId, scope }).toEqual({
          environment: there.environment,
          clusterId: there.clusterId ?? undefined,
          scope: undefined,
        });
        const byName = <Named extends { name: string }>(some: readonly Named[]) =>
          new Map(some.map((one) => [one.name, one]));
        const wanted = there.topics.map((one) => ({ ...one, exact: false }));
        expect(byName(topics)).toEqual(byName(wanted));
      }),
    );
  });
});
