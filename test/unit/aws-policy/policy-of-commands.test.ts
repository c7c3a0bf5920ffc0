import { describe, expect, test } from 'vitest';
import { unknown } from '../../../src/lib/aws-policy/arns.js';
import { factsOf, hostOf, policyFor, sleeperOf } from './facts.js';
import { allows } from './iam.js';
import { arn, kafka } from './policy-resources.js';

describe('sleep and wake', () => {
  const sleepers = [
    sleeperOf('nodegroup', 'spot', { cluster: 'dev-cluster' }),
    sleeperOf('asg', 'web'),
    sleeperOf('ecs', 'api'),
    sleeperOf('rds', 'mysql'),
    sleeperOf('rds-cluster', 'aurora'),
    sleeperOf('ec2', 'i-0123456789abcdef0'),
    sleeperOf('ec2', 'i-0fedcba9876543210', { isSkipped: true }),
  ];

  test('changes what is listed, and tags it with its record', () => {
    const policy = policyFor('dev sleep', { sleepers });
    const may = (action: string, resource: string, context = {}) =>
      allows(policy, { action, resource, context });
    expect(may('ec2:StopInstances', kafka)).toBe(true);
    expect(may('ec2:StartInstances', kafka)).toBe(false);
    expect(may('ec2:TerminateInstances', kafka)).toBe(false);
    expect(may('ec2:StopInstances', arn('ec2', 'instance/i-0fedcba9876543210'))).toBe(false);
    expect(may('rds:StopDBInstance', arn('rds', 'db:mysql'))).toBe(true);
    expect(may('rds:StopDBInstance', arn('rds', 'db:mysql2'))).toBe(false);
    expect(may('rds:StopDBCluster', arn('rds', 'cluster:aurora'))).toBe(true);
    expect(may('eks:UpdateNodegroupConfig', arn('eks', 'nodegroup/dev-cluster/spot/1234'))).toBe(true);
    expect(may('eks:UpdateNodegroupConfig', arn('eks', 'nodegroup/dev-cluster/other/1234'))).toBe(false);
    expect(may('ecs:UpdateService', arn('ecs', 'service/shop/api'))).toBe(true);
    const group = arn('autoscaling', 'autoScalingGroup:1234:autoScalingGroupName/web');
    expect(may('autoscaling:UpdateAutoScalingGroup', group)).toBe(true);
  });

  test.each([
    ['ec2:CreateTags', kafka],
    ['ec2:DeleteTags', kafka],
    ['eks:TagResource', arn('eks', 'nodegroup/dev-cluster/spot/1234')],
    ['rds:RemoveTagsFromResource', arn('rds', 'db:mysql')],
    ['ecs:UntagResource', arn('ecs', 'service/shop/api')],
    ['autoscaling:DeleteTags', arn('autoscaling', 'autoScalingGroup:1:autoScalingGroupName/web')],
  ])('%s is for the record alone', (action, resource) => {
    const policy = policyFor('dev sleep', { sleepers });
    const tag = (...keys: readonly string[]) =>
      allows(policy, { action, resource, context: keys.length === 0 ? {} : { 'aws:TagKeys': keys } });
    expect(tag('exops:sleep')).toBe(true);
    expect(tag('exops:protected')).toBe(false);
    expect(tag('exops:sleep', 'exops:protected')).toBe(false);
    expect(tag()).toBe(false);
  });

  test('reads all of a cluster in which tags choose, and changes what has them', () => {
    const tags = { chosen: { by: 'tags', tags: { Team: 'web' } }, cluster: 'dev' } as const;
    const policy = policyFor('dev sleep', {
      sleepers: [sleeperOf('nodegroup', '', tags), sleeperOf('ecs', '', tags), sleeperOf('ecs', 'api')],
    });
    const may = (action: string, resource: string, context = {}) =>
      allows(policy, { action, resource, context });
    const nodes = arn('eks', 'nodegroup/dev/any/1234');
    expect(may('eks:ListNodegroups', arn('eks', 'cluster/dev'))).toBe(true);
    expect(may('eks:ListNodegroups', arn('eks', 'cluster/other'))).toBe(false);
    expect(may('eks:DescribeNodegroup', nodes)).toBe(true);
    expect(may('eks:UpdateNodegroupConfig', nodes)).toBe(false);
    expect(may('eks:UpdateNodegroupConfig', nodes, { 'aws:ResourceTag/Team': 'web' })).toBe(true);
    const listed = policy.Statement.find(({ Action }) => Action.includes('ecs:ListServices'));
    expect([listed?.Resource, listed?.Condition]).toEqual([
      ['*'],
      { ArnLike: { 'ecs:cluster': arn('ecs', 'cluster/dev') } },
    ]);
    expect(may('ecs:DescribeServices', arn('ecs', 'service/dev/any'))).toBe(true);
    expect(may('ecs:UpdateService', arn('ecs', 'service/dev/any'))).toBe(false);
    expect(may('ecs:UpdateService', arn('ecs', 'service/dev/any'), { 'aws:ResourceTag/Team': 'web' })).toBe(
      true,
    );
  });

  test('lists no cluster in which names choose', () => {
    const actions = policyFor('dev sleep', { sleepers }).Statement.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => /^(eks|ecs):List/.test(action))).toEqual([]);
  });

  test('wakes what it put to sleep, and does not stop it', () => {
    const policy = policyFor('dev wake', { sleepers });
    expect(allows(policy, { action: 'ec2:StartInstances', resource: kafka })).toBe(true);
    expect(allows(policy, { action: 'ec2:StopInstances', resource: kafka })).toBe(false);
    const context = { 'aws:TagKeys': ['exops:sleep'] };
    expect(allows(policy, { action: 'ec2:DeleteTags', resource: kafka, context })).toBe(true);
    expect(allows(policy, { action: 'ec2:CreateTags', resource: kafka, context })).toBe(false);
  });

  test('asks for no kind of which nothing is listed', () => {
    const services = (names: Parameters<typeof policyFor>[1]) => {
      const { Statement } = policyFor('dev sleep', names);
      return [
        ...new Set(Statement.flatMap(({ Action }) => Action.map((action) => action.split(':')[0]))),
      ].sort();
    };
    expect(services({ sleepers: [sleeperOf('ecs', 'api')] })).toEqual(['ecs', 'scheduler']);
    expect(services({ sleepers: [sleeperOf('rds', 'mysql')] })).toEqual(['rds', 'scheduler']);
  });

  test('by tags: whatever has them', () => {
    const chosen = { by: 'tags', tags: { Team: 'web' } } as const;
    const policy = policyFor('dev sleep', { sleepers: [sleeperOf('rds', '', { chosen })] });
    const stop = (team: string) =>
      allows(policy, {
        action: 'rds:StopDBInstance',
        resource: arn('rds', 'db:any'),
        context: { 'aws:ResourceTag/Team': team },
      });
    expect([stop('web'), stop('shop')]).toEqual([true, false]);
  });

  test('status changes nothing', () => {
    const { Statement } = policyFor('dev status', { sleepers });
    const actions = Statement.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/:(Describe|Get|List)/.test(action))).toEqual([]);
  });
});

