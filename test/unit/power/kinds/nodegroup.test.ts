import { describe, expect, it } from 'vitest';
import type { Eks } from '../../../../src/lib/aws/contract/eks.js';
import { AccessError } from '../../../../src/lib/errors.js';
import { failureOf, gauge, names, onlyOf } from './asking.js';
import { node, nodegroup } from './node-groups.js';
import { opened, selector, working } from './nodegroup-scene.js';

describe('nodegroupPort', () => {
  it('finds node groups, and nothing where there is none', async () => {
    const { port } = opened();
    const found = await port.find([selector('gone'), selector('spot'), selector('spot', 'other')]);
    expect(found.map((ones) => ones.map(({ name }) => name))).toEqual([[], ['spot'], []]);
  });

  it.each([
    ['spot', 'exchange-dev'],
    ['exchange-dev/spot', 'exchange-dev'],
    ['arn:aws:eks:ap-northeast-2:123456789012:nodegroup/exchange-dev/spot/0cb8', 'exchange-dev'],
    ['spot', 'arn:aws:eks:ap-northeast-2:123456789012:cluster/exchange-dev'],
  ])('finds it as %s of %s, as exports may say it', async (name, of) => {
    expect(onlyOf(await opened().port.find([selector(name, of)])).name).toBe('spot');
  });

  it('names the cluster too where two clusters have that name, also when it reads again', async () => {
    const both = [nodegroup('spot'), nodegroup('spot', { cluster: 'shop', autoScalingGroups: [] })];
    const { port } = opened({ nodegroups: both });
    const found = (await port.find([selector('spot'), selector('spot', 'shop')])).flat();
    expect(found.map(({ name }) => name)).toEqual(['exchange-dev/spot', 'shop/spot']);
    expect((await port.read(found)).map(({ name }) => name)).toEqual(['exchange-dev/spot', 'shop/spot']);
  });

  it.each([5, 200])(
    'asks for %i at most ten at a time, and for all their groups and nodes once',
    async (count) => {
      const all = names('spot', count);
      const running = gauge();
      const { port, calls, groupCalls, looks } = opened({
        groups: all.map((name) => working(name)),
        nodes: [() => all.flatMap((name) => [node(`${name}-a`, name), node(`${name}-b`, name)])],
        eks: { nodegroup: (_, name) => running.during(async () => nodegroup(name)) },
      });
      const found = (await port.find(all.map((name) => selector(name)))).flat();
      expect(found.map(({ name }) => name)).toEqual(all);
      expect(found.every(({ state }) => state === 'awake')).toBe(true);
      expect(running.most()).toBe(Math.min(10, count));
      expect(calls).toHaveLength(count);
      expect(groupCalls).toEqual([`groups ${count}`]);
      expect(looks()).toBe(1);
      await port.read(found);
      expect([calls.length, groupCalls.length, looks()]).toEqual([count * 2, 2, 2]);
    },
  );

  it('lists a cluster once for all tags, and asks nothing more about what they do not choose', async () => {
    const tagged = (name: string, over: Parameters<typeof nodegroup>[1] = {}) =>
      nodegroup(name, { tags: new Map([['Team', 'web']]), ...over });
    const { port, calls, groupCalls } = opened({
      nodegroups: [tagged('a'), tagged('b'), nodegroup('c'), tagged('d', { cluster: 'shop' })],
      groups: ['a', 'b', 'c', 'd'].map((name) => working(name)),
    });
    const of = 'arn:aws:eks:ap-northeast-2:123456789012:cluster/exchange-dev';
    const byTags = (tags: Readonly<Record<string, string>>, cluster: string) =>
      ({ kind: 'nodegroup', cluster, choice: { by: 'tags', tags } }) as const;
    const found = await port.find([
      byTags({ Team: 'web' }, of),
      byTags({ Team: 'Web' }, 'exchange-dev'),
      selector('b'),
      byTags({ Team: 'web' }, 'gone'),
    ]);
    expect(found.map((ones) => ones.map(({ name }) => name))).toEqual([['a', 'b'], [], ['b'], []]);
    expect(calls.toSorted()).toEqual([
      ...['nodegroup a', 'nodegroup b', 'nodegroup c', 'nodegroupNames exchange-dev', 'nodegroupNames gone'],
    ]);
    expect(groupCalls).toEqual(['groups 2']);
    const before = calls.length;
    expect(await port.read(found[0] ?? [])).toEqual(found[0]);
    expect(calls.slice(before).toSorted()).toEqual(['nodegroup a', 'nodegroup b']);
  });

  it('tells of data on disks of its machines', async () => {
    const { port } = opened({ stores: ['t3.large'] });
    expect(onlyOf(await port.find([selector('spot')])).losses).toEqual([
      { text: 'loses what is on instance store volumes (t3.large)', isData: true },
    ]);
  });

  it('leaves out what is gone, and asks nothing about nothing', async () => {
    const { port, calls } = opened();
    const one = onlyOf(await port.find([selector('spot')]));
    const id = one.id.replace('/spot/', '/gone/');
    expect((await port.read([one, { ...one, id }])).map((each) => each.id)).toEqual([one.id]);
    const before = calls.length;
    expect(await port.read([])).toEqual([]);
    expect(calls).toHaveLength(before);
  });

  it('takes no other of that name for it', async () => {
    const { port } = opened();
    const one = onlyOf(await port.find([selector('spot')]));
    expect(await port.read([{ ...one, id: one.id.replace('0cb8', '1dc9') }])).toEqual([]);
  });

  it('tags by ARN, sends min and desired together, and leaves the most as it is', async () => {
    const { port, calls } = opened();
    const one = onlyOf(await port.find([selector('spot')]));
    await port.setRecord(one, 'v=1 min=1 max=4 desired=2');
    await port.sleep(one);
    await port.wake(one, { min: 1, max: 4, desired: 2 });
    await port.setRecord(one, null);
    expect(calls.slice(1)).toEqual([
      `setTag ${one.id} exops:sleep v=1 min=1 max=4 desired=2`,
      'scale spot 0 0',
      'scale spot 1 2',
      `removeTag ${one.id} exops:sleep`,
    ]);
    expect((await failureOf(port.wake(one, undefined))).message).toBe(
      'It is not known what size to wake nodegroup spot to.',
    );
  });
});

