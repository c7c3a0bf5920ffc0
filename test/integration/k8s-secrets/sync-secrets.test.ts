import { describe, expect, test } from 'vitest';
import { canary, exchangeWith } from './exchange.js';

const password = '$' + '{env:PASSWORD}';
const bootstrap = '$' + '{kafka:bootstrap}';
const hash = 'sha256 [0-9a-f]{8}';

test('makes what is not there, and finds nothing to do afterwards', async () => {
  const { exops, dataOf, namespace } = await exchangeWith({
    'db-credentials': { MYSQL_HOST: 'db.internal', MYSQL_PASSWORD: password },
    'kafka-credentials': { KAFKA_BOOTSTRAP_SERVERS: bootstrap },
  });
  const made = await exops('k8s sync-secrets --yes');
  expect(made.stderr.split('\n')[0]).toBe(`dev · context lab · namespace ${namespace.name}`);
  expect(made.stdout).toMatch(
    new RegExp(
      `^ {2}\\+ db-credentials {5}2 keys
 {6}MYSQL_HOST {6}${hash}
 {6}MYSQL_PASSWORD {2}${hash}
 {2}\\+ kafka-credentials {2}1 key
 {6}KAFKA_BOOTSTRAP_SERVERS {2}${hash}

Plan: 2 to create\\.
$`,
    ),
  );
  expect(made.stderr).toMatch(/^✓ 2 created, verified in [\d.]+ m?s$/m);
  expect(made.code).toBe(0);
  expect(await dataOf('db-credentials')).toEqual({
    MYSQL_HOST: 'db.internal',
    MYSQL_PASSWORD: `${canary}-1`,
  });
  expect(await dataOf('kafka-credentials')).toEqual({
    KAFKA_BOOTSTRAP_SERVERS: '10.0.11.8:9092,10.0.11.9:9092',
  });
  const { type, metadata } = await namespace.read<{
    type: string;
    metadata: { managedFields: { manager: string }[] };
  }>('Secret', 'db-credentials');
  expect([type, metadata.managedFields.map(({ manager }) => manager)]).toEqual(['Opaque', ['exops']]);
  expect(await exops('k8s sync-secrets --check')).toMatchObject({
    code: 0,
    stdout: 'Nothing to do: 2 secrets as declared.\n',
  });
});

test('a changed value on a terminal: shown by its hash, and asked for in words', async () => {
  const { exops, dataOf, secret, namespace } = await exchangeWith({
    'db-credentials': { MYSQL_HOST: 'db.internal', MYSQL_PASSWORD: password },
  });
  await secret('db-credentials', {
    MYSQL_HOST: 'db.internal',
    MYSQL_PASSWORD: `${canary}-old`,
    MINE: canary,
  });
  expect((await exops('k8s sync-secrets --check')).code).toBe(3);
  expect((await exops('k8s sync-secrets --yes')).code).toBe(2);
  const { screen, code } = await exops('k8s sync-secrets', { tty: true, answers: ['db-credentials'] });
  expect(screen.replaceAll(new RegExp(hash.replace('sha256 ', ''), 'g'), 'HASH')).toMatch(
    /^dev · context lab · namespace .*\n(?:Reading .*\n)* {2}~ db-credentials\n {6}MYSQL_PASSWORD {2}changed \(sha256 HASH → HASH\)\n {8}caution: the old values are recorded nowhere, as they may be passwords\n {4}keys that the file doesn't name are kept in: db-credentials\n {4}running pods keep the old values until they are restarted\n\nPlan: 1 to change \(destructive\)\.\nType "db-credentials" to apply: db-credentials\n✓ 1 changed, verified in/m,
  );
  expect(code).toBe(0);
  expect(namespace.name).not.toBe('');
  expect(await dataOf('db-credentials')).toEqual({
    MYSQL_HOST: 'db.internal',
    MYSQL_PASSWORD: `${canary}-1`,
    MINE: canary,
  });
});

