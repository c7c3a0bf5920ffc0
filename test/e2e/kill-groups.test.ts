import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commit } from '../integration/groups/commit.js';
import { fillPartition } from '../integration/topics/fill-partition.js';
import { type ProxiedBroker, startProxiedBroker } from '../lab/kafka/proxied.js';
import type { Verdict } from '../lab/kafka-proxy.js';
import { folderWith, run } from '../run.js';
import { start } from './exops.js';

let lab: ProxiedBroker;
let admin: ReturnType<Kafka['admin']>;

const topics = ['kill-reset.a', 'kill-reset.b'];
const apis = { offsetCommit: 8, deleteGroups: 42 };

beforeAll(async () => {
  lab = await startProxiedBroker({ delayMs: 10 });
  const { bootstrap } = lab.proxy;
  expect((await run(`topics create ${topics.join(' ')} --yes --brokers ${bootstrap}`)).code).toBe(0);
  const timestamps = Array.from({ length: 9 }, () => Date.now());
  for (const topic of topics) await fillPartition(bootstrap, { topic, timestamps });
  admin = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
});
afterAll(async () => {
  await admin?.disconnect();
  await lab?.stop();
});

/** What another client says is committed, a topic each; -1 for nothing. */
async function committed(groupId: string): Promise<number[]> {
  const offsets = await admin.fetchOffsets({ groupId, topics });
  return topics.map((name) => {
    const partitions = offsets.find(({ topic }) => topic === name)?.partitions ?? [];
    return Number(partitions[0]?.offset ?? -1);
  });
}

/**
 * Kills the built program at a request: at the first write when `after` is 0, else at so many requests after it. The broker
 * hears of that request, or doesn't.
 * @returns whether the program got as far as that
 */
async function isKilled(
  words: readonly string[],
  { after, write, verdict, cwd }: { after: number; write: number; verdict: Verdict; cwd: string },
): Promise<boolean> {
  const started = start([...words, '--brokers', lab.proxy.bootstrap], { cwd });
  let left: number | undefined;
  lab.proxy.onRequest(({ apiKey }) => {
    if (left === undefined && apiKey !== write) return 'forward';
    left = left === undefined ? after : left - 1;
    if (left !== 0) return 'forward';
    started.child.kill('SIGKILL');
    return verdict;
  });
  const { signal, code, stderr } = await started.finished;
  lab.proxy.onRequest();
  expect(signal === 'SIGKILL' || code === 0, stderr).toBe(true);
  return signal === 'SIGKILL';
}

const actions: [what: string, words: (group: string) => string[], write: number, then: number[]][] = [
  ['a reset', (group) => ['reset', group, '--to', '2', '--yes'], apis.offsetCommit, [2, 2]],
  ['a deletion', (group) => ['delete', group, '--confirm', group], apis.deleteGroups, [-1, -1]],
];

test.each(
  actions.flatMap((action) =>
    (['forward', 'cut'] as const).map((verdict) => [action[0], verdict, action] as const),
  ),
)(
  '%s that was killed at any request from its first write on (%s)',
  async (what, verdict, [, of, write, then]) => {
    let after = 0;
    for (; ; after++) {
      const group = `kill-${what.slice(2)}-${verdict}-${after}`;
      const words = ['groups', ...of(group)];
      await commit(lab.proxy.bootstrap, { [group]: topics.map((topic) => [topic, 0, 5n] as const) });
      const cwd = await folderWith({});
      if (!(await isKilled(words, { after, write, verdict, cwd }))) break;

      // Written before anything was sent, and whole.
      const folder = join(cwd, '.local/state/exops/offsets');
      const [name = '', ...others] = await readdir(folder);
      const file = join(folder, name);
      expect(others).toEqual([]);
      expect(await readFile(file, 'utf8')).toBe(topics.map((topic) => `${topic} 0 5\n`).join(''));
      const left = await committed(group);
      expect([[5, 5], then], 'all of it or nothing').toContainEqual(left);

      const again = await run(`${words.join(' ')} --brokers ${lab.proxy.bootstrap}`, { cwd });
      const isGone = left.every((offset) => offset < 0);
      expect(again.code).toBe(isGone ? 1 : 0);
      if (isGone) expect(again.stdout).toContain('no such group');
      expect(await committed(group)).toEqual(then);

      const undo = `groups reset ${group} --from-file ${file} --yes --brokers ${lab.proxy.bootstrap}`;
      expect((await run(undo, { cwd })).code).toBe(0);
      expect(await committed(group)).toEqual([5, 5]);
    }
    expect(after).toBeGreaterThanOrEqual(2);
  },
);
