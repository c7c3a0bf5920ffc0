import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { temporaryFolder } from '../../lab/temporary-folder.js';
import { folderWith, run } from '../../run.js';
import { commit } from './commit.js';
import { startConsumer } from './java-consumer.js';

const { bootstrap } = inject('kafka');
const at = `--brokers ${bootstrap}`;

async function topicWith(name: string, records: number) {
  await run(`topics sync - --yes ${at}`, {
    input: `version: 1\ntopics:\n  ${name}: { partitions: 1, replicationFactor: 1 }\n`,
  });
  const input = Array.from({ length: records }, (_, index) => `record ${index}\n`).join('');
  await kafkaTool(bootstrap, 'console-producer', ['--topic', name], { input });
}

async function stateFolder(): Promise<string> {
  const folder = await temporaryFolder();
  onTestFinished(() => folder.remove());
  return folder.path;
}

const offsetOf = async (group: string) =>
  JSON.parse((await run(`groups lag ${group} -o json ${at}`)).stdout).groups[0]?.partitions[0]?.committed;

test('old, new and what lies between; then undone by the file that was left', async () => {
  await topicWith('reset.orders', 10);
  await commit(bootstrap, { 'reset-a': [['reset.orders', 0, 7n]] });
  const state = await stateFolder();
  const env = { EXOPS_STATE_DIR: state };

  const shown = await run(`groups reset reset-a --to 2 --dry-run ${at}`, { tty: true });
  expect([shown.code, shown.stdout]).toEqual([
    0,
    `  ~ reset.orders
      partition 0  7 → 2  5 back
        caution: 5 records will be read again

Plan: 1 to change.
`,
  ]);
  expect((await run(`groups reset reset-a --to 2 --check ${at}`)).code).toBe(3);
  expect(await offsetOf('reset-a')).toBe(7);

  const declined = await run(`groups reset reset-a --to 2 ${at}`, { env, tty: true, answers: ['n'] });
  expect([declined.code, await offsetOf('reset-a')]).toEqual([1, 7]);

  const done = await run(`groups reset reset-a --to 2 --yes ${at}`, { env });
  expect(done.code).toBe(0);
  const [name = ''] = await readdir(join(state, 'offsets'));
  const file = join(state, 'offsets', name);
  expect(done.stderr).toContain(
    `✓ offsets as they were: ${file}\n    undo: exops groups reset reset-a --from-file ${file} --brokers ${bootstrap}\n`,
  );
  expect(done.stderr).toContain('✓ 1 changed, verified in ');
  expect(await readFile(file, 'utf8')).toBe('reset.orders 0 7\n');
  expect(await offsetOf('reset-a')).toBe(2);

  const undone = await run(`groups reset reset-a --from-file ${file} --yes -o json ${at}`, { env });
  expect(undone.code).toBe(0);
  const [{ status, kept }] = JSON.parse(undone.stdout).outcomes;
  expect([status, await readFile(kept, 'utf8')]).toEqual(['done', 'reset.orders 0 2\n']);
  expect(await offsetOf('reset-a')).toBe(7);
  const same = await run(`groups reset reset-a --from-file ${file} --yes ${at}`, { env });
  expect([same.code, same.stdout]).toEqual([0, 'Nothing to do: 1 topic as asked.\n']);
  // What Kafka's own tool says of it.
  const tool = await kafkaTool(bootstrap, 'consumer-groups', [
    '--describe',
    '--group',
    'reset-a',
    '--offsets',
  ]);
  expect(tool).toMatch(/reset\.orders +0 +7 +10 +3/);
});

test.each([
  ['earliest', 0],
  ['latest', 10],
  ['+2', 8],
  ['-100', 0],
  ['-1h', 0],
  ['2999-01-01T00:00:00Z', 10],
])('to %s', async (to, expected) => {
  const name = `reset.point${to.replaceAll(/[^a-z0-9]/g, '')}${expected}`;
  await topicWith(name, 10);
  await commit(bootstrap, { [name]: [[name, 0, 6n]] });
  expect((await run(`groups reset ${name} --to ${to} --yes ${at}`)).code).toBe(0);
  expect(await offsetOf(name)).toBe(expected);
});

