import { describe, expect, it } from 'vitest';
import type {
  AutoScaling,
  AutoScalingGroup,
  GroupInstance,
} from '../../../../src/lib/aws/contract/autoscaling.js';
import { AccessError } from '../../../../src/lib/errors.js';
import { asgPort } from '../../../../src/lib/power/kinds/asg.js';
import { asgSleeper } from '../../../../src/lib/power/kinds/asg-sleeper.js';
import { failureOf, names, onlyOf } from './asking.js';
import { autoScalingWith, group, groupInstance, typesWith } from './groups.js';

const working = (count: number) => names('i', count).map((id) => groupInstance(id));
const sleeper = (over: Partial<AutoScalingGroup>, failures: readonly string[] = []) =>
  asgSleeper(group('web', over), { failures, storeTypes: [] });

describe('an Auto Scaling group', () => {
  it('is known by its name, its size and the type of its instances', () => {
    const tags = new Map([['exops:sleep', 'v=1 desired=2']]);
    expect(sleeper({ min: 1, max: 4, desired: 2, instances: working(2), tags })).toMatchObject({
      kind: 'asg',
      id: 'web',
      name: 'web',
      size: { min: 1, max: 4, desired: 2 },
      record: 'v=1 desired=2',
      machines: [{ service: 'ec2', type: 't3.large', isSpot: false }],
      losses: [
        { text: 'terminates its 2 instances: new ones start from its launch template', isData: false },
      ],
    });
    expect(sleeper({ desired: 0, min: 0 })).toMatchObject({ machines: [], losses: [] });
  });

  const leaving = (lifecycle: string): readonly GroupInstance[] => [{ ...groupInstance('i-1'), lifecycle }];
  it.each([
    [{ desired: 2, instances: working(2) }, 'awake', '2 of 2 InService'],
    [{ desired: 2, instances: working(3) }, 'awake', '3 of 2 InService'],
    [{ desired: 2, instances: working(1) }, 'waking', '1 of 2 InService'],
    [{ desired: 1, instances: leaving('Pending') }, 'waking', '0 of 1 InService'],
    [{ desired: 0, min: 0, instances: leaving('Terminating:Wait') }, 'falling asleep', '1 instance left'],
    [{ desired: 0, min: 0, instances: [] }, 'asleep', '0 instances left'],
    [{ desired: 2, instances: working(2), status: 'Delete in progress' }, 'unusable', 'Delete in progress'],
  ] as const)('with %j is %s', (over, state, status) => {
    expect(sleeper(over)).toMatchObject({ state, status });
  });

  it('of an EKS node group, or protected, is never put to sleep', () => {
    expect(sleeper({ tags: new Map([['eks:nodegroup-name', 'spot']]) }).never).toBe(
      'it belongs to the EKS node group spot: list that instead, as eksNodegroup',
    );
    expect(sleeper({ tags: new Map([['stage', 'prod']]) }).never).toBe(
      'it is production by its tag stage=prod',
    );
    expect(sleeper({}).never).toBeUndefined();
  });

  const kept = [{ ...groupInstance('i-1'), isProtected: true }, groupInstance('i-2')];
  const words =
    'i-1 protected from scale-in, and the group would leave that running: take the protection away first';
  it('with an instance that is protected from scale-in is never put to sleep', () => {
    expect(sleeper({ instances: kept }).never).toBe(words);
    expect(sleeper({ instances: kept, tags: new Map([['exops:protected', '']]) }).never).toBe(
      'it is protected by its tag exops:protected',
    );
  });

  it('that was resized all the same tells of it', () => {
    expect(sleeper({ min: 0, desired: 0, instances: kept })).toMatchObject({
      ...{ state: 'falling asleep', trouble: words },
    });
  });

  it('tells why it gets no instances while it wakes', () => {
    const words =
      'We currently do not have sufficient t3.large capacity in the Availability Zone you requested.';
    expect(sleeper({ desired: 1 }, [words, 'older']).trouble).toBe(
      'We currently do not have sufficient t3.large capacity in the Availability Zone you requested. AWS has no such machine free in that zone right now: wait some minutes, then wake it again, or allow another instance type or zone.',
    );
    expect(sleeper({ desired: 1, instances: working(1) }, [words]).trouble).toBeUndefined();
  });

  it.each([
    [{ suspended: ['Terminate'] }, /^Its process Terminate is suspended/],
    [{ suspended: ['AZRebalance', 'Launch'] }, /^Its process Launch is suspended/],
    [{ desired: 0, min: 0, instances: leaving('Standby') }, /^i-1 in Standby: the group leaves them running/],
  ])('tells what keeps it as it is: %j', (over, words) => {
    expect(sleeper(over).trouble).toMatch(words);
  });

  it('may have other processes suspended', () => {
    expect(sleeper({ suspended: ['AZRebalance'] }).trouble).toBeUndefined();
  });
});

const byName = (name: string) => ({ kind: 'asg', choice: { by: 'name', name } }) as const;
const byTags = (tags: Readonly<Record<string, string>>) =>
  ({ kind: 'asg', choice: { by: 'tags', tags } }) as const;

