import { expect, it } from 'vitest';
import { ForbiddenError, KubernetesError } from '../../../src/lib/k8s/errors.js';
import { failureOf, kubeconfigText, open } from './opened.js';
import { list, object, type Script, serve, status } from './scripted-server.js';

const path = '/apis/apps/v1/namespaces/exchange-dev';

async function collected<Item>(pages: AsyncIterable<readonly Item[]>): Promise<readonly (readonly Item[])[]> {
  const all = [];
  for await (const page of pages) all.push(page);
  return all;
}

async function openFor(script: Script) {
  const server = await serve(script);
  return { server, ...(await open(kubeconfigText(server.url))) };
}

it('hands over a list page by page', async () => {
  const { server, kubernetes } = await openFor(({ query }) =>
    query['continue'] === undefined
      ? list([object('a'), object('b')], { continue: 'more=' })
      : list([object('c')], { continue: '' }),
  );
  const pages = await collected(kubernetes.workloads.pages('Deployment'));
  expect(pages.map((page) => page.map(({ kind, name, uid }) => `${kind} ${name} ${uid}`))).toEqual([
    ['Deployment a uid-a', 'Deployment b uid-b'],
    ['Deployment c uid-c'],
  ]);
  expect(server.received.map(({ path, query }) => [path, query])).toEqual([
    [`${path}/deployments`, { limit: '500' }],
    [`${path}/deployments`, { limit: '500', continue: 'more=' }],
  ]);
});

it('begins once more when the server has forgotten how a list goes on, and hands over nothing twice', async () => {
  let expired = 0;
  const { server, kubernetes } = await openFor(({ query }) => {
    if (query['continue'] === undefined) return list([object('a')], { continue: `token-${expired}` });
    if (query['continue'] === 'token-0') {
      expired += 1;
      return status(410, 'Expired', 'The provided continue parameter is too old');
    }
    return list([object('b')]);
  });
  const pages = await collected(kubernetes.workloads.pages('StatefulSet'));
  expect(pages.flat().map(({ name }) => name)).toEqual(['a', 'b']);
  expect(server.received).toHaveLength(4);
});

it('gives up when it is forgotten again', async () => {
  const { server, kubernetes } = await openFor(({ query }) =>
    query['continue'] === undefined ? list([], { continue: 'x' }) : status(410, 'Expired', 'too old'),
  );
  const error = await failureOf(collected(kubernetes.workloads.pages('DaemonSet')));
  expect(error).toBeInstanceOf(KubernetesError);
  expect(error.message).toBe(
    "Can't list the daemonsets in the namespace exchange-dev: the list is too old to go on with (410).",
  );
  expect(server.received).toHaveLength(4);
});

it('tells of a server that gives the same page again and again', async () => {
  const { server, kubernetes } = await openFor(() => list([object('a')], { continue: 'same' }));
  const error = await failureOf(collected(kubernetes.workloads.pages('Deployment')));
  expect(error).toBeInstanceOf(KubernetesError);
  expect(error).toMatchObject({
    message:
      "Can't list the deployments in the namespace exchange-dev: the server gives the same page twice.",
    hint: 'An API server ends its lists. Something before it may answer in its place.',
  });
  expect(server.received).toHaveLength(2);
});

it('tells of a server that goes round in a circle', async () => {
  const next: Readonly<Record<string, string>> = { '': 'a', a: 'b', b: 'c', c: 'a' };
  const { server, kubernetes } = await openFor(({ query }) =>
    list([], { continue: next[query['continue'] ?? ''] }),
  );
  const error = await failureOf(kubernetes.pods.of(workload({ matchLabels: { app: 'a' } })));
  expect(error.message).toBe(
    "Can't list the pods of deployment/backend in the namespace exchange-dev: the server gives the same page twice.",
  );
  expect(server.received).toHaveLength(4);
});

it('has no Rollouts where Argo is not installed, and does not ask whether it is', async () => {
  const { server, kubernetes } = await openFor(() => ({ status: 404, text: '404 page not found\n' }));
  expect(await collected(kubernetes.workloads.pages('Rollout'))).toEqual([]);
  expect(server.requests()).toEqual(['GET /apis/argoproj.io/v1alpha1/namespaces/exchange-dev/rollouts']);
  await failureOf(collected(kubernetes.workloads.pages('Deployment')));
});

