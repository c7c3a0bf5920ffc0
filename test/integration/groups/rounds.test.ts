import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ProxiedBroker, startProxiedBroker } from '../../lab/kafka/proxied.js';
import { run } from '../../run.js';
import { commit } from './commit.js';

let lab: ProxiedBroker;

const topics = Array.from({ length: 4 }, (_, index) => `rounds.${index}`);
const offsetsOf = (names: readonly string[]) =>
  names.flatMap((name) => [0, 1, 2].map((partition) => [name, partition, 0n] as const));

beforeAll(async () => {
  lab = await startProxiedBroker({ delayMs: 20 });
  const declared = topics.map((name) => `  ${name}:\n`).join('');
  await run(`topics sync - --yes --brokers ${lab.proxy.bootstrap}`, {
    input: `version: 1\ndefaults: { partitions: 3, replicationFactor: 1 }\ntopics:\n${declared}`,
  });
  await commit(lab.broker.bootstrap, { 'few-0': offsetsOf(topics.slice(0, 1)) });
  const groups = Array.from({ length: 250 }, (_, index) => `many-${index}`);
  await commit(lab.broker.bootstrap, Object.fromEntries(groups.map((group) => [group, offsetsOf(topics)])));
});
afterAll(() => lab?.stop());

const handshakeRounds = 1;
const apiNames: Record<number, string> = {
  2: 'ListOffsets',
  3: 'Metadata',
  9: 'OffsetFetch',
  15: 'DescribeGroups',
  16: 'ListGroups',
  32: 'DescribeConfigs',
};

async function counted(line: string) {
  lab.proxy.reset();
  const result = await run(`${line} --brokers ${lab.proxy.bootstrap}`);
  const rounds: string[][] = [];
  for (const { apiKey, round } of lab.proxy.requests) {
    const index = round - handshakeRounds - 1;
    if (index >= 0) rounds[index] = [...(rounds[index] ?? []), apiNames[apiKey] ?? String(apiKey)].sort();
  }
  return { ...result, rounds };
}

test.each([
  ['one group', 'few-*', 1, 1],
  ['250 groups, a hundred a request', '"many-*"', 250, 3],
])('the lag of %s takes four rounds', async (_, pattern, groups, requests) => {
  const { code, stdout, rounds } = await counted(`groups lag ${pattern}`);
  expect(code).toBe(0);
  expect(stdout.trim().split('\n')).toHaveLength(groups);
  const times = (name: string) => Array.from({ length: requests }, () => name);
  expect(rounds).toEqual([
    ['Metadata'],
    ['ListGroups'],
    [...times('DescribeGroups'), ...times('OffsetFetch')],
    // Where the partitions end, and where they begin.
    ['DescribeConfigs', 'ListOffsets', 'ListOffsets'],
  ]);
});

test('a list takes three', async () => {
  const { stdout, rounds } = await counted('groups list');
  expect(stdout.trim().split('\n')).toHaveLength(251);
  expect(rounds.map(([first]) => first)).toEqual(['Metadata', 'ListGroups', 'DescribeGroups']);
});
