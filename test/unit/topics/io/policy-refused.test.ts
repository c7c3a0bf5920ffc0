import { expect, test } from 'vitest';
import { createTopics } from '../../../../src/lib/kafka/requests/create-topics.js';
import { incrementalAlterConfigs } from '../../../../src/lib/kafka/requests/incremental-alter-configs.js';
import { verifyTopics } from '../../../../src/lib/topics/verify.js';
import type { TopicWork } from '../../../../src/lib/topics/work.js';
import { applying, planFor } from './applying.js';

/** What MSK says of settings that it keeps to itself. */
const refusals = [
  { code: 44, name: 'POLICY_VIOLATION', message: 'segment.bytes is not configurable' },
  { code: 40, name: 'INVALID_CONFIG', message: 'min.insync.replicas can not be changed' },
];
const names = Array.from({ length: 16 }, (_, index) => `t${index}`);

test.each(refusals)(
  'topics that are all refused by $name end as failed, and nobody waits for them',
  async (error) => {
    const { client, clock, outcomes, apply } = applying();
    client
      .always(createTopics, ({ topics }) => ({
        throttleMs: 0,
        results: topics.map(({ name }) => ({ name, error })),
      }))
      .always(incrementalAlterConfigs, ({ resources }) =>
        resources.map(({ type, name }) => ({ type, name, error })),
      );
    const create = { partitions: 1, replicationFactor: 3, configs: { 'segment.bytes': '1' } };
    const settings: TopicWork['settings'] = [{ operation: 'set', key: 'segment.bytes', value: '1' }];
    const works: Readonly<Record<string, TopicWork>> = {
      ...Object.fromEntries(names.map((name) => [name, { create }])),
      old: { settings },
    };
    await apply(works);
    const reason = `${error.message} (${error.name})`;
    const failed = Object.keys(works).map((name) => ({ kind: 'topic', name, status: 'failed', reason }));
    expect(outcomes).toHaveLength(failed.length);
    expect(outcomes).toEqual(expect.arrayContaining(failed));
    // A request of many may be refused for being too many, so its halves are tried; each topic by itself once.
    expect(client.requests(createTopics).length).toBeLessThan(2 * names.length);
    expect(client.requests(incrementalAlterConfigs)).toHaveLength(1);
    expect(clock.pauses).toEqual([]);

    const before = client.asked.length;
    const access = { client, clock, changeTimeoutMs: 60_000 };
    const work = { update: () => {}, signal: new AbortController().signal };
    expect(await verifyTopics(access, planFor(works), outcomes, work)).toEqual(outcomes);
    expect(client.asked).toHaveLength(before);
  },
);