describe('an update that was accepted', () => {
  async function afterSleep(update: Eks['update']) {
    const { port, calls } = opened({ eks: { update } });
    const one = onlyOf(await port.find([selector('spot')]));
    await port.sleep(one);
    const readings = [await port.read([one]), await port.read([one])].flat();
    return { troubles: readings.map(({ trouble }) => trouble), calls };
  }

  it('and failed is told, and not asked for again', async () => {
    const errors = ['PodEvictionFailure: Reached max retries while trying to evict pods from nodes'];
    const { troubles, calls } = await afterSleep(async () => ({ status: 'Failed', errors }));
    const words =
      'The update of its size ended as Failed: PodEvictionFailure: Reached max retries while trying to evict pods from nodes. Pods could not be evicted in time: see the PodDisruptionBudgets that allow no disruption (kubectl get pdb -A).';
    expect(troubles).toEqual([words, words]);
    expect(calls.filter((call) => call.startsWith('update'))).toEqual(['update spot update-1']);
  });

  it('and was cancelled without a word is told too', async () => {
    const { troubles } = await afterSleep(async () => ({ status: 'Cancelled', errors: [] }));
    expect(troubles[0]).toBe('The update of its size ended as Cancelled');
  });

  it('is asked for until it ends', async () => {
    let status = 'InProgress';
    const { port, calls } = opened({ eks: { update: async () => ({ status, errors: [] }) } });
    const one = onlyOf(await port.find([selector('spot')]));
    await port.sleep(one);
    await port.read([one]);
    status = 'Successful';
    const [now] = await port.read([one]);
    await port.read([one]);
    expect(now?.trouble).toBeUndefined();
    expect(calls.filter((call) => call.startsWith('update'))).toHaveLength(2);
  });

  it('is not asked for while the node group is updated, nor again without the right to it', async () => {
    let status = 'UPDATING';
    const { port, calls } = opened({
      eks: {
        nodegroup: async () => nodegroup('spot', { status }),
        async update() {
          throw new AccessError('no eks:DescribeUpdate');
        },
      },
    });
    const one = onlyOf(await port.find([selector('spot')]));
    await port.sleep(one);
    await port.read([one]);
    expect(calls).not.toContain('update spot update-1');
    status = 'ACTIVE';
    const [now] = await port.read([one]);
    await port.read([one]);
    expect(now?.trouble).toBeUndefined();
    expect(calls.filter((call) => call.startsWith('update'))).toHaveLength(1);
  });

  it('is forgotten when another is asked for', async () => {
    const results = ['Failed', 'Successful'];
    const update = async () => ({ status: results.shift() ?? 'Successful', errors: [] });
    const { port } = opened({ eks: { update } });
    const one = onlyOf(await port.find([selector('spot')]));
    await port.sleep(one);
    expect((await port.read([one]))[0]?.trouble).toBe('The update of its size ended as Failed');
    await port.sleep(one);
    expect((await port.read([one]))[0]?.trouble).toBeUndefined();
  });
});
