import { describe, expect, test } from 'vitest';
import { night, type Sleepable, sleepable } from '../power/night.js';
import { usedRights } from './used-rights.js';

/** Rights that only a night which goes wrong takes, or one with a schedule. */
const inNeed = {
  nodegroup: ['autoscaling:DescribeScalingActivities', 'eks:DescribeUpdate'],
  asg: ['autoscaling:DescribeScalingActivities'],
  ecs: [],
  rds: [],
  'rds-cluster': ['rds:DescribeDBInstances'],
  ec2: ['ec2:DescribeSpotInstanceRequests', 'ec2:DescribeInstanceTypes', 'pricing:GetProducts'],
} as const satisfies Record<Sleepable, readonly string[]>;
const schedules = ['scheduler:GetSchedule', 'scheduler:ListSchedules'];

/** Changes whose parameters name the resource. */
const onResource = {
  nodegroup: [],
  asg: ['autoscaling:CreateOrUpdateTags', 'autoscaling:UpdateAutoScalingGroup'],
  ecs: ['ecs:UpdateService'],
  rds: ['rds:AddTagsToResource', 'rds:StopDBInstance'],
  'rds-cluster': ['rds:AddTagsToResource', 'rds:StopDBCluster'],
  ec2: ['ec2:CreateTags', 'ec2:StopInstances'],
} as const satisfies Record<Sleepable, readonly string[]>;

/** Records are removed by a sleep that was refused. */
const removals = [
  ...['autoscaling:DeleteTags', 'ec2:DeleteTags', 'ecs:UntagResource', 'eks:UntagResource'],
  'rds:RemoveTagsFromResource',
];

const others = (rights: readonly string[], known: readonly string[]) =>
  rights.filter((right) => !known.includes(right));

describe('what commands ask AWS for is in their policy, and little else', () => {
  test.each(sleepable.map((kind) => [kind] as const))('sleep and wake: %s', async (kind) => {
    const here = await night({ kinds: [kind] });
    const place = { exops: here.exops, aws: here.lab };
    const slept = await usedRights(place, 'dev sleep', ['dev sleep --no-kafka --yes']);
    const woken = await usedRights(place, 'dev wake', ['dev wake --no-kafka --yes']);
    expect([slept.missing, woken.missing]).toEqual([[], []]);
    expect(slept.exact).toEqual(expect.arrayContaining([...onResource[kind]]));
    const known = [...inNeed[kind], ...schedules];
    expect(others(slept.unused, [...known, ...removals])).toEqual([]);
    expect(others(woken.unused, known)).toEqual([]);
  });

  test('status and cost', async () => {
    const here = await night();
    const place = { exops: here.exops, aws: here.lab };
    const known = [
      ...Object.values(inNeed).flat(),
      ...schedules,
      ...['elasticloadbalancing:DescribeTags', 'pricing:GetProducts'],
    ];
    for (const command of ['dev status', 'dev cost']) {
      const { missing, unused } = await usedRights(place, command, [command]);
      expect([command, missing, others(unused, known)]).toEqual([command, [], []]);
    }
  });

  test('a schedule, made, shown and removed', async () => {
    const here = await night({ kinds: ['rds', 'ec2'] });
    const place = { exops: here.exops, aws: here.lab };
    const role = '--role arn:aws:iam::123456789012:role/exops-dev';
    const times = '--sleep "mon-fri 19:00" --wake "mon-fri 08:00" --timezone Asia/Seoul';
    const later = '--sleep "mon-fri 20:00" --timezone Asia/Seoul';
    const set = (given: string) => `dev schedule set ${given} ${role} --yes`;
    const { missing, unused } = await usedRights(place, 'dev schedule', [
      ...[set(times), set(later), 'dev schedule', 'dev schedule policy', 'dev schedule remove --yes'],
    ]);
    expect(missing).toEqual([]);
    expect(others(unused, [...inNeed.ec2, 'iam:PassRole', 'scheduler:TagResource'])).toEqual([]);
  });
});
