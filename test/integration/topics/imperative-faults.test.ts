import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ProxiedBroker, startProxiedBroker } from '../../lab/kafka/proxied.js';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { type RunOptions, run } from '../../run.js';
import { fillPartition } from './fill-partition.js';

const deleteRecordsKey = 21;
const deleteTopicsKey = 20;
let lab: ProxiedBroker;
let count = 0;
let name = '';

beforeAll(async () => {
  lab = await startProxiedBroker({ delayMs: 10 });
});
afterAll(() => lab?.stop());
beforeEach(async () => {
  lab.proxy.onRequest();
  count += 1;
  name = `fault.${count}`;
  expect((await topics(`create ${name} --yes`)).code).toBe(0);
  await fillPartition(lab.proxy.bootstrap, { topic: name, timestamps: [1, 2, 3] });
});

const topics = (line: string, options: RunOptions = {}) =>
  run(`topics ${line} --brokers ${lab.proxy.bootstrap}`, options);
const begins = async () =>
  (await kafkaTool(lab.broker.bootstrap, 'get-offsets', ['--topic', name, '--time', '-2'])).trim();

test('a trim whose answer is lost counts when the partitions begin there', async () => {
  lab.proxy.onRequest(({ apiKey }) => (apiKey === deleteRecordsKey ? 'cut-after-forward' : 'forward'));
  const result = await topics(`trim ${name} --all --confirm ${name}`);
  expect(result.stderr).toContain('✓ 1 changed, verified in');
  expect(result.code).toBe(0);
  expect(await begins()).toBe(`${name}:0:3`);
});

test('a trim that never reached the broker is uncertain, and the next one does it', async () => {
  lab.proxy.onRequest(({ apiKey }) => (apiKey === deleteRecordsKey ? 'cut' : 'forward'));
  const result = await topics(`trim ${name} --before 2 --confirm ${name}`);
  expect(result.stderr).toContain('(partition 0 still begins at 0, not 2)');
  expect(result.stderr).toContain('1 uncertain');
  expect(result.code).toBe(5);
  lab.proxy.onRequest();
  expect((await topics(`trim ${name} --before 2 --confirm ${name}`)).code).toBe(0);
  expect(await begins()).toBe(`${name}:0:2`);
});

test('Ctrl-C while records are deleted: what was accepted is said, and not verified', async () => {
  const interruption = new AbortController();
  lab.proxy.onRequest(({ apiKey }) => {
    if (apiKey === deleteRecordsKey) interruption.abort();
    return 'forward';
  });
  const result = await topics(`trim ${name} --all --confirm ${name}`, { interrupt: interruption.signal });
  expect(result.stderr).toContain('Interrupted: ending what is under way.');
  expect(result.stderr).toContain('1 changed, not verified');
  expect(result.code).toBe(130);
  expect(await begins()).toBe(`${name}:0:3`);
});

test('records that came since the plan, in a topic to be deleted, stop the deletion', async () => {
  expect((await topics(`trim ${name} --all --confirm ${name}`)).code).toBe(0);
  const result = await topics(`delete ${name}`, {
    tty: true,
    answers: [name],
    onQuestion: () => fillPartition(lab.proxy.bootstrap, { topic: name, timestamps: [1] }),
  });
  expect(result.stdout).toContain('caution: holds nothing');
  expect(result.stderr).toContain(
    'Somebody changed things since this plan was made. Nothing has been applied.',
  );
  expect(result.code).toBe(1);
});

test('a topic that is made anew while a person reads what goes stops the trim', async () => {
  const result = await topics(`trim ${name} --all`, {
    tty: true,
    answers: [name],
    onQuestion: async () => {
      await topics(`delete ${name} --confirm ${name}`);
      await topics(`create ${name} --yes`);
    },
  });
  expect(result.stderr).toContain('Somebody changed things since this plan was made.');
  expect(result.code).toBe(1);
});

test('a deletion whose answer is lost counts when the topic is gone', async () => {
  lab.proxy.onRequest(({ apiKey }) => (apiKey === deleteTopicsKey ? 'cut-after-forward' : 'forward'));
  const result = await topics(`delete ${name} --confirm ${name}`);
  expect(result.stderr).toContain('✓ 1 deleted, verified in');
  expect(result.code).toBe(0);
});
