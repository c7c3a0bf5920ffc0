import { expect, onTestFinished, test } from 'vitest';
import {
  ForbiddenError,
  UnauthenticatedError,
  UncertainError,
  UnreachableError,
} from '../../../src/lib/k8s/errors.js';
import type { Right } from '../../../src/lib/k8s/kubernetes.js';
import { startApiProxy } from '../../lab/kubernetes/api-proxy.js';
import { secret } from '../../lab/kubernetes/objects.js';
import { sharedKubernetes } from '../../lab/kubernetes/shared.js';
import { failureOf, flat, opened, ownNamespace } from './opened-kubernetes.js';

const rules = [
  { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'patch'], resourceNames: ['db'] },
  { apiGroups: ['apps'], resources: ['deployments'], verbs: ['list', 'patch'] },
];

test('a narrow user is told which right is missing', async () => {
  const namespace = await ownNamespace();
  await namespace.apply(secret('db', { A: '1' }));
  const { kubernetes } = opened(await namespace.users.certificate('dev', rules));
  expect((await kubernetes.secrets.read('db'))?.text('A')).toBe('1');
  expect(await kubernetes.namespaces.exists()).toBeUndefined();
  const error = await failureOf(flat(kubernetes.workloads.pages('StatefulSet')));
  expect(error).toBeInstanceOf(ForbiddenError);
  expect(error.message).toBe(
    `Can't list the statefulsets in the namespace ${namespace.name}: the user dev-${namespace.name} may not list statefulsets.apps in the namespace ${namespace.name}, or the namespace does not exist.`,
  );
});

test('the rights that are missing are known before anything is tried', async () => {
  const namespace = await ownNamespace();
  const { kubernetes } = opened(await namespace.users.certificate('dev', rules));
  const right = (verb: Right['verb'], group: Right['group'], resource: string, name?: string): Right => ({
    ...{ verb, group, resource },
    ...(name === undefined ? {} : { name }),
  });
  const had = [right('patch', '', 'secrets', 'db'), right('list', 'apps', 'deployments')];
  const missing = [
    right('patch', '', 'secrets'),
    right('watch', 'apps', 'deployments'),
    right('get', '', 'pods/log'),
    right('create', '', 'namespaces'),
  ];
  expect(await kubernetes.refusedRights([...had, ...missing])).toEqual(missing);
});

test('tokens and plugins let their users in', async () => {
  const namespace = await ownNamespace();
  await namespace.apply(secret('db', { A: '1' }));
  for (const kubeconfig of [
    await namespace.users.token('robot', rules),
    await namespace.users.execPlugin('plug', rules),
  ]) {
    const { kubernetes } = opened(kubeconfig);
    expect((await kubernetes.secrets.read('db'))?.text('A')).toBe('1');
  }
});

test('credentials that are refused are named', async () => {
  const { users } = await ownNamespace();
  const failed = (kubeconfig: string) => failureOf(opened(kubeconfig).kubernetes.secrets.read('db'));
  const expired = await failed(await users.expiredToken('late'));
  expect(expired).toBeInstanceOf(UnauthenticatedError);
  expect(expired.message).toMatch(
    /^The API server doesn't accept the credentials of the kubeconfig's user [\w-]+: its token expired \d{4}-[\d-]+T[\d:]+Z \(401\)\.$/,
  );
  const invalid = await failed(await users.invalidToken());
  expect(invalid.message).toMatch(/^The API server doesn't accept the credentials .* \(401\)\.$/);
  const failing = await failed(await users.failingPlugin('the session has expired'));
  expect(failing).toBeInstanceOf(UnauthenticatedError);
  expect(failing.message).toMatch(/failed \(exit 1\): the session has expired$/);
  const wrong = await failed(await users.wrongAuthority());
  expect(wrong).toBeInstanceOf(UnreachableError);
  expect(wrong.message).toContain(
    "the kubeconfig doesn't know the authority that signed the server's certificate",
  );
});

test('a patch whose answer is lost is in doubt, and is not sent again', async () => {
  const namespace = await ownNamespace();
  await namespace.apply(secret('db', { A: '1' }));
  const proxy = await startApiProxy((await sharedKubernetes()).access, namespace.kubeconfig);
  onTestFinished(() => proxy.stop());
  const { kubernetes } = opened(proxy.kubeconfig);
  const before = await kubernetes.secrets.read('db');
  if (before === undefined) throw new Error('It is gone.');
  proxy.onRequest(({ method }) => (method === 'PATCH' ? 'drop' : 'forward'));
  const error = await failureOf(kubernetes.secrets.patch(before, { data: { A: 'canary' } }));
  expect(error).toBeInstanceOf(UncertainError);
  expect(error.message).toBe(
    `It is not known whether exops could patch the secret db in the namespace ${namespace.name}: the connection was cut (ECONNRESET).`,
  );
  expect(proxy.requests.map(({ method }) => method)).toEqual(['GET', 'PATCH']);
});
