import { describe, expect, test } from 'vitest';
import { workloadPort } from '../../../../src/lib/power/kinds/workload.js';
import { deployment, statefulSet } from '../../../lab/kubernetes/objects.js';
import { opened, ownNamespace } from '../../k8s/opened-kubernetes.js';
import { foundBy, until } from './opened-ports.js';

const selector = (name: string, workload: 'Deployment' | 'StatefulSet' = 'Deployment') =>
  ({ kind: 'workload', workload, name }) as const;
const record = 'v=1 desired=2 by=kim at=2026-11-20T19:02:11Z';

test.each([
  ['Deployment', deployment],
  ['StatefulSet', statefulSet],
] as const)(
  'a %s goes to 0 with its record once its pods have ended, and comes back',
  async (kind, draft) => {
    const namespace = await ownNamespace();
    const port = workloadPort(opened(namespace.kubeconfig).kubernetes);
    const name = 'backend';
    await namespace.apply(draft({ name, replicas: 2, annotations: { 'exops.test/stop-delay': '1s' } }));
    await namespace.rolledOut(`${kind.toLowerCase()}/${name}`);
    const byLabels = (app: string) => port.find([{ kind: 'workload', labels: { app } }]);
    expect((await byLabels(name)).map((ones) => ones.map((one) => one.name))).toEqual([
      [`${kind.toLowerCase()}/${name}`],
    ]);
    expect(await byLabels('none')).toEqual([[]]);
    const found = await foundBy(port, selector(name, kind));
    expect(found).toMatchObject({
      ...{ name: `${kind.toLowerCase()}/${name}`, state: 'awake', status: '2 of 2 ready' },
      ...{ size: { desired: 2 }, record: undefined, never: undefined },
    });
    await port.setRecord(found, record);
    await port.sleep(found);
    const asleep = await until(port, found, 'asleep');
    const left = await namespace.list('Pod');
    expect(left).toEqual([]);
    expect(asleep.now).toMatchObject({ record, size: { desired: 0 }, status: '0 pods left' });
    // Whether anybody looked while its pods were ending is chance; that none was left is not.
    expect(asleep.states.filter((state) => state !== 'falling asleep')).toEqual(['asleep']);

    await port.wake(found, { desired: 2 });
    const awake = await until(port, found, 'awake');
    expect(awake.states).toEqual(['waking', 'awake']);
    await port.setRecord(found, null);
    const after = await foundBy(port, selector(name, kind));
    expect(after).toMatchObject({ record: undefined, size: { desired: 2 } });
  },
);

test('an image that can not be had is told while it wakes', async () => {
  const namespace = await ownNamespace();
  const port = workloadPort(opened(namespace.kubeconfig).kubernetes);
  await namespace.apply(deployment({ name: 'backend', env: { X: { secret: 'no-such', key: 'x' } } }));
  await expect
    .poll(async () => (await foundBy(port, selector('backend'))).trouble, { timeout: 20_000 })
    .toMatch(/^CreateContainerConfigError/);
});

test('another of the same name is not it', async () => {
  const namespace = await ownNamespace();
  const port = workloadPort(opened(namespace.kubeconfig).kubernetes);
  await namespace.apply(statefulSet({ name: 'shard', replicas: 0 }));
  const found = await foundBy(port, selector('shard', 'StatefulSet'));
  await namespace.delete('StatefulSet', 'shard');
  await namespace.until(async () => ((await port.read([found])).length === 0 ? true : undefined));
  await namespace.apply(statefulSet({ name: 'shard', replicas: 0 }));
  expect(await port.read([found])).toEqual([]);
  expect((await foundBy(port, selector('shard', 'StatefulSet'))).id).not.toBe(found.id);
});

describe('who may not list', () => {
  const rule = (resources: string[], verbs: string[]) => ({ apiGroups: ['apps', ''], resources, verbs });

  test('is told of what they may read', async () => {
    const namespace = await ownNamespace();
    await namespace.apply(deployment({ name: 'a', replicas: 0 }));
    await namespace.apply(deployment({ name: 'b', replicas: 0 }));
    const rules = [rule(['deployments'], ['get'])];
    const { kubernetes, events } = opened(await namespace.users.token('kim', rules));
    const port = workloadPort(kubernetes);
    await expect
      .poll(async () => (await port.find([selector('a'), selector('b')])).flat().map(({ state }) => state))
      .toEqual(['asleep', 'asleep']);
    expect(events.some((event) => event.endsWith('/pods 403'))).toBe(true);
  });
});

describe('requests', () => {
  test.each([5, 60])('do not grow with %i Deployments', async (count) => {
    const namespace = await ownNamespace();
    const { kubernetes, events } = opened(namespace.kubeconfig);
    const port = workloadPort(kubernetes);
    const names = Array.from({ length: count }, (_, nth) => `app-${nth}`);
    await Promise.all(names.map((name) => namespace.apply(deployment({ name, replicas: 0 }))));
    const found = (await port.find(names.map((name) => selector(name)))).flat();
    expect(found).toHaveLength(count);
    expect(events.map((event) => event.split('/').at(-1))).toEqual(['deployments 200', 'pods 200']);
  });
});
