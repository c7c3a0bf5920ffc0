import { describe, expect, test } from 'vitest';
import { refusedValue } from '../../../src/lib/msk/topic-limits.js';
import { brokers, cluster, planFor, topic, wanted } from './builders.js';

const serverless = { msk: 'serverless', brokers: brokers(3) } as const;
const express = { msk: 'express', brokers: brokers(3) } as const;
const reasons = (plan: ReturnType<typeof planFor>) =>
  plan.refusals.map(({ field, reason }) => [field?.name, reason]);

describe('a new topic of MSK Serverless', () => {
  test('takes what is documented, cleanup.policy too', () => {
    const configs = {
      'cleanup.policy': 'compact',
      'retention.ms': '86400000',
      'max.message.bytes': '8388608',
    };
    const plan = planFor([wanted({ configs })], cluster(serverless));
    expect(plan).toMatchObject({
      refusals: [],
      changes: [{ action: 'create', work: { create: { configs } } }],
    });
  });

  test('is not made with what it refuses, each with its reason', () => {
    const configs = { 'max.message.bytes': '8388609', 'segment.bytes': '52428800', 'retention.ms': '1' };
    const plan = planFor([wanted({ configs })], cluster(serverless));
    expect(plan.changes).toEqual([]);
    expect(reasons(plan)).toEqual([
      ['max.message.bytes', 'MSK Serverless takes 8MiB at most'],
      ['segment.bytes', 'MSK Serverless sets it by itself: leave it out'],
    ]);
  });
});

describe('a topic of MSK Serverless', () => {
  const there = topic({
    factor: 3,
    defaults: { 'cleanup.policy': 'delete', 'retention.ms': '604800000', 'segment.bytes': '1073741824' },
  });

  test('keeps its cleanup.policy and its factor, and gets the rest', () => {
    const configs = { 'cleanup.policy': 'compact', 'retention.ms': '-1', 'segment.bytes': '1' };
    const plan = planFor(
      [wanted({ configs, replicationFactor: 2 })],
      cluster({ ...serverless, topics: [there] }),
    );
    expect(reasons(plan)).toEqual([
      [
        'cleanup.policy',
        'MSK Serverless takes it for a new topic only: keep it as it is, or recreate the topic',
      ],
      ['segment.bytes', 'MSK Serverless sets it by itself: leave it out'],
      [
        'replication factor',
        "MSK Serverless doesn't let replicas be moved: keep the factor, or recreate the topic",
      ],
    ]);
    expect(plan.changes.map(({ work }) => work)).toEqual([
      { settings: [{ operation: 'set', key: 'retention.ms', value: '-1' }] },
    ]);
  });

  test('that is as wanted is unchanged, and what it keeps is not pinned', () => {
    const configs = { 'cleanup.policy': 'delete', 'segment.bytes': '1073741824' };
    const observed = cluster({ ...serverless, topics: [there] });
    expect(planFor([wanted({ configs, replicationFactor: 3 })], observed, { pin: true })).toMatchObject({
      ...{ changes: [], refusals: [], unchanged: 1 },
    });
  });
});

describe('MSK Express', () => {
  const there = topic({ factor: 3, defaults: { 'min.insync.replicas': '2' } });

  test('gives every topic three replicas, of which two are in sync', () => {
    const configs = { 'min.insync.replicas': '1' };
    const fresh = planFor([wanted({ configs, replicationFactor: 2 })], cluster(express));
    expect(fresh.changes).toEqual([]);
    expect(reasons(fresh)).toEqual([
      ['replication factor', 'MSK Express gives every topic 3 replicas: write 3, or leave it out'],
      ['min.insync.replicas', 'MSK Express sets it by itself: leave it out'],
    ]);
    const old = planFor(
      [wanted({ configs, replicationFactor: 2 })],
      cluster({ ...express, topics: [there] }),
    );
    expect(old.changes).toEqual([]);
    expect(reasons(old)).toEqual([
      ['min.insync.replicas', 'MSK Express sets it by itself: leave it out'],
      ['replication factor', 'MSK Express gives every topic 3 replicas: write 3, or leave it out'],
    ]);
  });

  test('names an impossible value once', () => {
    const configs = { 'min.insync.replicas': '4' };
    const plan = planFor([wanted({ configs })], cluster({ ...express, topics: [there] }));
    expect(reasons(plan)).toEqual([['min.insync.replicas', 'MSK Express sets it by itself: leave it out']]);
  });

  test('keeps overrides of its own where the file says all', () => {
    const own = topic({
      factor: 3,
      defaults: {},
      overrides: { 'min.insync.replicas': '2', 'retention.ms': '1' },
    });
    const plan = planFor([wanted({ exact: true })], cluster({ ...express, topics: [own] }));
    expect(plan.changes.map(({ work }) => work)).toEqual([
      { settings: [{ operation: 'delete', key: 'retention.ms' }] },
    ]);
  });

  test('compacts after seven days at the soonest', () => {
    expect(refusedValue('express', 'max.compaction.lag.ms', '604799999', true)).toBe(
      'MSK Express takes 7d at least',
    );
    expect(refusedValue('express', 'max.compaction.lag.ms', '604800000', true)).toBeUndefined();
  });
});

test.each([undefined, 'standard'] as const)('other brokers (%s) follow the rules of Kafka alone', (msk) => {
  const configs = {
    'segment.bytes': '52428800',
    'cleanup.policy': 'compact',
    'max.message.bytes': '99999999',
  };
  const defaults = { 'segment.bytes': '1', 'cleanup.policy': 'delete', 'max.message.bytes': '1' };
  const observed = cluster({ msk, brokers: brokers(3), topics: [topic({ factor: 3, defaults })] });
  const plan = planFor([wanted({ configs, replicationFactor: 2 })], observed);
  expect(plan.refusals).toEqual([]);
  expect(plan.changes[0]?.work).toMatchObject({ replicas: 2, settings: [{}, {}, {}] });
});
