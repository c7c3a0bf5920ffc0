import { describe, expect, it } from 'vitest';
import { type NodegroupScene, nodegroupSleeper } from '../../../../src/lib/power/kinds/nodegroup-sleeper.js';
import { names } from './asking.js';
import { group, groupInstance } from './groups.js';
import { node, nodegroup } from './node-groups.js';

const instances = (count: number) => names('i', count).map((id) => groupInstance(id));
const nodes = (count: number, isReady = true) =>
  names('ip', count).map((name) => node(name, 'spot', { isReady }));

type Around = Partial<NodegroupScene> & {
  readonly of?: Parameters<typeof nodegroup>[1];
  readonly has?: number;
};

function sleeper({ of = {}, has = 0, ...around }: Around = {}) {
  return nodegroupSleeper({
    nodegroup: nodegroup('spot', of),
    shownName: 'spot',
    groups: [group('asg-spot', { instances: instances(has) })],
    nodes: 'not looked at',
    failedUpdate: undefined,
    ...{ failures: [], storeTypes: [] },
    ...around,
  });
}

const zero = { min: 0, desired: 0 };

describe('a node group', () => {
  it('is known by its ARN, its size and the machine of each node', () => {
    const tags = new Map([['exops:sleep', 'v=1 desired=2']]);
    expect(sleeper({ of: { tags }, has: 2 })).toMatchObject({
      kind: 'nodegroup',
      id: 'arn:aws:eks:ap-northeast-2:123456789012:nodegroup/exchange-dev/spot/0cb8',
      name: 'spot',
      state: 'awake',
      size: { min: 1, max: 4, desired: 2 },
      record: 'v=1 desired=2',
      never: undefined,
      machines: [{ service: 'ec2', type: 't3.large', isSpot: true }],
    });
    expect(sleeper({ of: { capacityType: 'ON_DEMAND' } }).machines[0]?.isSpot).toBe(false);
    expect(sleeper({ of: { instanceTypes: [] } }).machines).toEqual([]);
  });

  it('loses data on disks of its machines, unless it is asleep', () => {
    const data = { text: 'loses what is on instance store volumes (i3.large, m5d.large)', isData: true };
    const storeTypes = ['i3.large', 'm5d.large'];
    expect(sleeper({ has: 2, storeTypes }).losses).toEqual([data]);
    expect(sleeper({ of: zero, storeTypes }).losses).toEqual([]);
  });

  it('keeps instances that are protected from scale-in', () => {
    const groups = [group('asg-spot', { instances: [{ ...groupInstance('i-1'), isProtected: true }] })];
    expect(sleeper({ groups }).never).toMatch(/^i-1 protected from scale-in/);
  });

  it('may be protected', () => {
    expect(sleeper({ of: { tags: new Map([['environment', 'production']]) } }).never).toBe(
      'it is production by its tag environment=production',
    );
  });
});

describe('a node group at 0', () => {
  it.each([
    ['without instances', { of: zero }, 'asleep', 'ACTIVE'],
    ['whose update runs', { of: { ...zero, status: 'UPDATING' } }, 'falling asleep', 'UPDATING'],
    ['with instances left', { of: zero, has: 2 }, 'falling asleep', 'ACTIVE, 2 instances left'],
    ['with nodes left', { of: zero, nodes: nodes(1, false) }, 'falling asleep', 'ACTIVE, 1 node left'],
    ["with another one's nodes", { of: zero, nodes: [node('ip-9', 'other')] }, 'asleep', 'ACTIVE'],
    [
      'whose nodes are not known right now',
      { of: zero, nodes: 'not known now' },
      'falling asleep',
      'ACTIVE, nodes not known right now',
    ],
    ['that stays DEGRADED', { of: { ...zero, status: 'DEGRADED' } }, 'asleep', 'DEGRADED'],
    ['that is deleted', { of: { ...zero, status: 'DELETING' } }, 'unusable', 'DELETING'],
  ] as const)('%s', (_, scene, state, status) => {
    expect(sleeper(scene)).toMatchObject({ state, status });
  });
});

