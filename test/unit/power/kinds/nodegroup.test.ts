import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../../src/lib/aws/aws-errors.js';
import type { AutoScalingGroup } from '../../../../src/lib/aws/contract/autoscaling.js';
import type { Eks, Nodegroup } from '../../../../src/lib/aws/contract/eks.js';
import { AccessError } from '../../../../src/lib/errors.js';
import { ForbiddenError, UnreachableError } from '../../../../src/lib/k8s/errors.js';
import type { Node } from '../../../../src/lib/k8s/kubernetes.js';
import { clusterNodes } from '../../../../src/lib/power/kinds/cluster-nodes.js';
import { nodegroupPort } from '../../../../src/lib/power/kinds/nodegroup.js';
import { failureOf, gauge, names, onlyOf } from './asking.js';
import { autoScalingWith, group, groupInstance, typesWith } from './groups.js';
import { eksWith, node, nodegroup } from './node-groups.js';

interface Given {
  readonly nodegroups?: readonly Nodegroup[];
  readonly groups?: readonly AutoScalingGroup[];
  readonly eks?: Partial<Eks>;
  /** What Kubernetes answers, one after the other, the last one from then on; without one there is none. */
  readonly nodes?: readonly (() => readonly Node[])[];
  readonly context?: string;
  /** Types with disks of their own. */
  readonly stores?: readonly string[];
}

const working = (name: string, count = 2) =>
  group(`asg-${name}`, { instances: names(`i-${name}`, count).map((id) => groupInstance(id)) });

function opened({
  nodegroups = [nodegroup('spot')],
  groups = [working('spot')],
  eks: over = {},
  nodes,
  context = 'dev',
  stores = [],
}: Given = {}) {
  const { eks, calls } = eksWith(nodegroups, over);
  const { autoScaling, calls: groupCalls } = autoScalingWith(groups);
  const notices: string[] = [];
  let looks = 0;
  const kubernetes = {
    context,
    async nodes() {
      looks += 1;
      return nodes?.[Math.min(looks, nodes.length) - 1]?.() ?? [];
    },
  };
  const port = nodegroupPort({
    aws: { eks, autoScaling, ec2: typesWith(...stores) },
    nodes: clusterNodes({
      kubernetes: nodes === undefined ? undefined : kubernetes,
      notice: (text) => notices.push(text),
    }),
  });
  return { port, calls, groupCalls, notices, looks: () => looks };
}

const selector = (name: string, cluster = 'exchange-dev') => ({ kind: 'nodegroup', cluster, name }) as const;
const busy = new AwsError(
  'ResourceInUseException',
  'Nodegroup cannot be updated as it is currently not in Active State',
);

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

describe('a node group that is busy', () => {
  const refusing = (times: number, then = 'update-2'): Partial<Eks> => {
    let left = times;
    return {
      async scale() {
        left -= 1;
        if (left >= 0) throw busy;
        return then;
      },
    };
  };

  it('says so at once: whoever asked may ask again', async () => {
    const { port, calls } = opened({ eks: refusing(1) });
    const one = onlyOf(await port.find([selector('spot')]));
    const error = await failureOf(port.sleep(one, new AbortController().signal));
    expect(calls.filter((call) => call.startsWith('scale'))).toHaveLength(1);
    expect(error).toMatchObject({ code: 'ResourceInUseException', message: busy.message });
    expect(error.hint).toMatch(/^EKS takes no update of the node group as it is/);
  });

  it('is not asked again for another reason', async () => {
    const refusal = new AwsError(
      'InvalidParameterException',
      "Minimum capacity 5 can't be greater than desired size 4",
    );
    const { port, calls } = opened({ eks: { scale: () => Promise.reject(refusal) } });
    const one = onlyOf(await port.find([selector('spot')]));
    const error = await failureOf(port.wake(one, { desired: 9 }, new AbortController().signal));
    expect(error.hint).toMatch(/^The size does not fit the maximum/);
    expect(calls.filter((call) => call.startsWith('scale'))).toHaveLength(1);
  });
});