test('the document says what the table says, and no value', async () => {
  const { exops, secret, namespace } = await exchangeWith({ a: { K: password }, b: { K: password } });
  await secret('b', { K: `${canary}-1` });
  const { stdout, code } = await exops('k8s sync-secrets --yes -o json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 'exops.change/v1',
    target: { environment: 'dev', context: 'lab', namespace: namespace.name },
    plan: {
      changes: [{ kind: 'secret', name: 'a', action: 'create', fields: [{ name: 'K', before: null }] }],
      unchanged: 1,
    },
    outcomes: [{ kind: 'secret', name: 'a', status: 'done' }],
  });
});

test('only those that are named', async () => {
  const { exops, dataOf } = await exchangeWith({ a: { K: 'x' }, b: { K: '$' + '{env:NOT_SET}' } });
  expect((await exops('k8s sync-secrets a --yes')).code).toBe(0);
  expect(await dataOf('a')).toEqual({ K: 'x' });
  expect(await dataOf('b')).toBeUndefined();
});

describe('what is refused, and left as it is', () => {
  test.each<[string, object, string]>([
    [
      'immutable',
      { immutable: true },
      'it is immutable: make a secret of another name, and point the workloads at it',
    ],
    [
      'another type',
      { type: 'example.com/own' },
      'it is of type example.com/own, and exops syncs Opaque secrets only',
    ],
    [
      'a controller',
      { metadata: { name: 's', labels: { 'reconcile.external-secrets.io/managed': 'true' } } },
      'External Secrets owns it (label reconcile.external-secrets.io/managed) and would write the old value back. Change it there, or use --ignore-owner',
    ],
    [
      'a change in flight',
      { metadata: { name: 's', annotations: { 'exops/patch-bootstrap': '{}' } } },
      "a change of its bootstrap servers isn't complete. Finish it with exops k8s patch-bootstrap --resume, or take it back with --undo",
    ],
  ])('%s', async (_, more, reason) => {
    const { exops, dataOf, secret } = await exchangeWith({ s: { K: password } });
    await secret('s', { K: `${canary}-old` }, more);
    const { stdout, code } = await exops('k8s sync-secrets --confirm s -o json');
    expect(JSON.parse(stdout).plan).toMatchObject({
      changes: [],
      refusals: [{ kind: 'secret', name: 's', reason }],
    });
    expect(code).toBe(1);
    expect(await dataOf('s')).toEqual({ K: `${canary}-old` });
  });

  test('a controller is overridden on request', async () => {
    const { exops, dataOf, secret } = await exchangeWith({ s: { K: password } });
    const labels = { 'reconcile.external-secrets.io/managed': 'true' };
    await secret('s', { K: `${canary}-old` }, { metadata: { name: 's', labels } });
    const { stdout, code } = await exops('k8s sync-secrets --ignore-owner --confirm s');
    expect(stdout).toContain('caution: External Secrets owns it');
    expect(code).toBe(0);
    expect(await dataOf('s')).toEqual({ K: `${canary}-1` });
  });

  test('what the server would not take: a value over its limit', async () => {
    const { exops, dataOf, secret } = await exchangeWith({ s: { K: password } });
    await secret('s', { K: `${canary}-old` });
    const env = { PASSWORD: canary.repeat(80_000) };
    const { stdout, code } = await exops('k8s sync-secrets --confirm s -o json', { env });
    const { changes, refusals } = JSON.parse(stdout).plan;
    expect(changes).toEqual([]);
    expect(refusals).toEqual([expect.objectContaining({ name: 's', reason: expect.stringContaining('s') })]);
    expect(code).toBe(1);
    expect(await dataOf('s')).toEqual({ K: `${canary}-old` });
  });

  test('what somebody else writes while the person reads', async () => {
    const { exops, dataOf, secret } = await exchangeWith({ s: { K: password } });
    await secret('s', { K: `${canary}-old` });
    const onQuestion = () => secret('s', { K: `${canary}-theirs` });
    const { stderr, code } = await exops('k8s sync-secrets', { tty: true, answers: ['s'], onQuestion });
    expect(stderr).toContain('Somebody changed things since this plan was made. Nothing has been applied.');
    expect(code).toBe(1);
    expect(await dataOf('s')).toEqual({ K: `${canary}-theirs` });
  });
});

