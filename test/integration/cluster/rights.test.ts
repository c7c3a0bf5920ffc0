import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SecureBroker, startBroker } from '../../lab/kafka/broker.js';
import { users } from '../../lab/kafka/listeners.js';
import { grantAcl } from '../../lab/kafka/msk-rights.js';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { run } from '../../run.js';

let broker: SecureBroker;

beforeAll(async () => {
  broker = await startBroker({ secure: true, authorizer: true });
  await kafkaTool(broker.bootstrap, 'topics', ['--create', '--topic', 'seen']);
  await kafkaTool(broker.bootstrap, 'topics', ['--create', '--topic', 'hidden']);
  await grantAcl(broker.bootstrap, { principal: 'weak', operations: ['DESCRIBE'], on: { topic: 'seen' } });
});
afterAll(() => broker?.stop());

const as = (user: 'ops' | 'weak', line: string, options = {}) =>
  run(
    `cluster ${line} --brokers ${broker.listeners.scram} --auth scram --username ${user} --ca ${broker.pki.ca}`,
    { env: { EXOPS_PASSWORD: users[user] }, ...options },
  );

/** Without the target, and what a slow machine waited for. */
const notShown = (stderr: string) => stderr.split('\n').filter((line) => line.startsWith('Not shown'));

const right = '(Describe on the cluster)';

test('info without rights: what needs none, and a line for each right that is missing', async () => {
  const { code, stdout, stderr } = await as('weak', 'info', { tty: true, columns: 120 });
  expect(stdout).toContain('version     Kafka 4.1\n');
  expect(stdout).toContain('login       SCRAM-SHA-512 as weak, over TLS\n');
  expect(stdout).toContain('topics      1\n');
  expect(stdout).not.toMatch(/controller|DISK|FULL/);
  expect(notShown(stderr)).toEqual([
    `Not shown: controller: no right to ask for it ${right}`,
    `Not shown: disk: no right to ask for it ${right}`,
  ]);
  expect(code).toBe(0);
});

test('health without rights: columns are left out, and the rest is judged', async () => {
  const { code, stdout, stderr } = await as('weak', 'health --check', { tty: true, columns: 120 });
  expect(stdout).toBe(
    `BROKER  STATE  LEADERS  EVEN  REPLICAS
     1  ok           1     1         1

1 topic, 1 partition: all have a leader and their replicas in sync.
`,
  );
  expect(notShown(stderr)).toEqual([
    `Not shown: replicas that are being moved: no right to ask for it ${right}`,
    'Not shown: min.insync.replicas: no right to ask for it (DescribeConfigs on topics)',
    `Not shown: disk: no right to ask for it ${right}`,
  ]);
  expect(code).toBe(0);
  const json = JSON.parse((await as('weak', 'health -o json')).stdout);
  expect(json).toMatchObject({ underMinIsr: null, atMinIsr: null, brokers: [{ disk: { bytes: null } }] });
  expect(json.notRead.map(({ access }: { access: boolean }) => access)).toEqual([true, true, true]);
});

test('a check that may see no topic does not pass: first nobody knows of any, then the brokers do', async () => {
  const allow = (...rights: string[]) =>
    kafkaTool(broker.bootstrap, 'acls', ['--allow-principal', 'User:weak', ...rights]);
  await allow('--remove', '--force', '--operation', 'Describe', '--topic', 'seen');
  try {
    const unclear = await as('weak', 'health --check');
    expect(unclear.stderr).toContain('No topics: none is there, none matches, or this login may see none.\n');
    expect([unclear.code, (await as('weak', 'health')).code]).toEqual([1, 0]);
    await allow('--add', '--operation', 'Describe', '--cluster');
    const hidden = await as('weak', 'health --check -o json');
    expect(hidden.stderr).toContain('No topics that this login may see, though brokers have some');
    expect([hidden.code, JSON.parse(hidden.stdout).isHealthy]).toEqual([4, null]);
  } finally {
    await allow('--remove', '--force', '--operation', 'Describe', '--cluster');
    await allow('--add', '--operation', 'Describe', '--topic', 'seen');
  }
});

test('with all rights nothing is left out', async () => {
  for (const line of ['info', 'health']) {
    const { code, stderr } = await as('ops', line);
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.not.stringContaining('Not shown') });
  }
});