describe('leftovers', () => {
  test('are deleted unless they are protected', () => {
    const policy = policyFor('dev leftovers');
    const remove = (context = {}) =>
      allows(policy, { action: 'ec2:DeleteVolume', resource: arn('ec2', 'volume/vol-1'), context });
    expect(remove()).toBe(true);
    expect(remove({ 'aws:ResourceTag/exops:protected': 'true' })).toBe(false);
    expect(remove({ 'aws:ResourceTag/exops:protected': 'No' })).toBe(true);
    const snapshot = 'arn:aws:ec2:ap-northeast-2::snapshot/snap-1';
    expect(allows(policy, { action: 'ec2:DeleteSnapshot', resource: snapshot })).toBe(true);
    expect(allows(policy, { action: 'logs:DescribeLogGroups', resource: arn('logs', 'log-group:*') })).toBe(
      true,
    );
  });
});

describe('a schedule', () => {
  test("of the environment's own group, with a role for Scheduler", () => {
    const policy = policyFor('dev schedule set', { sleepers: [sleeperOf('ecs', 'api')] });
    const may = (action: string, resource: string, context = {}) =>
      allows(policy, { action, resource, context });
    expect(may('scheduler:CreateSchedule', arn('scheduler', 'schedule/exops-dev/ecs-shop.api-sleep'))).toBe(
      true,
    );
    expect(may('scheduler:CreateSchedule', arn('scheduler', 'schedule/exops-prod/x'))).toBe(false);
    expect(JSON.stringify(policyFor('dev schedule remove'))).not.toMatch(/Create|PassRole/);
    const role = 'arn:aws:iam::123456789012:role/exops';
    expect(may('iam:PassRole', role, { 'iam:PassedToService': 'scheduler.amazonaws.com' })).toBe(true);
    expect(may('iam:PassRole', role, { 'iam:PassedToService': 'ec2.amazonaws.com' })).toBe(false);
  });
});