test('a key that somebody else adds while the person reads is kept', async () => {
  const { exops, dataOf, secret } = await exchangeWith({ s: { K: password } });
  await secret('s', { K: `${canary}-old` });
  const onQuestion = () => secret('s', { K: `${canary}-old`, THEIRS: 'x' });
  const { code } = await exops('k8s sync-secrets', { tty: true, answers: ['s'], onQuestion });
  expect(code).toBe(0);
  expect(await dataOf('s')).toEqual({ K: `${canary}-1`, THEIRS: 'x' });
});

describe('the namespace', () => {
  test('is refused when it is not there, and made on request', async () => {
    const { exops, namespace } = await exchangeWith({ s: { K: password } });
    const name = `${namespace.name}-new`;
    const refused = await exops(`k8s sync-secrets --yes --namespace ${name}`);
    expect(refused).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('there is no such namespace. --create-namespace makes it'),
    });
    const made = await exops(`k8s sync-secrets --yes --create-namespace --namespace ${name}`);
    try {
      expect(made.stdout).toContain('Plan: 1 namespace to create, 1 secret to create.');
      expect(made.stderr).toMatch(/✓ 2 created, verified/);
      expect(made.code).toBe(0);
      const found = await namespace.kubectl(['get', 'secret', 's', '-n', name, '-o', 'name']);
      expect(found.trim()).toBe('secret/s');
    } finally {
      await namespace.kubectl(['delete', 'namespace', name, '--wait=false']);
    }
  });
});

describe('bootstrap servers', () => {
  const key = 'KAFKA_BOOTSTRAP_SERVERS';
  const named = { bootstrap: [{ secret: 'apps', key }] };
  const noted = async ({ namespace }: Awaited<ReturnType<typeof exchangeWith>>, name = 'apps') => {
    const { metadata } = await namespace.read<{ metadata: { annotations?: Record<string, string> } }>(
      'Secret',
      name,
    );
    const { 'exops/bootstrap-history': history, ...others } = metadata.annotations ?? {};
    expect(others).toEqual({});
    return history === undefined ? undefined : JSON.parse(history).keys;
  };
  const brokers = '10.0.11.8:9092,10.0.11.9:9092';

  test('are noted in the history when the secret is made, and no other key is', async () => {
    const floor = await exchangeWith({ apps: { [key]: bootstrap, PASSWORD: password } }, named);
    expect((await floor.exops('k8s sync-secrets --yes')).code).toBe(0);
    expect(await noted(floor)).toEqual({
      [key]: [expect.objectContaining({ by: 'tester', value: brokers, before: null })],
    });
  });

  test('are noted when they change, which loses nothing', async () => {
    const floor = await exchangeWith({ apps: { [key]: bootstrap } }, named);
    await floor.secret('apps', { [key]: 'old:9092', MINE: canary });
    const { stdout, code } = await floor.exops('k8s sync-secrets --yes');
    expect(stdout).toContain('Plan: 1 to change.\n');
    expect(stdout).not.toContain('caution');
    expect(code).toBe(0);
    const [change, ...more] = (await noted(floor))[key];
    expect(more).toEqual([]);
    expect(change).toMatchObject({ by: 'tester', value: brokers, before: 'old:9092', isOthers: true });
  });

  test('that were something else than a list of hosts are lost, and stand nowhere', async () => {
    const floor = await exchangeWith({ apps: { [key]: bootstrap } }, named);
    await floor.secret('apps', { [key]: canary });
    const { stdout, code } = await floor.exops('k8s sync-secrets --confirm apps');
    expect(stdout).toContain('caution: the old values are recorded nowhere, as they may be passwords');
    expect(code).toBe(0);
    const [change] = (await noted(floor))[key];
    expect(change).toMatchObject({ value: brokers });
    expect(change).not.toHaveProperty('before');
  });

  test('of keys that nobody calls so are noted nowhere', async () => {
    const floor = await exchangeWith({ apps: { [key]: bootstrap }, other: { [key]: bootstrap } }, named);
    expect((await floor.exops('k8s sync-secrets other --yes')).code).toBe(0);
    expect(await noted(floor, 'other')).toBeUndefined();
  });
});
