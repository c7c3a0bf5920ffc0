import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type ProxiedBroker, startProxiedBroker } from '../lab/kafka/proxied.js';
import { kafkaTool } from '../lab/kafka/tools.js';
import type { Verdict } from '../lab/kafka-proxy.js';
import { folderWith, run } from '../run.js';
import { start } from './exops.js';

let lab: ProxiedBroker;

beforeAll(async () => {
  lab = await startProxiedBroker({ delayMs: 2 });
});
afterAll(() => lab?.stop());
afterEach(() => lab.proxy.onRequest());

const list = async (tool: 'topics' | 'consumer-groups') => {
  const names = (await kafkaTool(lab.broker.bootstrap, tool, ['--list'])).split('\n');
  return names.filter((name) => name.startsWith('exops-check-'));
};

const check = () => run(`cluster check --records 2 --brokers ${lab.proxy.bootstrap}`);

const hoursAhead = (hours: number) => {
  const real = Date.now;
  vi.spyOn(Date, 'now').mockImplementation(() => real() + hours * 3_600_000);
};

/** Ends the built program with a signal as it sends a request of an API for the n-th time; the broker hears of that one, or doesn't. */
async function endAt(signal: 'SIGKILL' | 'SIGINT', apiKey: number, nth: number, verdict: Verdict) {
  const cwd = await folderWith({});
  let seen = 0;
  const args = ['cluster', 'check', '--records', '2', '--brokers', lab.proxy.bootstrap];
  const started = start(args, { cwd });
  lab.proxy.onRequest((request) => {
    if (request.apiKey !== apiKey || ++seen !== nth) return 'forward';
    started.child.kill(signal);
    return verdict;
  });
  const finished = await started.finished;
  lab.proxy.onRequest();
  expect(seen, finished.stderr).toBeGreaterThanOrEqual(nth);
  return finished;
}

const apis = { produce: 0, fetch: 1, joinGroup: 11, leaveGroup: 13, createTopics: 19, deleteTopics: 20 };

test.each<[api: keyof typeof apis, nth: number, verdict: Verdict, left: number]>([
  ['createTopics', 1, 'forward', 1],
  ['createTopics', 1, 'cut', 0],
  ['joinGroup', 2, 'forward', 1],
  ['produce', 1, 'forward', 1],
  ['fetch', 3, 'cut', 1],
  ['leaveGroup', 1, 'cut', 1],
  ['deleteTopics', 1, 'cut', 1],
  ['deleteTopics', 1, 'forward', 0],
])('killed at %s %i (%s), a later check removes what was left', async (api, nth, verdict, left) => {
  expect(await endAt('SIGKILL', apis[api], nth, verdict)).toMatchObject({ signal: 'SIGKILL' });
  await vi.waitFor(async () => expect(await list('topics')).toHaveLength(left), { timeout: 10_000 });
  const [topic] = await list('topics');
  if (topic !== undefined) {
    const { code, stderr } = await check();
    expect(stderr).toContain(`Left the topic ${topic} as it is: another check may be using it, which began `);
    expect(code).toBe(0);
    expect(await list('topics')).toEqual([topic]);
    hoursAhead(2);
    // Members that were killed are in their groups until their sessions time out.
    await vi.waitFor(
      async () =>
        expect((await check()).stderr).toContain(`Removed the topic ${topic}, which a killed check`),
      { timeout: 60_000, interval: 1_000 },
    );
    vi.restoreAllMocks();
  }
  expect(await list('topics')).toEqual([]);
  expect(await list('consumer-groups')).toEqual([]);
});

test.each<[api: keyof typeof apis, nth: number]>([
  ['createTopics', 1],
  ['joinGroup', 1],
  ['produce', 2],
])('Ctrl-C at %s %i takes away what was made', async (api, nth) => {
  const { code, stdout, stderr } = await endAt('SIGINT', apis[api], nth, 'forward');
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  expect(stderr).toContain('Interrupted. What the check made is taken away.');
  expect(await list('topics')).toEqual([]);
  expect(await list('consumer-groups')).toEqual([]);
});

test('a check that is running is left alone, whatever its time', async () => {
  const cwd = await folderWith({});
  const args = ['cluster', 'check', '--records', '10000', '--size', '100000'];
  const { child, finished } = start([...args, '--brokers', lab.proxy.bootstrap], { cwd });
  try {
    await vi.waitFor(async () => expect(await list('consumer-groups')).toHaveLength(2), { timeout: 60_000 });
    const [topic] = await list('topics');
    hoursAhead(2);
    const { stderr } = await check();
    vi.restoreAllMocks();
    for (const name of [`group ${topic}-split`, `group ${topic}-copy`])
      expect(stderr).toContain(`Left the ${name} as it is: it has members: a check is running.\n`);
    expect(stderr).toContain(
      `Left the topic ${topic} as it is: a group of it has members: a check is running.\n`,
    );
    expect(await list('topics')).toEqual([topic]);
  } finally {
    child.kill('SIGINT');
  }
  expect(await finished).toMatchObject({ code: 130 });
  expect(await list('topics')).toEqual([]);
});