it('says that a list may not be seen', async () => {
  const { kubernetes } = await openFor(() =>
    status(
      403,
      'Forbidden',
      'jobs.batch is forbidden: User "kim" cannot list resource "jobs" in API group "batch" in the namespace "exchange-dev"',
    ),
  );
  const error = await failureOf(collected(kubernetes.workloads.unrestartable('Job')));
  expect(error).toBeInstanceOf(ForbiddenError);
  expect(error.message).toBe(
    "Can't list the jobs in the namespace exchange-dev: the user kim may not list jobs.batch in the namespace exchange-dev, or the namespace does not exist.",
  );
});

it.each([
  ['is no list', { body: { kind: 'List' } }],
  ['has no items', { body: { metadata: {}, items: 'x' } }],
])('explains an answer that %s', async (_, answer) => {
  const { kubernetes } = await openFor(() => answer);
  const error = await failureOf(collected(kubernetes.workloads.pages('Deployment')));
  expect(error.message).toBe(
    "Can't list the deployments in the namespace exchange-dev: the server's answer makes no sense (cut short, or no object).",
  );
});

it('leaves out items that are no objects', async () => {
  const { kubernetes } = await openFor(() => list([null as never, { metadata: { name: 7 } }, object('a')]));
  const pages = await collected(kubernetes.workloads.pages('Deployment'));
  expect(pages.flat().map(({ name }) => name)).toEqual(['a']);
});

const controlled = { ownerReferences: [{ kind: 'X', name: 'x', uid: 'u', controller: true }] };
const owned = { ownerReferences: [{ kind: 'X', name: 'x', uid: 'u' }] };
const template = { spec: { containers: [{ name: 'main' }] } };
const done = { conditions: [{ type: 'Complete', status: 'True' }] };

it.each([
  [
    'Pod',
    [
      object('bare', template),
      object('of-a-controller', template, controlled),
      object('ended', { ...template, status: { phase: 'Succeeded' } }),
    ],
    ['bare'],
  ],
  [
    'ReplicaSet',
    [
      object('alone', { spec: { template } }, owned),
      object('of-a-deployment', { spec: { template } }, controlled),
    ],
    ['alone'],
  ],
  [
    'Job',
    [object('running', { spec: { template } }), object('done', { spec: { template }, status: done })],
    ['running'],
  ],
  [
    'CronJob',
    [object('nightly', { spec: { jobTemplate: { spec: { template } } } }), object('empty')],
    ['nightly'],
  ],
] as const)('finds what no controller owns and can use a secret again: %s', async (kind, items, names) => {
  const { kubernetes } = await openFor(() => list(items));
  const found = (await collected(kubernetes.workloads.unrestartable(kind))).flat();
  expect(found.map(({ name }) => name)).toEqual(names);
  expect(found[0]).toMatchObject({ kind, template });
});

const workload = (selector: object | undefined) => ({
  kind: 'Deployment' as const,
  name: 'backend',
  uid: 'u',
  object: { spec: selector === undefined ? {} : { selector } },
});

it('finds the pods of a workload by its selector', async () => {
  const { server, kubernetes } = await openFor(() => list([object('backend-1')]));
  const selector = {
    matchLabels: { app: 'backend', tier: 'web' },
    matchExpressions: [
      { key: 'env', operator: 'In', values: ['dev', 'test'] },
      { key: 'old', operator: 'DoesNotExist' },
      { key: 'track', operator: 'Exists' },
      { key: 'zone', operator: 'NotIn', values: ['b'] },
    ],
  };
  expect(await kubernetes.pods.of(workload(selector))).toHaveLength(1);
  expect(server.received[0]).toMatchObject({
    path: '/api/v1/namespaces/exchange-dev/pods',
    query: { labelSelector: 'app=backend,tier=web,env in (dev,test),!old,track,zone notin (b)' },
  });
});

it.each([
  ['none', undefined],
  ['an empty one', {}],
  [
    'one that it does not know',
    { matchLabels: { a: 'b' }, matchExpressions: [{ key: 'x', operator: 'Gt' }] },
  ],
])('never takes all pods of the namespace for a workload whose selector is %s', async (_, selector) => {
  const { server, kubernetes } = await openFor(() => list([object('somebody-else')]));
  expect(await kubernetes.pods.of(workload(selector))).toEqual([]);
  expect(server.received).toHaveLength(0);
});