test('a group that is not there is made when its topics are named', async () => {
  await topicWith('reset.new', 3);
  const refused = await run(`groups reset reset-new --to latest --yes ${at}`);
  expect(refused.code).toBe(1);
  expect(refused.stdout).toContain('no such group, or no right to see it; for a new one name its topics');
  expect((await run(`groups reset reset-new --to latest --topic reset.new:0 --yes ${at}`)).code).toBe(0);
  expect(await offsetOf('reset-new')).toBe(3);
  const gone = await run(
    `groups reset reset-new --to latest --topic reset.new:7 --topic reset.none --yes ${at}`,
  );
  expect(gone.code).toBe(1);
  expect(gone.stdout).toContain('it has no partition 7');
  expect(gone.stdout).toContain('no such topic, or no right to see it');
});

test.each([
  ['classic', []],
  ['consumer', ['group.protocol=consumer']],
] as const)(
  'a running group of the %s protocol is refused, by us and by its broker',
  async (type, settings) => {
    const topic = `reset.running-${type}`;
    const group = `reset-running-${type}`;
    const late = `reset-late-${type}`;
    await topicWith(topic, 4);
    const consumer = await startConsumer({ bootstrap, topic, group, settings });
    await consumer.received(4);
    const refused = await run(`groups reset ${group} --to earliest --yes ${at}`);
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain('1 member): stop its members first');
    const kept = await run(`groups delete ${group} --confirm ${group} ${at}`);
    expect([kept.code, kept.stdout]).toEqual([1, expect.stringContaining('stop its members first')]);

    // Members that come while the plan is read.
    await commit(bootstrap, { [late]: [[topic, 0, 2n]] });
    const state = await stateFolder();
    const joining = await run(`groups reset ${late} --to earliest ${at}`, {
      tty: true,
      answers: ['y'],
      env: { EXOPS_STATE_DIR: state },
      onQuestion: async () => {
        const member = await startConsumer({ bootstrap, topic, group: late, settings });
        await member.received(2);
      },
    });
    expect(joining.code).toBe(1);
    expect(joining.stderr).toContain(
      'Somebody changed things since this plan was made. Nothing has been applied.',
    );
  },
);

test('a stopped group is deleted when its name is typed, and can be made again', async () => {
  await topicWith('reset.deleted', 5);
  await commit(bootstrap, {
    'reset-deleted': [['reset.deleted', 0, 4n]],
    'reset-deleted-2': [['reset.deleted', 0, 1n]],
  });
  const state = await stateFolder();
  const env = { EXOPS_STATE_DIR: state };
  const unasked = await run(`groups delete reset-deleted --yes ${at}`, { env });
  expect(unasked.code).toBe(2);
  const done = await run(`groups delete reset-deleted reset-deleted-2 --confirm "2 groups" ${at}`, { env });
  expect(done.code).toBe(0);
  expect(done.stdout).toContain('- reset-deleted    classic, offsets of 1 partition');
  expect((await run(`groups list reset-deleted* ${at}`)).stdout).toBe('');
  const again = await run(`groups delete reset-deleted --confirm reset-deleted ${at}`, { env });
  expect([again.code, again.stdout]).toEqual([
    1,
    expect.stringContaining('no such group, or no right to see it'),
  ]);

  const names = await readdir(join(state, 'offsets'));
  const texts = await Promise.all(names.map((name) => readFile(join(state, 'offsets', name), 'utf8')));
  expect(texts.sort()).toEqual(['reset.deleted 0 1\n', 'reset.deleted 0 4\n']);
  const file = join(state, 'offsets', names[texts.indexOf('reset.deleted 0 4\n')] ?? '');
  expect((await run(`groups reset reset-deleted --from-file ${file} --yes ${at}`, { env })).code).toBe(0);
});