describe('a node group of 2', () => {
  it.each([
    ['with its instances', { has: 2 }, 'awake', 'ACTIVE, 2 of 2 instances InService'],
    ['with too few of them', { has: 1 }, 'waking', 'ACTIVE, 1 of 2 instances InService'],
    ['with its nodes Ready', { has: 2, nodes: nodes(2) }, 'awake', 'ACTIVE, 2 of 2 nodes Ready'],
    [
      'with nodes that are not Ready',
      { has: 2, nodes: [...nodes(1), node('ip-9', 'spot', { isReady: false })] },
      'waking',
      'ACTIVE, 1 of 2 nodes Ready',
    ],
    ['with too few nodes', { has: 2, nodes: [node('ip-9', 'x')] }, 'waking', 'ACTIVE, 0 of 2 nodes Ready'],
    [
      'with nodes whose instances are gone',
      { has: 1, nodes: nodes(2) },
      'waking',
      'ACTIVE, 1 of 2 instances InService',
    ],
    ['whose groups are gone', { groups: [], nodes: nodes(2) }, 'awake', 'ACTIVE, 2 of 2 nodes Ready'],
    [
      'whose nodes are not known right now',
      { has: 2, nodes: 'not known now' },
      'waking',
      'ACTIVE, nodes not known right now',
    ],
    [
      'that is updated',
      { of: { status: 'UPDATING' }, has: 2 },
      'busy',
      'UPDATING, 2 of 2 instances InService',
    ],
    [
      'that is updated, and short',
      { of: { status: 'UPDATING' }, has: 1 },
      'waking',
      'UPDATING, 1 of 2 instances InService',
    ],
    [
      'that is DEGRADED',
      { of: { status: 'DEGRADED' }, has: 2 },
      'waking',
      'DEGRADED, 2 of 2 instances InService',
    ],
    ['that is made', { of: { status: 'CREATING' } }, 'busy', 'CREATING, 0 of 2 instances InService'],
    [
      'that could not be made',
      { of: { status: 'CREATE_FAILED' } },
      'unusable',
      'CREATE_FAILED, 0 of 2 instances InService',
    ],
  ] as const)('%s', (_, scene, state, status) => {
    expect(sleeper(scene)).toMatchObject({ state, status });
  });
});

describe('the trouble of a node group', () => {
  it.each([
    [
      'NodeCreationFailure: Instances failed to join the kubernetes cluster',
      /join the kubernetes cluster\. Instances start and don't join the cluster: see the node role/,
    ],
    [
      'AsgInstanceLaunchFailures: Could not launch On-Demand Instances. InsufficientInstanceCapacity - We currently do not have sufficient t3.large capacity',
      /AWS has no such machine free/,
    ],
    [
      'AsgInstanceLaunchFailures: Client.InternalError: Client error on launch',
      /allow kms:CreateGrant on that key/,
    ],
    ['AsgInstanceLaunchFailures: something else', /see the activities of the group in EC2\.$/],
    ['SomethingNew: words\u001b[2J', /^SomethingNew: words\\x1b\[2J$/],
  ])('is its first health issue: %s', (issue, words) => {
    expect(sleeper({ of: { status: 'DEGRADED', issues: [issue, 'Other: x'] } }).trouble).toMatch(words);
  });

  it('is none of before its update', () => {
    expect(sleeper({ of: { status: 'UPDATING', issues: ['AccessDenied: x'] } }).trouble).toBeUndefined();
  });

  it('is the failed update before all', () => {
    const scene = { failedUpdate: 'The update failed', of: { issues: ['AccessDenied: x'] } };
    expect(sleeper(scene).trouble).toBe('The update failed');
  });

  it('is why its groups get no instances, while it wakes', () => {
    const failures = ['VcpuLimitExceeded: You have requested more vCPU capacity than your current limit'];
    expect(sleeper({ failures }).trouble).toMatch(/Service Quotas \(EC2\)/);
    expect(sleeper({ failures, has: 2 }).trouble).toBeUndefined();
  });
});

describe('nodes that no node group knows', () => {
  const pool = { 'karpenter.sh/nodepool': 'default' };
  const made = [node('k-1', '', { labels: pool }), node('k-2', '', { labels: pool })];

  it('are noticed', () => {
    expect(sleeper({ has: 2, nodes: [...nodes(2), ...made] }).losses).toEqual([
      {
        text: 'does not touch 2 nodes of Karpenter or Auto Mode (node pool default), which may take over its pods',
        isData: false,
      },
    ]);
    expect(sleeper({ nodes: nodes(2) }).losses).toEqual([]);
    expect(sleeper().losses).toEqual([]);
  });

  it('do not keep a node group awake', () => {
    expect(sleeper({ of: zero, nodes: made })).toMatchObject({ state: 'asleep', losses: [] });
  });
});
