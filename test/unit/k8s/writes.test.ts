import { expect, it } from 'vitest';
import { GoneError } from '../../../src/lib/k8s/errors.js';
import type { Right } from '../../../src/lib/k8s/kubernetes.js';
import { failureOf, kubeconfigText, open } from './opened.js';
import { object, type Script, serve, status } from './scripted-server.js';

async function openFor(script: Script) {
  const server = await serve(script);
  return { server, ...(await open(kubeconfigText(server.url))) };
}

const stamp = '2026-11-21T10:00:00Z';
const annotated = (value: string | null) => ({
  template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': value } } },
});

it.each([
  ['Deployment', 'apps/v1', 'deployments', stamp, annotated(stamp)],
  ['StatefulSet', 'apps/v1', 'statefulsets', null, annotated(null)],
  ['Rollout', 'argoproj.io/v1alpha1', 'rollouts', stamp, { restartAt: stamp }],
  ['Rollout', 'argoproj.io/v1alpha1', 'rollouts', null, { restartAt: null }],
] as const)('restarts a %s', async (kind, group, plural, value, spec) => {
  const { server, kubernetes } = await openFor(() => ({ body: object('a', {}, { generation: 4 }) }));
  const answer = await kubernetes.workloads.setRestartedAt({ kind, name: 'a', uid: 'uid-a' }, value);
  expect(answer).toMatchObject({ kind, name: 'a', uid: 'uid-a', object: { metadata: { generation: 4 } } });
  expect(server.requests()).toEqual([`PATCH /apis/${group}/namespaces/exchange-dev/${plural}/a`]);
  expect(server.received[0]).toMatchObject({
    query: { fieldManager: 'exops' },
    body: { metadata: { uid: 'uid-a' }, spec },
  });
});

it('restarts no other workload of the same name', async () => {
  const { kubernetes } = await openFor(() =>
    status(422, 'Invalid', 'metadata.uid: field is immutable', {
      causes: [{ field: 'metadata.uid', reason: 'FieldValueInvalid' }],
    }),
  );
  const work = kubernetes.workloads.setRestartedAt({ kind: 'DaemonSet', name: 'a', uid: 'old' }, stamp);
  const error = await failureOf(work);
  expect(error).toBeInstanceOf(GoneError);
  expect(error.message).toBe(
    "Can't restart daemonset/a in the namespace exchange-dev: another of that name is there now.",
  );
});

it('deletes this very pod, with a body that leaves the connection whole', async () => {
  const { server, kubernetes } = await openFor(() => ({ body: object('p') }));
  for (let nth = 0; nth < 3; nth++) await kubernetes.pods.delete({ name: 'p', uid: 'uid-p' });
  expect(server.requests()).toEqual(Array(3).fill('DELETE /api/v1/namespaces/exchange-dev/pods/p'));
  expect(server.connections()).toBe(1);
  const [first] = server.received;
  expect(first?.body).toEqual({ apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: 'uid-p' } });
  expect(first?.headers['content-length']).toBe(String(JSON.stringify(first?.body).length));
});

it.each([
  ['gone', status(404, 'NotFound', 'pods "p" not found')],
  ['another', status(409, 'Conflict', 'the UID in the precondition does not match')],
])('deletes nothing when the pod is %s', async (_, answer) => {
  const { kubernetes } = await openFor(() => answer);
  await kubernetes.pods.delete({ name: 'p', uid: 'uid-p' });
});

const log = { container: 'main', previous: true, lines: 2 };

it('reads the last lines of a log', async () => {
  const { server, kubernetes } = await openFor(() => ({ text: 'one\ntwo\r\n\nthree\n' }));
  expect(await kubernetes.pods.lastLines('p', log)).toEqual(['two', 'three']);
  expect(server.received[0]).toMatchObject({
    path: '/api/v1/namespaces/exchange-dev/pods/p/log',
    query: { container: 'main', previous: 'true', tailLines: '2' },
  });
});

it.each([
  ['there was no run before', status(400, 'BadRequest', 'previous terminated container "main" not found')],
  ['it may not be read', status(403, 'Forbidden', 'no')],
  ['the node does not answer', status(500, 'InternalError', 'dial tcp: connection refused')],
])('has no lines when %s, and asks once', async (_, answer) => {
  const { server, kubernetes } = await openFor(() => answer);
  expect(await kubernetes.pods.lastLines('p', log)).toEqual([]);
  expect(server.received).toHaveLength(1);
});

it('asks for all rights at once, and names the refused ones in their order', async () => {
  const rights: readonly Right[] = [
    { verb: 'patch', group: '', resource: 'secrets', name: 'db' },
    { verb: 'list', group: 'apps', resource: 'deployments' },
    { verb: 'get', group: '', resource: 'pods/log' },
    { verb: 'create', group: '', resource: 'namespaces' },
  ];
  const { server, kubernetes } = await openFor(({ body }) => ({
    status: 201,
    body: { status: { allowed: body.spec.resourceAttributes.group === 'apps' } },
  }));
  expect(await kubernetes.refusedRights(rights)).toEqual([rights[0], rights[2], rights[3]]);
  expect(server.requests()).toEqual(
    Array(4).fill('POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews'),
  );
  const asked = server.received.map(({ body }) => body.spec.resourceAttributes);
  const of = (resource: string) => asked.find((each) => each.resource === resource);
  expect(of('secrets')).toMatchObject({ verb: 'patch', name: 'db', namespace: 'exchange-dev' });
  expect(of('pods')).toMatchObject({ verb: 'get', subresource: 'log' });
  expect(of('namespaces')).not.toHaveProperty('namespace');
});

it.each([
  [{ body: object('exchange-dev') }, true],
  [status(404, 'NotFound', 'namespaces "exchange-dev" not found'), false],
  [
    status(
      403,
      'Forbidden',
      'User "kim" cannot get resource "namespaces" in API group "" in the namespace "x"',
    ),
    undefined,
  ],
])('knows whether the namespace exists', async (answer, exists) => {
  const { kubernetes } = await openFor(() => answer);
  expect(await kubernetes.namespaces.exists()).toBe(exists);
});

it('creates the namespace', async () => {
  const { server, kubernetes } = await openFor(() => ({ status: 201, body: object('exchange-dev') }));
  await kubernetes.namespaces.create({ dryRun: true });
  expect(server.received[0]).toMatchObject({
    method: 'POST',
    path: '/api/v1/namespaces',
    query: { dryRun: 'All' },
    body: { metadata: { name: 'exchange-dev' } },
  });
});

it('sends a name as a part of the path, whatever is in it', async () => {
  const { server, kubernetes } = await openFor(() => status(404, 'NotFound', ''));
  await kubernetes.secrets.read('../pods?x#y');
  expect(server.requests()).toEqual(['GET /api/v1/namespaces/exchange-dev/secrets/..%2Fpods%3Fx%23y']);
});