describe('several commands', () => {
  const given = { hosts: [hostOf()], sleepers: [sleeperOf('ec2', 'i-0123456789abcdef0')] };

  test('need together what each needs, and every right is there once', () => {
    const together = policyFor('connect dev sleep dev wake', given);
    const rights = together.Statement.flatMap(({ Action, Resource, Condition }) =>
      Action.flatMap((action) => Resource.map((resource) => JSON.stringify([action, resource, Condition]))),
    );
    expect(new Set(rights).size).toBe(rights.length);
    for (const command of ['connect', 'dev sleep', 'dev wake'])
      for (const { Action, Resource, Condition } of policyFor(command, given).Statement)
        for (const action of Action)
          for (const resource of Resource)
            expect(rights).toContain(JSON.stringify([action, resource, Condition]));
  });

  test('and each on its own hosts', () => {
    const bastion = { by: 'name', name: 'i-0fedcba9876543210' } as const;
    const hosts = [
      hostOf({ choices: ['way to brokers'] }),
      hostOf({ name: 'bastion', instance: bastion, choices: ['hosts'] }),
    ];
    const resources = (commands: string, sid: string) =>
      policyFor(commands, { hosts }).Statement.find(({ Sid }) => Sid === sid)?.Resource;
    expect(resources('topics list host forget', 'PushSshKeys')).toEqual([kafka]);
    expect(resources('topics list connect', 'PushSshKeys')).toEqual([
      kafka,
      arn('ec2', `instance/${bastion.name}`),
    ]);
    expect(resources('host pin topics list', 'PinHostKeys')).toEqual([
      arn('ec2', `instance/${bastion.name}`),
    ]);
  });

  test('in whatever order they are named', () => {
    expect(policyFor('dev wake connect dev sleep', given)).toEqual(
      policyFor('connect dev sleep dev wake', given),
    );
  });

  test('what is read of anything stands together, and changes nothing', () => {
    const { Statement } = policyFor('connect dev sleep dev leftovers dev status', given);
    const wide = Statement.filter(({ Resource }) => Resource.includes('*'));
    expect(wide.map(({ Sid }) => Sid)).toEqual(['ReadAnything', 'ReadPrices']);
    const actions = wide.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/:(Describe|Get|List|BatchGet)/.test(action))).toEqual([]);
  });

  test('each purpose has its own Sid', () => {
    const sids = policyFor('connect dev sleep dev wake dev status', given).Statement.map(({ Sid }) => Sid);
    expect(new Set(sids).size).toBe(sids.length);
    expect(sids.filter((sid) => !/^[A-Za-z0-9]+$/.test(sid))).toEqual([]);
  });
});

describe('what is not known matches anything', () => {
  test('a region, an account, an id, a part of a name', () => {
    const facts = factsOf({
      ...{ region: undefined, accountId: undefined, environment: undefined },
      hosts: [hostOf({ instance: { by: 'name', name: unknown } })],
      sleepers: [sleeperOf('nodegroup', `${unknown}-nodes`, { cluster: unknown })],
    });
    const resources = policyFor('connect dev sleep', facts).Statement.flatMap(({ Resource }) => Resource);
    expect(resources).toContain('arn:aws:ec2:*:*:instance/*');
    expect(resources).toContain('arn:aws:eks:*:*:nodegroup/*/*-nodes/*');
    const { Statement } = policyFor('connect', facts);
    expect(Statement.find(({ Sid }) => Sid === 'ReadAnything')).not.toHaveProperty('Condition');
  });

  test('a partition follows from the region', () => {
    const [first] = policyFor('dev leftovers', { region: 'cn-north-1' }).Statement.filter(({ Resource }) =>
      Resource.some((one) => one.includes('volume')),
    );
    expect(first?.Resource).toEqual(['arn:aws-cn:ec2:cn-north-1:123456789012:volume/*']);
  });
});

test('a value that looks like a policy variable is none', () => {
  const tags = { Name: '$' + '{aws:username}' };
  const policy = policyFor('connect', { hosts: [hostOf({ instance: { by: 'tags', tags } })] });
  const request = {
    action: 'ec2-instance-connect:SendSSHPublicKey',
    resource: kafka,
    context: { 'ec2:osuser': 'ec2-user', 'aws:ResourceTag/Name': tags.Name },
  };
  expect(allows(policy, request)).toBe(true);
  expect(JSON.stringify(policy)).toContain('$' + '{$}{aws:username}');
});
