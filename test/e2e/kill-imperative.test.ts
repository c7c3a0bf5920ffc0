import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillPartition } from '../integration/topics/fill-partition.js';
import { type ProxiedBroker, startProxiedBroker } from '../lab/kafka/proxied.js';
import { kafkaTool } from '../lab/kafka/tools.js';
import type { Verdict } from '../lab/kafka-proxy.js';
import { folderWith, run } from '../run.js';
import { start } from './exops.js';

let lab: ProxiedBroker;

beforeAll(async () => {
  lab = await startProxiedBroker({ delayMs: 10 });
});
afterAll(() => lab?.stop());

/** Kills the built program as it sends the first request of an API; the broker hears of it, or doesn't. */
async function killAt(apiKey: number, verdict: Verdict, args: readonly string[]): Promise<void> {
  const cwd = await folderWith({});
  let hasSeen = false;
  const started = start([...args, '--brokers', lab.proxy.bootstrap], { cwd });
  lab.proxy.onRequest((request) => {
    if (request.apiKey !== apiKey) return 'forward';
    hasSeen = true;
    started.child.kill('SIGKILL');
    return verdict;
  });
  const { signal, stderr } = await started.finished;
  lab.proxy.onRequest();
  expect({ hasSeen, signal }, stderr).toEqual({ hasSeen: true, signal: 'SIGKILL' });
}

const begins = async (name: string) =>
  (await kafkaTool(lab.broker.bootstrap, 'get-offsets', ['--topic', name, '--time', '-2'])).trim();
const exops = (line: string) => run(`topics ${line} --brokers ${lab.proxy.bootstrap}`);

const apis = { deleteTopics: 20, deleteRecords: 21 };

test.each<Verdict>(['forward', 'cut'])(
  'a deletion that was killed (%s) is finished by the next',
  async (verdict) => {
    const names = ['a', 'b'].map((name) => `kill-${verdict}.${name}`);
    expect((await exops(`create ${names.join(' ')} --yes`)).code).toBe(0);
    await killAt(apis.deleteTopics, verdict, ['topics', 'delete', ...names, '--confirm', '2 topics']);
    expect((await exops(`delete ${names.join(' ')} --if-exists --confirm "2 topics"`)).code).toBe(0);
    const listed = await kafkaTool(lab.broker.bootstrap, 'topics', ['--list']);
    for (const name of names) expect(listed).not.toContain(name);
  },
);

test.each<Verdict>(['forward', 'cut'])(
  'a trim that was killed (%s) is finished by the next',
  async (verdict) => {
    const name = `kill-${verdict}.trim`;
    expect((await exops(`create ${name} --yes`)).code).toBe(0);
    const timestamps = [1, 2, 3, 4].map(() => Date.now());
    await fillPartition(lab.proxy.bootstrap, { topic: name, timestamps });
    await killAt(apis.deleteRecords, verdict, ['topics', 'trim', name, '--before', '3', '--confirm', name]);
    expect((await exops(`trim ${name} --before 3 --confirm ${name}`)).code).toBe(0);
    expect(await begins(name)).toBe(`${name}:0:3`);
  },
);
