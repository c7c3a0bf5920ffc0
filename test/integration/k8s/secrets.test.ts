import { expect, test } from 'vitest';
import { ConflictError, GoneError, InvalidError } from '../../../src/lib/k8s/errors.js';
import type { KubernetesSecret } from '../../../src/lib/k8s/kubernetes.js';
import { secret } from '../../lab/kubernetes/objects.js';
import { failureOf, opened, ownNamespace } from './opened-kubernetes.js';

const canary = 'canary-hunter2-value';

async function given(fields: Readonly<Record<string, unknown>> = {}) {
  const namespace = await ownNamespace();
  await namespace.apply(secret('db', { HOST: 'old', PASSWORD: canary }, fields));
  const { kubernetes, events } = opened(namespace.kubeconfig);
  const read = async (): Promise<KubernetesSecret> => {
    const found = await kubernetes.secrets.read('db');
    if (found === undefined) throw new Error('It is gone.');
    return found;
  };
  return { namespace, kubernetes, events, read, before: await read() };
}

test('a patch changes what it names and nothing else, in one request, as exops', async () => {
  const { namespace, kubernetes, events, before } = await given({ type: 'Opaque' });
  expect(before).toMatchObject({ type: 'Opaque', immutable: false, owners: [] });
  expect([...before.keys].sort()).toEqual(['HOST', 'PASSWORD']);
  const change = { data: { HOST: 'neu:9092,ü', PASSWORD: null }, annotations: { 'exops.dev/a': '1' } };

  const after = await kubernetes.secrets.patch(before, change);

  expect(events.slice(1)).toEqual([`Kubernetes PATCH /api/v1/namespaces/${namespace.name}/secrets/db 200`]);
  expect(after.resourceVersion).not.toBe(before.resourceVersion);
  expect(after.managedFields.map(({ manager }) => manager)).toContain('exops');
  const told = await namespace.kubectl([
    'get',
    'secret',
    'db',
    '-o',
    'jsonpath={.data}{.metadata.annotations}',
  ]);
  expect(told).toBe(`{"HOST":"${Buffer.from('neu:9092,ü').toString('base64')}"}{"exops.dev/a":"1"}`);
  await kubernetes.secrets.patch(after, { annotations: { 'exops.dev/a': null } });
  expect((await kubernetes.secrets.read('db'))?.annotations).toEqual({});
});

test('of several writers that read the same, one wins', async () => {
  const { kubernetes, before, read } = await given();
  const values = Array.from({ length: 8 }, (_, nth) => `writer-${nth}`);
  const results = await Promise.allSettled(
    values.map((value) => kubernetes.secrets.patch(before, { data: { HOST: value } })),
  );
  const lost = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  expect(lost).toHaveLength(7);
  for (const error of lost) expect(error).toBeInstanceOf(ConflictError);
  const winner = results.findIndex(({ status }) => status === 'fulfilled');
  expect((await read()).text('HOST')).toBe(`writer-${winner}`);
});

test('the same value again writes nothing, and so does a trial', async () => {
  const { kubernetes, before, read } = await given();
  const same = await kubernetes.secrets.patch(before, { data: { HOST: 'old' } });
  expect(same.resourceVersion).toBe(before.resourceVersion);
  const tried = await kubernetes.secrets.patch(before, { data: { HOST: 'new' } }, { dryRun: true });
  expect(tried.text('HOST')).toBe('new');
  expect((await read()).text('HOST')).toBe('old');
});

test('a secret that was made anew in the meantime is not written to', async () => {
  const { namespace, kubernetes, before } = await given();
  await namespace.delete('Secret', 'db');
  await namespace.apply(secret('db', { HOST: 'somebody else' }));
  const now = await kubernetes.secrets.read('db');
  const stale = await failureOf(kubernetes.secrets.patch(before, { data: { HOST: 'mine' } }));
  expect(stale).toBeInstanceOf(ConflictError);
  const resourceVersion = now?.resourceVersion ?? '';
  const other = await failureOf(
    kubernetes.secrets.patch({ ...before, resourceVersion }, { data: { HOST: 'mine' } }),
  );
  expect(other).toBeInstanceOf(ConflictError);
  expect((await kubernetes.secrets.read('db'))?.text('HOST')).toBe('somebody else');
});

test('an immutable secret is told by its field, without a value', async () => {
  const { kubernetes, before } = await given({ immutable: true });
  expect(before.immutable).toBe(true);
  const error = await failureOf(
    kubernetes.secrets.patch(before, { data: { HOST: canary } }, { dryRun: true }),
  );
  expect(error).toBeInstanceOf(InvalidError);
  expect(error.message).toMatch(
    /^Can't patch the secret db in the namespace adapter-\w+: the server calls it invalid: data \(FieldValueForbidden\)\.$/,
  );
});

test.each([
  ['a key that no secret can have', { 'not a key!': canary }],
  ['far too much', { BIG: canary.repeat(100_000) }],
])('%s is refused without quoting the secret', async (_, data) => {
  const { kubernetes, before } = await given();
  const error = await failureOf(kubernetes.secrets.patch(before, { data }));
  expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain('canary');
});

test('a secret is made once', async () => {
  const { namespace, kubernetes } = await given();
  const made = await kubernetes.secrets.create({ name: 'new', type: 'Opaque', data: { A: '1' } });
  expect(made.text('A')).toBe('1');
  expect(await namespace.kubectl(['get', 'secret', 'new', '-o', 'jsonpath={.data.A}'])).toBe('MQ==');
  const error = await failureOf(kubernetes.secrets.create({ name: 'new', type: 'Opaque', data: { A: '2' } }));
  expect(error).toBeInstanceOf(ConflictError);
  expect(error.message).toMatch(
    /^Can't create the secret new in the namespace adapter-\w+: it exists already\.$/,
  );
});

test('a namespace that is not there is told, and made', async () => {
  const { namespace } = await given();
  const absent = `${namespace.name}-absent`;
  const { kubernetes } = opened(namespace.kubeconfig, { namespace: absent });
  expect(await kubernetes.namespaces.exists()).toBe(false);
  expect(await kubernetes.secrets.read('db')).toBeUndefined();
  const error = await failureOf(kubernetes.secrets.create({ name: 'new', type: 'Opaque' }, { dryRun: true }));
  expect(error).toBeInstanceOf(GoneError);
  expect(error.message).toBe(
    `Can't create the secret new in the namespace ${absent}: there is no such namespace.`,
  );
  await kubernetes.namespaces.create({ dryRun: true });
  expect(await kubernetes.namespaces.exists()).toBe(false);
  expect(await failureOf(opened(namespace.kubeconfig).kubernetes.namespaces.create())).toBeInstanceOf(
    ConflictError,
  );
});
