import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { closedPort } from '../../lab/faulty-listeners.js';
import { folderWith, run } from '../../run.js';
import { commit } from '../groups/commit.js';

const { bootstrap } = inject('kafka');

/** A folder with a configuration, and a state folder that several commands have in common. */
async function place(brokers = bootstrap, more = '') {
  const cwd = await folderWith({
    'exops.yaml': `version: 1\nenvironments:\n  dev: { cluster: { brokers: ["${brokers}"] }${more} }\n`,
  });
  const env = { EXOPS_STATE_DIR: join(cwd, 'state') };
  return {
    run: (line: string, tty = false) => run(line, { cwd, env, tty }),
    kept: () => readdir(join(cwd, 'state', 'names')).catch(() => []),
  };
}

const silent = { code: 0, stdout: '', stderr: '', questions: [] };

test('topics and groups are asked for, kept, and completed without asking again', async () => {
  const here = await place();
  await here.run('topics create complete.one complete.two --yes');
  await commit(bootstrap, { 'complete-group': [['complete.one', 0, 0n]] });
  expect(await here.run('complete --refresh topics -- topics list')).toMatchObject(silent);
  expect(await here.run('complete --refresh groups -- topics list')).toMatchObject(silent);
  expect(await here.kept()).toHaveLength(2);
  const described = await here.run('complete -- topics describe complete.');
  expect(described).toMatchObject({ ...silent, stdout: 'complete.one\ncomplete.two\n' });
  const lag = await here.run('complete -- groups lag --topic=complete.o');
  expect(lag.stdout).toBe('--topic=complete.one\n');
  expect((await here.run('complete -- groups reset complete-')).stdout).toBe('complete-group\n');
});

test('what a person was shown is kept for the same cluster, and nothing in a pipe', async () => {
  const here = await place();
  await here.run('topics create complete.shown --yes');
  await here.run('topics list');
  await here.run('groups list');
  expect(await here.kept()).toEqual([]);
  await here.run('topics list nothing*', true);
  expect(await here.kept()).toHaveLength(1);
  expect((await here.run('complete -- topics delete complete.sh')).stdout).toBe('complete.shown\n');
  await here.run('groups list', true);
  expect(await here.kept()).toHaveLength(2);
});

test('where the cluster can not be asked that is kept, and nobody is told', async () => {
  const { bootstrap: closed } = await closedPort();
  const here = await place(closed);
  expect(await here.run('complete --refresh topics -- topics list', true)).toMatchObject(silent);
  expect(await here.kept()).toHaveLength(1);
  expect(await here.run('complete -- topics describe x')).toMatchObject(silent);
});

test('another cluster than the one that exops.yaml says is not believed', async () => {
  const cwd = await folderWith({
    'exops.yaml': `version: 1\nenvironments:\n  dev: { cluster: { brokers: ["${bootstrap}"], clusterId: another } }\n`,
  });
  const env = { EXOPS_STATE_DIR: join(cwd, 'state') };
  await run(`topics create complete.other --yes --brokers ${bootstrap}`);
  await run('complete --refresh topics -- topics list', { cwd, env });
  expect(await readdir(join(cwd, 'state', 'names'))).toHaveLength(1);
  expect((await run('complete -- topics describe complete.o', { cwd, env })).stdout).toBe('');
});
