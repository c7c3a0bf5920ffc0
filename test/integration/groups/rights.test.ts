import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SecureBroker, startBroker } from '../../lab/kafka/broker.js';
import { users } from '../../lab/kafka/listeners.js';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { run } from '../../run.js';
import { commit } from './commit.js';

let broker: SecureBroker;

beforeAll(async () => {
  broker = await startBroker({ secure: true, authorizer: true });
  await kafkaTool(broker.bootstrap, 'topics', ['--create', '--topic', 'seen', '--partitions', '1']);
  await commit(broker.bootstrap, { 'pay-in': [['seen', 0, 0n]], 'pay-out': [['seen', 0, 0n]] });
});
afterAll(() => broker?.stop());

const asWeak = (line: string) =>
  run(`${line} --brokers ${broker.listeners.scram} --auth scram --username weak --ca ${broker.pki.ca}`, {
    env: { EXOPS_PASSWORD: users.weak },
  });

const allow = (...rights: readonly string[]) =>
  kafkaTool(broker.bootstrap, 'acls', ['--add', '--allow-principal', 'User:weak', ...rights]);

test('what a login may not see is said to be hidden, step by step', async () => {
  const nothing = await asWeak('groups lag');
  expect([nothing.code, nothing.stdout]).toEqual([0, '']);
  expect(nothing.stderr).toContain('No groups: none is there, none matches, or this login may see none.\n');
  expect((await asWeak('groups lag --check')).code).toBe(1);

  // The group, not its topics.
  await allow('--operation', 'Describe', '--group', 'pay-in');
  const hidden = await asWeak('groups lag');
  expect([hidden.code, hidden.stdout]).toEqual([
    0,
    'pay-in\tEmpty\t0\t0\t0\tnothing committed that is seen\n',
  ]);

  // All names, through the cluster, and one group.
  await allow('--operation', 'Describe', '--cluster');
  await allow('--operation', 'Describe', '--topic', 'seen');
  const partly = await asWeak('groups lag');
  expect([partly.code, partly.stdout]).toEqual([
    4,
    'pay-in\tEmpty\t0\t0\t0\t\npay-out\tEmpty\t-\t-\t0\tnot read: GROUP_AUTHORIZATION_FAILED\n',
  ]);
  expect(partly.stderr).toContain('No right to read the group pay-out: GROUP_AUTHORIZATION_FAILED\n');
  const listed = await asWeak('groups list');
  expect([listed.code, listed.stdout]).toEqual([
    4,
    'pay-in\tclassic\tEmpty\t0\t1\npay-out\tclassic\tEmpty\t-\t1\n',
  ]);
  expect((await asWeak('groups lag pay-* --check')).code).toBe(4);

  const reset = await asWeak('groups reset pay-in --to latest --topic seen --yes');
  expect([reset.code, reset.stdout.trim()]).toEqual([0, 'Nothing to do: 1 topic as asked.']);
  const refused = await asWeak('groups reset pay-out --to latest --yes');
  expect([refused.code, refused.stdout]).toEqual([
    4,
    expect.stringContaining("it can't be read: GROUP_AUTHORIZATION_FAILED"),
  ]);
  await kafkaTool(broker.bootstrap, 'console-producer', ['--topic', 'seen'], { input: 'record\n' });
  const uncommitted = await asWeak('groups reset pay-in --to latest --yes');
  expect(uncommitted.code).toBe(4);
  expect(uncommitted.stderr).toContain('✗ seen: GROUP_AUTHORIZATION_FAILED\n');
  const undeleted = await asWeak('groups delete pay-in --confirm pay-in');
  expect(undeleted.code).toBe(4);
  expect(undeleted.stderr).toContain('✗ pay-in: GROUP_AUTHORIZATION_FAILED\n');
});
