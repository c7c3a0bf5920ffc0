import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ProxiedBroker, startProxiedBroker } from '../../lab/kafka/proxied.js';
import { folderWith, run } from '../../run.js';

let lab: ProxiedBroker;

beforeAll(async () => {
  lab = await startProxiedBroker({ delayMs: 20 });
});
afterAll(() => lab?.stop());

const handshakeRounds = 1;
const apiNames: Record<number, string> = {
  3: 'Metadata',
  18: 'ApiVersions',
  19: 'CreateTopics',
  32: 'DescribeConfigs',
  44: 'IncrementalAlterConfigs',
  46: 'ListPartitionReassignments',
};

async function counted(line: string) {
  lab.proxy.reset();
  const result = await run(`${line} --brokers ${lab.proxy.bootstrap}`);
  const requests = lab.proxy.requests.map(({ apiKey, round }) => ({
    name: apiNames[apiKey] ?? String(apiKey),
    round: round - handshakeRounds,
  }));
  const roundsOf = (name: string) =>
    new Set(requests.filter((one) => one.name === name).map(({ round }) => round));
  const names = requests.map(({ name }) => name);
  return { ...result, names, roundsOf, rounds: lab.proxy.rounds() - handshakeRounds };
}

async function manifest(count: number, retention: string): Promise<string> {
  const names = Array.from({ length: count }, (_, index) => `rounds-${count}.${index}`);
  const topics = names.map((name) => `  ${name}: { configs: { retention.ms: ${retention} } }\n`).join('');
  const folder = await folderWith({
    'topics.yaml': `version: 1\ndefaults: { partitions: 3, replicationFactor: 1 }\ntopics:\n${topics}`,
  });
  return `${folder}/topics.yaml`;
}

const only = (names: readonly string[], name: string) => names.filter((one) => one === name).length;

test.each([1, 2_000])(
  'with %i topics, a diff is one round and an apply one more',
  async (count) => {
    const wanted = await manifest(count, '3d');
    const missing = await counted(`topics diff ${wanted}`);
    expect(missing.rounds).toBe(1);
    expect(only(missing.names, 'Metadata')).toBe(1);
    expect(only(missing.names, 'DescribeConfigs')).toBe(Math.ceil(count / 500));

    const created = await counted(`topics sync ${wanted} --yes`);
    expect(created.code).toBe(0);
    const firstVerify = created.names.lastIndexOf('CreateTopics') + 1;
    expect(created.names.slice(0, firstVerify).filter((name) => name === 'Metadata')).toHaveLength(1);
    expect(only(created.names, 'CreateTopics')).toBe(Math.ceil((count * 5) / 9_000));
    expect([...created.roundsOf('CreateTopics')]).toEqual([2]);

    const same = await counted(`topics sync ${wanted}`);
    expect(same).toMatchObject({ code: 0, rounds: 1 });

    const changed = await counted(`topics sync ${await manifest(count, '4d')} --yes`);
    expect(changed.code).toBe(0);
    expect(only(changed.names, 'IncrementalAlterConfigs')).toBe(1);
    expect([...changed.roundsOf('IncrementalAlterConfigs')]).toEqual([2]);
    const applied = changed.names.indexOf('IncrementalAlterConfigs');
    expect(changed.names.slice(1, applied).sort()).toEqual(
      [
        ...Array.from({ length: Math.ceil(count / 500) }, () => 'DescribeConfigs'),
        'ListPartitionReassignments',
        'Metadata',
      ].sort(),
    );
  },
  120_000,
);

test('a list is one request after the handshake', async () => {
  const { names, rounds } = await counted('topics list');
  expect(names).toEqual(['ApiVersions', 'Metadata']);
  expect(rounds).toBe(1);
});