test('what looks like a pattern is no name, unless a group is called so', async () => {
  await topicWith('reset.pattern', 2);
  await commit(bootstrap, {
    'reset-glob-1': [['reset.pattern', 0, 1n]],
    'reset-real*': [['reset.pattern', 0, 1n]],
  });
  const refused = await run(`groups delete reset-glob-1 reset-glob* --confirm reset-glob-1 ${at}`);
  expect([refused.code, refused.stdout]).toEqual([2, '']);
  expect(refused.stderr).toContain('"reset-glob*" is a pattern: this command takes full names only.\n');
  expect(await offsetOf('reset-glob-1')).toBe(1);
  const env = { EXOPS_STATE_DIR: await stateFolder() };
  expect((await run(`groups delete reset-real* --confirm reset-real* ${at}`, { env })).code).toBe(0);
});

test('a protected environment wants the name of the group, not of its topic', async () => {
  await topicWith('reset.protected', 3);
  await commit(bootstrap, { 'reset-protected': [['reset.protected', 0, 3n]] });
  const cwd = await folderWith({
    'exops.yaml': `version: 1
environments: { here: { protected: true, cluster: { brokers: ["${bootstrap}"] } } }
`,
  });
  const env = { EXOPS_STATE_DIR: await stateFolder() };
  const reset = (words: string) =>
    run(`groups reset reset-protected --to earliest --confirm ${words}`, { cwd, env });
  const other = await reset('reset.protected');
  expect([other.code, await offsetOf('reset-protected')]).toEqual([2, 3]);
  expect(other.stderr).toContain('This plan needs: --confirm "reset-protected"');
  expect([(await reset('reset-protected')).code, await offsetOf('reset-protected')]).toEqual([0, 0]);
});

test('overlapping --topic set each partition once, and --topic chooses of the file that was left', async () => {
  await run(`topics create reset.twice --partitions 2 --replication-factor 1 --yes ${at}`);
  await commit(bootstrap, {
    'reset-twice': [
      ['reset.twice', 0, 5n],
      ['reset.twice', 1, 6n],
    ],
  });
  const env = { EXOPS_STATE_DIR: await stateFolder() };
  const committed = async () => {
    const [group] = JSON.parse((await run(`groups lag reset-twice -o json ${at}`)).stdout).groups;
    return group.partitions.map((one: { committed: number }) => one.committed);
  };
  const reset = `groups reset reset-twice --yes -o json ${at}`;
  const done = await run(`${reset} --to earliest --topic reset.twice:0 --topic reset.twice`, { env });
  expect([done.code, await committed()]).toEqual([0, [0, 0]]);
  const [{ kept }] = JSON.parse(done.stdout).outcomes;
  expect(await readFile(kept, 'utf8')).toBe('reset.twice 0 5\nreset.twice 1 6\n');
  const undone = await run(`${reset} --from-file ${kept} --topic reset.twice:1`, { env });
  expect([undone.code, await committed()]).toEqual([0, [0, 6]]);
});

test('without a place for the offsets as they are, nothing is changed', async () => {
  await topicWith('reset.full', 5);
  await commit(bootstrap, { 'reset-full': [['reset.full', 0, 4n]] });
  const state = await folderWith({ offsets: 'a file where the folder should be' });
  const failed = await run(`groups reset reset-full --to earliest --yes ${at}`, {
    env: { EXOPS_STATE_DIR: state },
  });
  expect(failed.code).toBe(1);
  expect(failed.stderr).toContain("✗ reset.full: Can't keep the offsets of reset-full: ");
  expect(await offsetOf('reset-full')).toBe(4);
});

test.each([
  ['', 'Where to? Give one of --to and --from-file.'],
  ['--to 5 --from-file f', 'Where to? Give one of --to and --from-file.'],
  ['--to ends', '--to "ends" is no point in a topic.'],
  ['--to 2026-02-30T00:00:00Z', '--to "2026-02-30T00:00:00Z" is no point in a topic.'],
  ['--to 2026-11-21T10:00:00', '--to "2026-11-21T10:00:00" has no zone.'],
  ['--to 5 --topic a:b', '--topic: expected a topic or topic:0,2,5-7, got "a:b".'],
  ['--from-file /nowhere', "--from-file: /nowhere can't be read."],
])('what makes no sense is refused before anything is reached: %s', async (flags, words) => {
  const { code, stderr } = await run(`groups reset g ${flags} --brokers 127.0.0.1:1`);
  expect([code, stderr.split('\n')[0]]).toEqual([2, words]);
});
