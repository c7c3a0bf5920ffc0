import { describe, expect, test } from 'vitest';
import { brokers, cluster, placed, planFor, topic, wanted } from './builders.js';

const factor = (replicationFactor: number) => [wanted({ replicationFactor })];
const three = { brokers: brokers(3) };

describe('on Kafka another replication factor', () => {
  test('that is higher is a copy to other brokers, and safe', () => {
    const plan = planFor(factor(3), cluster({ ...three, topics: [topic()] }));
    expect(plan.changes).toEqual([
      {
        kind: 'topic',
        name: 'orders',
        action: 'change',
        severity: 'safe',
        fields: [
          {
            name: 'replication factor',
            before: '1',
            after: '3',
            shown: { before: '1', after: '3' },
            note: 'copies 3 of 3 partitions to other brokers, unthrottled',
          },
        ],
        cautions: [],
        work: { replicas: 3 },
      },
    ]);
  });

  test('that is lower gives copies up, and is destructive', () => {
    const [change] = planFor(factor(1), cluster({ ...three, topics: [topic({ factor: 3 })] })).changes;
    expect(change).toMatchObject({ severity: 'destructive', work: { replicas: 1 } });
    expect(change?.fields[0]?.note).toBe('gives up copies of 3 of 3 partitions');
  });

  test('is reached for the partitions that differ from the others', () => {
    const uneven = topic({ placed: placed([1], [1, 2], [1, 2]) });
    const [change] = planFor(factor(2), cluster({ ...three, topics: [uneven] })).changes;
    expect(change?.fields[0]).toMatchObject({
      before: '1 and 2',
      after: '2',
      note: 'copies 1 of 3 partitions to other brokers, unthrottled',
    });
  });

  test('is changed together with the count of partitions and the settings', () => {
    const declared = wanted({ partitions: 4, replicationFactor: 2, configs: { 'retention.ms': '-1' } });
    const [change] = planFor([declared], cluster({ ...three, topics: [topic()] })).changes;
    expect(change?.fields.map(({ name }) => name)).toEqual([
      'partitions',
      'replication factor',
      'retention.ms',
    ]);
    expect(change?.work).toEqual({
      partitions: 4,
      replicas: 2,
      settings: [{ operation: 'set', key: 'retention.ms', value: '-1' }],
    });
  });
});

describe('what the copying may take of each broker', () => {
  const noteOn = (kind: 'kafka' | 'redpanda', throttle?: bigint) => {
    const observed = cluster({ ...three, kind, topics: [topic()] });
    const flags = throttle === undefined ? {} : { throttle };
    return planFor(factor(3), observed, flags).changes[0]?.fields[0]?.note;
  };

  test('is shown on Kafka', () => {
    expect(noteOn('kafka', 52_428_800n)).toMatch(/to other brokers, 50MiB\/s a broker at most$/);
    expect(noteOn('kafka')).toMatch(/to other brokers, unthrottled$/);
  });

  test('is the matter of Redpanda itself', () => {
    expect(noteOn('redpanda', 52_428_800n)).toMatch(/to other brokers$/);
  });
});

describe('on Redpanda another replication factor', () => {
  test('is its own setting', () => {
    const observed = cluster({ ...three, kind: 'redpanda', topics: [topic()] });
    expect(planFor(factor(3), observed).changes[0]?.work).toEqual({
      settings: [{ operation: 'set', key: 'replication.factor', value: '3' }],
    });
  });

  test('stands in one request with the other settings', () => {
    const declared = wanted({ replicationFactor: 3, configs: { 'retention.ms': '-1' } });
    const observed = cluster({ ...three, kind: 'redpanda', topics: [topic()] });
    expect(planFor([declared], observed).changes[0]?.work).toEqual({
      settings: [
        { operation: 'set', key: 'replication.factor', value: '3' },
        { operation: 'set', key: 'retention.ms', value: '-1' },
      ],
    });
  });
});

describe('a factor that can not be had is refused before anything is sent', () => {
  test.each([
    ['kafka', 2, 1, 'only 1 broker lives in this cluster'],
    ['kafka', 4, 3, 'only 3 brokers live in this cluster'],
    ['redpanda', 5, 3, 'only 3 brokers live in this cluster'],
    ['redpanda', 2, 3, 'Redpanda wants an odd replication factor'],
  ] as const)('on %s: %i on %i brokers', (kind, wish, live, reason) => {
    const empty = cluster({ kind, brokers: brokers(live) });
    expect(planFor(factor(wish), empty)).toMatchObject({
      changes: [],
      refusals: [{ kind: 'topic', name: 'orders', reason: `replication factor ${wish}: ${reason}` }],
    });

    const existing = cluster({ kind, brokers: brokers(live), topics: [topic()] });
    expect(planFor(factor(wish), existing)).toMatchObject({
      changes: [],
      refusals: [{ reason, field: { name: 'replication factor', before: '1', after: String(wish) } }],
    });
  });

  test('and one that the topic has already stays, though a broker is down', () => {
    const plan = planFor(factor(3), cluster({ brokers: brokers(2), topics: [topic({ factor: 3 })] }));
    expect(plan).toMatchObject({ changes: [], refusals: [], unchanged: 1 });
  });
});
