import { beforeAll, expect, inject, test } from 'vitest';
import { run } from '../../run.js';
import { commit } from './commit.js';
import { admin, topicWith } from './lag-scene.js';

const { bootstrap } = inject('kafka');
const at = `--brokers ${bootstrap}`;

beforeAll(async () => {
  await topicWith('lagcheck.state', [6]);
  await commit(bootstrap, {
    'lagcheck-state': [['lagcheck.state', 0, 2n]],
    'lagcheck-stopped': [['lagcheck.state', 0, 6n]],
  });
});

test('--check: a group that has nothing in the topic has not read it', async () => {
  await topicWith('lag.unread', [1]);
  const pair = await run(`groups lag lagcheck-state --topic lag.unread --check ${at}`);
  expect([pair.code, pair.stdout]).toEqual([3, 'lagcheck-state\tEmpty\t0\t0\t0\tnothing in these topics\n']);
  expect(pair.stderr).toContain('✗ lagcheck-state: nothing is measured: nothing in these topics\n');
  const nobody = await run(`groups lag --topic lag.unread ${at}`);
  expect([nobody.code, nobody.stdout]).toEqual([0, '']);
  expect(nobody.stderr).toContain('No group reads lag.unread, or this login may see none.\n');
  expect((await run(`groups lag --topic lag.unread --check ${at}`)).code).toBe(1);
  const readers = await run(`groups lag --topic lagcheck.state -o name ${at}`);
  expect(readers.stdout).toBe('lagcheck-state\nlagcheck-stopped\n');
});

test('--check: a group whose only topic is gone has not read it', async () => {
  await topicWith('lag.gone', [1]);
  await commit(bootstrap, { 'lag-gone': [['lag.gone', 0, 1n]], 'lag-kept': [['lagcheck.state', 0, 6n]] });
  await admin((one) => one.deleteTopics({ topics: ['lag.gone'] }));
  const gone = await run(`groups lag lag-gone lag-kept --check ${at}`);
  // The coordinator forgets the offsets, and by and by the group.
  expect([gone.code, gone.stderr]).toEqual([
    expect.toBeOneOf([1, 3]),
    expect.stringMatching(/No such group, or no right to see it: lag-gone|✗ lag-gone: nothing is measured: /),
  ]);
  expect(gone.stderr).not.toContain('✗ lag-kept');
});

test('records that a trim took are counted, and noted', async () => {
  await topicWith('lag.trimmed', [9]);
  await commit(bootstrap, { 'lag-trimmed': [['lag.trimmed', 0, 1n]] });
  expect((await run(`topics trim lag.trimmed --before 5 --confirm lag.trimmed ${at}`)).code).toBe(0);
  const rows = await run(`groups lag lag-trimmed --by partition ${at}`);
  expect(rows.stdout).toBe('lag-trimmed\tlag.trimmed\t0\t1\t9\t8\t-\t4 gone\n');
  expect(
    JSON.parse((await run(`groups lag lag-trimmed -o json ${at}`)).stdout).groups[0].partitions[0],
  ).toMatchObject({ start: 5, lag: 8 });
});

test('more committed than there is', async () => {
  await topicWith('lag.anew', [2]);
  await commit(bootstrap, { 'lag-anew': [['lag.anew', 0, 9n]] });
  const rows = await run(`groups lag lag-anew --by partition ${at}`);
  expect(rows.stdout).toBe('lag-anew\tlag.anew\t0\t9\t2\t0\t-\tpast the end\n');
  const checked = await run(`groups lag lag-anew --check --max-lag 8 ${at}`);
  expect(checked.code).toBe(3);
  expect(checked.stderr).toContain(
    '✗ lag-anew: 0 records behind, and 1 partition committed past the end; 8 allowed\n',
  );
});