describe('its nodes', () => {
  const forbidden = () => {
    throw new ForbiddenError("Can't list the nodes of the cluster: the user kim may not list nodes.");
  };
  const silent = () => {
    throw new UnreachableError("Can't list the nodes of the cluster: no answer.");
  };
  const both = () => [node('a', 'spot'), node('b', 'spot')];

  it('are asked for once when that is refused, and told about', async () => {
    const { port, notices, looks } = opened({ nodes: [forbidden] });
    const one = onlyOf(await port.find([selector('spot')]));
    expect(one.status).toBe('ACTIVE, 2 of 2 instances InService');
    await port.read([one]);
    expect(looks()).toBe(1);
    expect(notices).toEqual([
      "Nodes are not looked at, only what AWS says of them. Can't list the nodes of the cluster: the user kim may not list nodes.",
    ]);
  });

  it('are taken for neither there nor gone when Kubernetes stops answering', async () => {
    const { port, notices } = opened({ nodes: [both, silent, both] });
    const one = onlyOf(await port.find([selector('spot')]));
    const states = [one, ...(await port.read([one])), ...(await port.read([one]))].map(({ state }) => state);
    expect(states).toEqual(['awake', 'waking', 'awake']);
    expect(notices).toEqual([]);
  });

  it('are not looked at where the context tells no cluster and node groups of two are listed', async () => {
    const nodegroups = [nodegroup('spot'), nodegroup('web', { cluster: 'shop' })];
    const groups = [working('spot'), working('web')];
    const { port, notices, looks } = opened({ nodegroups, groups, nodes: [both] });
    const found = (await port.find([selector('spot'), selector('web', 'shop')])).flat();
    expect(found.map(({ state, status }) => [state, status])).toEqual(
      Array(2).fill(['awake', 'ACTIVE, 2 of 2 instances InService']),
    );
    // Also when only one of them is read again.
    expect((await port.read(found.slice(1)))[0]?.state).toBe('awake');
    expect(looks()).toBe(0);
    expect(notices).toEqual([
      "Nodes are not looked at, only what AWS says of them. The context dev doesn't say which cluster it is, and node groups of exchange-dev, shop are listed.",
    ]);
  });

  it('are looked at for the one cluster that the context tells', async () => {
    const nodegroups = [nodegroup('spot'), nodegroup('web', { cluster: 'shop' })];
    const { port, notices } = opened({
      ...{ nodegroups, groups: [working('spot'), working('web')], nodes: [both] },
      context: 'kim@exchange-dev.ap-northeast-2.eksctl.io',
    });
    const found = (await port.find([selector('spot'), selector('web', 'shop')])).flat();
    expect(found.map(({ status }) => status)).toEqual([
      'ACTIVE, 2 of 2 nodes Ready',
      'ACTIVE, 2 of 2 instances InService',
    ]);
    expect(notices).toEqual([]);
  });

  it('end with the signal', async () => {
    const stop = new AbortController();
    const { port } = opened({
      nodes: [
        () => {
          stop.abort(new Error('stopped'));
          throw stop.signal.reason;
        },
      ],
    });
    expect((await failureOf(port.find([selector('spot')], stop.signal))).message).toBe('stopped');
  });

  it.each([
    ['arn:aws:eks:ap-northeast-2:123456789012:cluster/other', 'instances InService'],
    ['arn:aws:eks:ap-northeast-2:123456789012:cluster/exchange-dev', 'nodes Ready'],
    ['kim@other.ap-northeast-2.eksctl.io', 'instances InService'],
    ['kim@exchange-dev.ap-northeast-2.eksctl.io', 'nodes Ready'],
    ['dev', 'nodes Ready'],
  ])("count only in the node group's own cluster: context %s", async (context, words) => {
    const { port } = opened({ nodes: [both], context });
    expect(onlyOf(await port.find([selector('spot')])).status).toBe(`ACTIVE, 2 of 2 ${words}`);
  });
});
