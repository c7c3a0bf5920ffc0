import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { ForbiddenError } from '../../../src/lib/k8s/errors.js';
import { kubeconfigText, open } from '../../unit/k8s/opened.js';
import { list, object, serve } from '../../unit/k8s/scripted-server.js';
import { addNode } from '../power/kinds/lab-node.js';
import { failureOf, opened, ownNamespace } from './opened-kubernetes.js';

const groupLabel = 'eks.amazonaws.com/nodegroup';

test('nodes are found by their labels, with what they are', async () => {
  const namespace = await ownNamespace();
  const { kubernetes, events } = opened(namespace.kubeconfig);
  const group = `group-${randomBytes(4).toString('hex')}`;
  const labels = { [groupLabel]: group };
  const { name: ready } = await addNode(namespace, { labels });
  const { name: down } = await addNode(namespace, { labels, ready: 'False' });
  const { name: cordoned } = await addNode(namespace, { labels, cordoned: true });
  await addNode(namespace, { labels: { [groupLabel]: `${group}-x` } });

  const found = await kubernetes.nodes({ [groupLabel]: group });
  const byName = new Map(found.map((node) => [node.name, node]));
  expect([...byName.keys()].toSorted()).toEqual([ready, down, cordoned].toSorted());
  expect(byName.get(ready)).toMatchObject({ isReady: true, isUnschedulable: false });
  expect(byName.get(down)).toMatchObject({ isReady: false });
  expect(byName.get(cordoned)).toMatchObject({ isReady: true, isUnschedulable: true });
  expect(byName.get(ready)?.labels).toEqual(labels);
  expect(events).toEqual(['Kubernetes GET /api/v1/nodes 200']);
});

test('without labels they are all nodes', async () => {
  const namespace = await ownNamespace();
  const { kubernetes } = opened(namespace.kubeconfig);
  const { name } = await addNode(namespace, { labels: {} });
  const found = (await kubernetes.nodes({})).map((node) => node.name);
  expect(found).toContain('stand-in');
  expect(found).toContain(name);
});

test('whether they may be listed is asked for the whole cluster', async () => {
  const namespace = await ownNamespace();
  const rules = [{ apiGroups: [''], resources: ['nodes'], verbs: ['list'] }];
  const { kubernetes } = opened(await namespace.users.token('kim', rules));
  const error = await failureOf(kubernetes.nodes({ [groupLabel]: 'spot' }));
  expect(error).toBeInstanceOf(ForbiddenError);
  expect(error.message).toMatch(
    /^Can't list the nodes of the cluster with eks\.amazonaws\.com\/nodegroup=spot: the user system:serviceaccount:.*:kim may not list nodes in the whole cluster\.$/,
  );
  const right = { verb: 'list', group: '', resource: 'nodes' } as const;
  expect(await kubernetes.refusedRights([right])).toEqual([right]);
  const admin = opened(namespace.kubeconfig);
  expect(await admin.kubernetes.refusedRights([right])).toEqual([]);
});

test('nodes are listed page by page, each once', async () => {
  const server = await serve(({ query }) =>
    query['continue'] === undefined
      ? list([object('a'), object('b')], { continue: 'more=' })
      : list([object('b'), object('c', { spec: null, status: { conditions: 'x' } }), { metadata: 7 }]),
  );
  const { kubernetes } = await open(kubeconfigText(server.url));
  const found = await kubernetes.nodes({ [groupLabel]: 'spot', zone: 'a' });
  expect(found).toEqual(
    ['a', 'b', 'c'].map((name) => ({ name, isReady: false, isUnschedulable: false, labels: {} })),
  );
  const labelSelector = `${groupLabel}=spot,zone=a`;
  expect(server.received.map(({ path, query }) => [path, query])).toEqual([
    ['/api/v1/nodes', { labelSelector, limit: '500' }],
    ['/api/v1/nodes', { labelSelector, limit: '500', continue: 'more=' }],
  ]);
});
