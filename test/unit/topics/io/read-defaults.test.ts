import { expect, test } from 'vitest';
import { LostConnectionError } from '../../../../src/lib/kafka/errors.js';
import {
  type DescribedResource,
  describeConfigs,
} from '../../../../src/lib/kafka/requests/describe-configs.js';
import { readDefaults } from '../../../../src/lib/topics/read-defaults.js';
import { broker, cluster, desired, topic, undescribed, wanted } from '../builders.js';
import { refused } from './answers.js';
import { ScriptedClient } from './scripted-client.js';

const nothing = { defaultFactor: undefined, knownKeys: undefined };
const insync = wanted({ configs: { 'min.insync.replicas': '2' } });
const foreign = wanted({ configs: { 'redpanda.remote.write': 'true' } });
const others = cluster({ brokers: [broker(7)], topics: [undescribed('users')] });

function described(entries: Readonly<Record<string, string | null>>): DescribedResource[] {
  const shown = Object.entries(entries).map(([name, value]) => ({ name, value, source: 'default' as const }));
  return [{ type: 'other', name: '', error: undefined, entries: shown }];
}

const lost = new LostConnectionError('gone', true, null);
const denied = described({}).map((one) => ({ ...one, error: refused('clusterAuthorizationFailed') }));

test('the default factor is asked of a broker about itself', async () => {
  const client = new ScriptedClient().once(describeConfigs, described({ 'default.replication.factor': '3' }));
  expect(await readDefaults(client, desired([insync]), others)).toEqual({ ...nothing, defaultFactor: 3 });
  expect(client.asked).toMatchObject([
    {
      broker: 7,
      request: { resources: [{ type: 'broker', name: '7' }], keys: ['default.replication.factor'] },
    },
  ]);
});

test('the settings that a cluster knows are those of any of its topics', async () => {
  const client = new ScriptedClient().once(describeConfigs, described({ one: '1', two: null }));
  expect(await readDefaults(client, desired([foreign]), others)).toEqual({
    ...nothing,
    knownKeys: new Set(['one', 'two']),
  });
  expect(client.requests(describeConfigs)).toEqual([
    { resources: [{ type: 'topic', name: 'users' }], keys: null },
  ]);
});

test.each([
  ['a topic that is there', insync, cluster({ topics: [topic()] })],
  ['a topic that declares its factor', { ...insync, replicationFactor: 3 }, others],
  ['a topic without in-sync replicas', wanted({ configs: { 'retention.ms': '5' } }), others],
  ['a foreign setting where a topic shows its own', foreign, cluster({ topics: [topic({ name: 'users' })] })],
  ['a foreign setting where there is no topic', foreign, cluster()],
  ['a cluster without a broker', insync, cluster({ brokers: [] })],
])('nothing is asked for %s', async (_, declared, observed) => {
  const client = new ScriptedClient();
  expect(await readDefaults(client, desired([declared]), observed)).toEqual(nothing);
});

test.each<[string, Error | DescribedResource[]]>([
  ['lost', lost],
  ['refused', denied],
  ['empty', []],
  ['a value kept secret', described({ 'default.replication.factor': null })],
])('the default factor is unknown when the answer is %s', async (_, answer) => {
  const client = new ScriptedClient().once(describeConfigs, answer);
  expect(await readDefaults(client, desired([insync]), others)).toEqual(nothing);
});

test.each<[string, Error | DescribedResource[]]>([
  ['lost', lost],
  ['refused', denied],
  ['empty', []],
])('the known settings are unknown when the answer is %s', async (_, answer) => {
  const client = new ScriptedClient().once(describeConfigs, answer);
  expect(await readDefaults(client, desired([foreign]), others)).toEqual(nothing);
});
