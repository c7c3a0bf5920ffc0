import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ProxiedBroker, startProxiedBroker } from '../lab/kafka/proxied.js';
import { describeTopics, type TopicDescription } from '../lab/kafka/topic-descriptions.js';
import type { Verdict } from '../lab/kafka-proxy.js';
import { folderWith, run } from '../run.js';
import { start } from './exops.js';

let lab: ProxiedBroker;

beforeAll(async () => {
  lab = await startProxiedBroker({ delayMs: 10 });
});
afterAll(() => lab?.stop());

/** What is there before: a topic to grow and alter, one to delete, one that is nobody's business. */
const before = (prefix: string) => `version: 1
topics:
  ${prefix}.grow: { partitions: 1, configs: { retention.ms: 1d } }
  ${prefix}.drop:
  not-ours.${prefix}: { configs: { retention.ms: 5d } }
`;

const wanted = (prefix: string) => `version: 1
scope: { include: ["${prefix}.*"] }
topics:
  ${prefix}.grow: { partitions: 3, configs: { retention.ms: 2d } }
  ${prefix}.new: { partitions: 2, configs: { retention.ms: 3d } }
`;

const declared = (prefix: string): Record<string, Partial<TopicDescription>> => ({
  [`${prefix}.grow`]: { partitions: 3, overrides: { 'retention.ms': '172800000' } },
  [`${prefix}.new`]: { partitions: 2, overrides: { 'retention.ms': '259200000' } },
  [`not-ours.${prefix}`]: { partitions: 1, overrides: { 'retention.ms': '432000000' } },
});

/** The handshake, the reading, every change and every verification: one request after the other until the run is through. */
test.each<Verdict>(['forward', 'cut'])(
  'killed at every request (%s), the next run finishes',
  async (verdict) => {
    const prefixes: string[] = [];
    for (let request = 1; ; request++) {
      const prefix = `kill-${verdict}-${request}`;
      prefixes.push(prefix);
      const cwd = await folderWith({ 'before.yaml': before(prefix), 'wanted.yaml': wanted(prefix) });
      const brokers = `--brokers ${lab.proxy.bootstrap}`;
      lab.proxy.onRequest();
      expect((await run(`topics sync before.yaml --yes ${brokers}`, { cwd })).code).toBe(0);

      const sync = ['topics', 'sync', 'wanted.yaml', '--prune', '--confirm', `${prefix}.drop`];
      let seen = 0;
      const started = start([...sync, '--brokers', lab.proxy.bootstrap], { cwd });
      lab.proxy.onRequest(() => {
        seen += 1;
        if (seen !== request) return 'forward';
        started.child.kill('SIGKILL');
        return verdict;
      });
      const { signal, code } = await started.finished;
      lab.proxy.onRequest();
      if (signal === null) {
        expect(code).toBe(0);
        expect(request).toBeGreaterThan(8);
        break;
      }
      const again = await run(`topics sync wanted.yaml --prune --confirm ${prefix}.drop ${brokers}`, { cwd });
      expect(again.code).toBe(0);
      await expectReadableJournal(cwd);
    }
    const topics = await describeTopics(lab.broker.bootstrap);
    for (const prefix of prefixes) {
      expect(topics.get(`${prefix}.drop`)).toBeUndefined();
      for (const [name, description] of Object.entries(declared(prefix)))
        expect.soft(topics.get(name), name).toMatchObject(description);
    }
  },
);

/** Whatever the moment, the record holds what was there before anything changed. */
async function expectReadableJournal(home: string): Promise<void> {
  const folder = join(home, '.local', 'state', 'exops', 'journal');
  const files = await readdir(folder).catch(() => []);
  for (const file of files) {
    const [header = ''] = (await readFile(join(folder, file), 'utf8')).split('\n');
    if (header !== '') expect(JSON.parse(header)).toHaveProperty('plan.changes');
  }
}