describe('asgPort', () => {
  it.each([5, 200])('finds %i groups in one call, and reads them again in one', async (count) => {
    const all = names('web', count);
    const { autoScaling, calls } = autoScalingWith(all.map((name) => group(name, { instances: working(2) })));
    const port = asgPort({ autoScaling, ec2: typesWith() });
    const found = (await port.find(all.map(byName))).flat();
    expect(found.map(({ name }) => name)).toEqual(all);
    expect(await port.read(found)).toEqual(found);
    expect(await port.read([])).toEqual([]);
    expect(calls).toEqual([`groups ${count}`, `groups ${count}`]);
  });

  it('tells of data on disks of the machines, each type asked for once', async () => {
    const instances = [{ ...groupInstance('i-1'), instanceType: 'm5d.large' }, groupInstance('i-2')];
    const { autoScaling } = autoScalingWith([
      group('a', { instances }),
      group('b', { instances: working(1) }),
    ]);
    const ec2 = typesWith('m5d.large');
    const port = asgPort({ autoScaling, ec2 });
    const found = (await port.find([byName('a'), byName('b')])).flat();
    const data = { text: 'loses what is on instance store volumes (m5d.large)', isData: true };
    expect(found.map(({ losses }) => losses.filter(({ isData }) => isData))).toEqual([[data], []]);
    await port.read(found);
    expect(ec2.asked).toEqual(['m5d.large t3.large']);
  });

  it('finds it by its ARN too, as exports may say it', async () => {
    const { autoScaling } = autoScalingWith([group('shop/web')]);
    const arn =
      'arn:aws:autoscaling:ap-northeast-2:123456789012:autoScalingGroup:1:autoScalingGroupName/shop/web';
    const port = asgPort({ autoScaling, ec2: typesWith() });
    expect(onlyOf(await port.find([byName(arn)])).name).toBe('shop/web');
  });

  it('finds by tags too', async () => {
    const tags = new Map([['team', 'web']]);
    const { autoScaling, calls } = autoScalingWith([group('a', { tags }), group('b'), group('c', { tags })]);
    const found = await asgPort({ autoScaling, ec2: typesWith() }).find([
      byTags({ team: 'web' }),
      byName('b'),
      byName('gone'),
    ]);
    expect(found.map((ones) => ones.map(({ name }) => name))).toEqual([['a', 'c'], ['b'], []]);
    expect(calls.toSorted()).toEqual(['groups 2', 'groups by tags']);
  });

  it('leaves the most as it is', async () => {
    const { autoScaling, calls } = autoScalingWith([group('a')]);
    const port = asgPort({ autoScaling, ec2: typesWith() });
    const one = onlyOf(await port.find([byName('a')]));
    await port.setRecord(one, 'v=1 min=1 max=4 desired=2');
    await port.sleep(one);
    await port.wake(one, { min: 1, max: 4, desired: 2 });
    await port.wake(one, { desired: 3 });
    await port.setRecord(one, null);
    expect(calls.slice(1)).toEqual([
      'setTag a exops:sleep v=1 min=1 max=4 desired=2',
      'resize a 0 0',
      'resize a 1 2',
      'resize a 0 3',
      'removeTag a exops:sleep',
    ]);
    const error = await failureOf(port.wake(one, undefined));
    expect(error.message).toBe('It is not known what size to wake asg a to.');
    expect(error.hint).toBe('Say it: --wakes-to a=MIN/DESIRED');
  });
});

describe('groups that get no instances', () => {
  const failures: AutoScaling['failures'] = async (name) => [`no capacity for ${name}`];

  async function readings(groups: readonly AutoScalingGroup[], count: number) {
    const { autoScaling, calls } = autoScalingWith(groups, { failures });
    const port = asgPort({ autoScaling, ec2: typesWith() });
    const found = (await port.find(groups.map(({ name }) => byName(name)))).flat();
    const asked: string[][] = [];
    let last = found;
    for (let nth = 0; nth < count; nth++) {
      const before = calls.length;
      last = [...(await port.read(last))];
      asked.push(calls.slice(before).filter((call) => call.startsWith('failures')));
    }
    return { found, last, asked };
  }

  it('are asked why from the second reading on', async () => {
    const { found, last, asked } = await readings([group('a', { desired: 1 })], 1);
    expect(found[0]?.trouble).toBeUndefined();
    expect(last[0]?.trouble).toBe('no capacity for a');
    expect(asked).toEqual([['failures a']]);
  });

  it('are asked about ten at a time, in turns', async () => {
    const groups = names('web', 25).map((name) => group(name, { desired: 1 }));
    const { asked, last } = await readings(groups, 4);
    expect(asked.map(({ length }) => length)).toEqual([10, 10, 10, 10]);
    expect(new Set(asked.slice(0, 3).flat()).size).toBe(25);
    expect(last.every(({ trouble }) => trouble !== undefined)).toBe(true);
  });

  it('are new to it once they had them', async () => {
    let now = group('a', { desired: 1 });
    const { autoScaling, calls } = autoScalingWith([], { failures });
    const port = asgPort({ autoScaling: { ...autoScaling, groups: async () => [now] }, ec2: typesWith() });
    const found = (await port.find([byName('a')])).flat();
    expect((await port.read(found))[0]?.trouble).toBe('no capacity for a');
    now = group('a', { desired: 1, instances: working(1) });
    await port.read(found);
    now = group('a', { desired: 1 });
    expect((await port.read(found))[0]?.trouble).toBeUndefined();
    expect(calls).toEqual(['failures a']);
  });

  it('are as they are without the right to ask', async () => {
    const refuse = () => Promise.reject(new AccessError('no autoscaling:DescribeScalingActivities'));
    const { autoScaling } = autoScalingWith([group('a', { desired: 1 })], { failures: refuse });
    const port = asgPort({ autoScaling, ec2: typesWith() });
    const found = (await port.find([byName('a')])).flat();
    expect((await port.read(found))[0]).toMatchObject({ state: 'waking', trouble: undefined });
  });

  it('are not asked about while instances are coming', async () => {
    const coming = [{ ...groupInstance('i-1'), lifecycle: 'Pending:Wait' }];
    const { asked } = await readings([group('a', { desired: 2, instances: coming })], 3);
    expect(asked.flat()).toEqual([]);
  });
});
