import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ProxiedCluster, startProxiedCluster } from '../../lab/kafka/proxied.js';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { run } from '../../run.js';
import { kcat } from './kcat.js';

const produceKey = 0;
let lab: ProxiedCluster;
let count = 0;
let name = '';

beforeAll(async () => {
  lab = await startProxiedCluster({ delayMs: 10, properties: { 'min.insync.replicas': '2' } });
});
afterAll(() => lab?.stop());
beforeEach(async () => {
  for (const proxy of lab.proxies) proxy.onRequest();
  count += 1;
  name = `produce.fault.${count}`;
  const partitions = ['--replica-assignment', '1:2:3,2:3:1,3:1:2'];
  await kafkaTool(direct(), 'topics', ['--create', '--topic', name, ...partitions]);
});

const direct = () => lab.cluster.bootstrap;
const lines = Array.from({ length: 100_000 }, (_, index) => `${index} ${'x'.repeat(200)}`);
/** Keys of all partitions: none is idle. */
const input = lines.map((value, index) => JSON.stringify({ key: `k${index % 50}`, value })).join('\n');

const send = (options = {}) =>
  run(`messages produce ${name} --json --brokers ${lab.bootstrap}`, { input, ...options });

/** When so many requests to write have come to all brokers together, and the last of them is forwarded. */
function atRequest(number: number, then: () => void): void {
  let seen = 0;
  for (const proxy of lab.proxies)
    proxy.onRequest(({ apiKey }) => {
      if (apiKey === produceKey && ++seen === number) then();
      return 'forward';
    });
}

async function read(): Promise<string[]> {
  const flags = ['-e', '-q', '-o', 'beginning', '-f', '%s\\n'];
  const text = await kcat(['-C', '-b', direct(), '-t', name, ...flags]);
  return text.split('\n').filter((line) => line !== '');
}

const number = (text: string | undefined) => Number(text?.replaceAll(',', '') ?? Number.NaN);

test('a broker that is killed meanwhile: all is there once, and so it is counted', async () => {
  const [broker] = lab.cluster.brokers;
  if (broker === undefined) throw new Error('No broker.');
  atRequest(6, () => void broker.kill());
  const sent = await send();
  expect(sent.stderr).toContain('✓ 100,000 messages acknowledged');
  expect(sent.code).toBe(0);
  expect((await read()).sort()).toEqual([...lines].sort());
  await broker.start();
});

test('connections that break again and again: all is there once', async () => {
  let seen = 0;
  for (const proxy of lab.proxies)
    proxy.onRequest(({ apiKey }) => {
      if (apiKey !== produceKey) return 'forward';
      seen += 1;
      return seen % 4 === 0 ? 'cut-after-forward' : seen % 7 === 0 ? 'cut' : 'forward';
    });
  const sent = await send();
  expect(sent.stderr).toContain('✓ 100,000 messages acknowledged');
  expect((await read()).sort()).toEqual([...lines].sort());
  expect(seen).toBeGreaterThan(7);
});

test('Ctrl-C: what is counted is there, and nothing else', async () => {
  const interruption = new AbortController();
  atRequest(6, () => interruption.abort());
  const sent = await send({ interrupt: interruption.signal });
  const said = /Interrupted\. ([\d,]+) messages were acknowledged\.\n/.exec(sent.stderr);
  expect(sent.code).toBe(130);
  const there = await read();
  expect(there.length).toBe(number(said?.[1]));
  expect(there.length).toBeGreaterThan(0);
  expect(there.length).toBeLessThan(lines.length);
  expect(new Set(there).size).toBe(there.length);
});

test('a topic that is deleted meanwhile', async () => {
  let seen = 0;
  let isGone = false;
  const remove = async () => {
    await run(`topics delete ${name} --confirm ${name} --brokers ${lab.bootstrap}`);
    isGone = true;
  };
  for (const proxy of lab.proxies)
    proxy.onRequest(({ apiKey }) => {
      if (apiKey !== produceKey) return 'forward';
      seen += 1;
      if (seen === 4) void remove();
      // Nothing more is written until it is gone.
      return seen < 4 || isGone ? 'forward' : 'cut';
    });
  const sent = await send();
  expect(sent.stderr).toMatch(
    new RegExp(`${name} was deleted while it was written to\\. [\\d,]+ messages were acknowledged`),
  );
  expect(sent.code).toBe(5);
});
