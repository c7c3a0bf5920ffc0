import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ProxiedCluster, startProxiedCluster } from '../../lab/kafka/proxied.js';
import { run } from '../../run.js';

let lab: ProxiedCluster;

beforeAll(async () => {
  lab = await startProxiedCluster({ delayMs: 60 });
  const input = 'version: 1\ndefaults: { partitions: 2 }\ntopics: { rounds.a: {}, rounds.b: {} }\n';
  await run(`topics sync - --yes --brokers ${lab.bootstrap}`, { input });
  // What a command loads when it is first run could come between two of its requests.
  await run(`cluster info --brokers ${lab.bootstrap}`);
});
afterAll(() => lab?.stop());

const names: Record<number, string> = {
  3: 'Metadata',
  18: 'ApiVersions',
  32: 'DescribeConfigs',
  35: 'DescribeLogDirs',
  46: 'ListPartitionReassignments',
  55: 'DescribeQuorum',
};

/** How often each request was sent, and in how many rounds. */
async function counted(line: string) {
  lab.reset();
  const { code } = await run(`${line} --brokers ${lab.proxies[0]?.bootstrap}`);
  const counts: Record<string, number> = {};
  for (const { apiKey } of lab.requests) {
    const name = names[apiKey] ?? String(apiKey);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return { code, counts, rounds: lab.rounds() };
}

// The first broker's handshake, the first questions, the other brokers' handshakes, the second questions.
const rounds = 4;

test('info asks one broker for the cluster, and each for itself', async () => {
  expect(await counted('cluster info')).toEqual({
    code: 0,
    counts: { ApiVersions: 3 + 3, Metadata: 1, DescribeQuorum: 1, DescribeLogDirs: 3 },
    rounds,
  });
});

test('health asks one broker for the cluster, and each for its disk', async () => {
  expect(await counted('cluster health')).toEqual({
    code: 0,
    counts: {
      ...{ ApiVersions: 3, Metadata: 1, ListPartitionReassignments: 1 },
      ...{ DescribeConfigs: 1, DescribeLogDirs: 3 },
    },
    rounds,
  });
});
