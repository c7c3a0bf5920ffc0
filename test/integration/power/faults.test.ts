import { describe, expect, test } from 'vitest';
import { openAws } from '../../../src/lib/aws/open-aws.js';
import { accessDenied, down, insufficientCapacity, throttled } from '../../lab/aws/usual-faults.js';
import type { RunResult } from '../../run.js';
import { awake, type Night, type NightOptions, night, type Sleepable, said, until } from './night.js';

const target = 'dev · 123456789012 ap-northeast-2';

/** The two ways in which somebody says yes. */
const ways = ['pipe', 'terminal'] as const;
type Way = (typeof ways)[number];

function go(here: Night, line: string, way: Way): Promise<RunResult> {
  return way === 'pipe'
    ? here.exops(`${line} --no-kafka --yes`)
    : here.exops(`${line} --no-kafka`, { tty: true, answers: ['y'], columns: 500 });
}

async function asleep(options: NightOptions): Promise<Night> {
  const here = await night(options);
  const { code, stderr } = await here.exops('dev sleep --no-kafka --yes');
  expect(code, stderr).toBe(0);
  return here;
}

/** Of stderr, what isn't said of single resources that are done. */
const problems = (result: RunResult, here: Night) =>
  said(result.stderr, here)
    .trimEnd()
    .split('\n')
    .filter((line) => !/^✓ .*(asleep|awake) after/.test(line));

const retry = 'Record: FILE';
const goOn = (verb: string, other: string) =>
  `  exops dev ${verb} goes on from here, from anywhere; exops dev ${other} takes it back. ${retry}`;

describe.each(ways)('in a %s', (way) => {
  test('throttling is waited out', async () => {
    const here = await night({ kinds: ['rds', 'ec2'] });
    await here.lab.fault(throttled('rds', 4, 'StopDBInstance'));
    const result = await go(here, 'dev sleep', way);
    expect([result.code, problems(result, here)]).toEqual([0, [target, '✓ 2 changed, verified in T']]);
  });

  test('a right that is missing for one of several', async () => {
    const here = await night();
    await here.lab.fault(accessDenied('ecs', 'UpdateService'));
    const result = await go(here, 'dev sleep', way);
    expect([result.code, problems(result, here)]).toEqual([
      5,
      [
        target,
        "✗ ecs CLUSTER/ECS: AWS doesn't allow ecs:UpdateService: no identity-based policy allows the ecs:UpdateService action.",
        '    It was asked as arn:aws:iam::123456789012:user/kim. Have the right added to its policies, or take another profile.',
        '✗ 2 changed, 1 failed, 3 not tried, verified in T',
        goOn('sleep', 'wake'),
      ],
    ]);
    const now = await here.seen();
    // Its record is gone again, and later stages weren't tried.
    expect(now['ecs']).toEqual({ is: { desired: 2 }, record: undefined });
    expect([now['rds'], now['ec2']]).toEqual([
      { is: 'available', record: undefined },
      { is: 'running', record: undefined },
    ]);
    expect(now['nodegroup']).toMatchObject({ is: { desired: 0 } });
  });

  test('no capacity', async () => {
    const here = await asleep({ kinds: ['nodegroup', 'ec2'] });
    await here.lab.fault(insufficientCapacity(here.idOf('ec2')));
    const result = await go(here, 'dev wake', way);
    expect([result.code, problems(result, here)]).toEqual([
      1,
      [
        target,
        '✗ ec2 EC2: ec2:StartInstances for EC2 failed: We currently do not have sufficient t3.micro capacity in the Availability Zone you requested (ap-northeast-2a). Our system will be working on provisioning additional capacity. You can currently get t3.micro capacity by not specifying an Availability Zone in your request or choosing ap-northeast-2b. (InsufficientInstanceCapacity)',
        '    AWS has no such machine free in that zone right now: wait some minutes, then wake it again, or allow another instance type or zone.',
        '✗ 1 failed, 1 not tried, verified in T',
        `  Run the same command again: it goes on from here. ${retry}`,
      ],
    ]);
    expect(await here.seen()).toMatchObject({
      nodegroup: { is: { desired: 0 } },
      ec2: { is: 'stopped', record: expect.stringContaining('v=1') },
    });
  });

  test('an instance whose key may not be used falls back', async () => {
    const here = await asleep({ kinds: ['ec2'], transitionSeconds: 1 });
    await here.power.instances.failNextStart(here.idOf('ec2'));
    const result = await go(here, 'dev wake', way);
    expect([result.code, problems(result, here)]).toEqual([
      1,
      [
        target,
        '✗ ec2 EC2: Client.InternalError: Client error on launch. Whoever starts it may not use the KMS key of an encrypted volume: allow kms:CreateGrant on that key (to you, or to the role that starts it), see that the key is enabled, then wake it again.',
        '✗ 1 failed, verified in T',
        `  Put right what was refused, then run the command again. ${retry}`,
      ],
    ]);
    expect((await here.exops('dev wake --no-kafka --yes')).code).toBe(0);
    expect(await here.seen()).toEqual(awake(['ec2']));
  });

  test('a database whose key may not be used', async () => {
    const here = await asleep({ kinds: ['rds'] });
    const status = 'inaccessible-encryption-credentials-recoverable';
    await here.power.databases.failNextStart(here.idOf('rds'), status);
    const result = await go(here, 'dev wake', way);
    expect([result.code, problems(result, here)]).toEqual([
      5,
      [
        target,
        `? rds RDS: ${status}. RDS may not use its KMS key: enable the key, or allow RDS to use it (kms:CreateGrant), then start the database in RDS.`,
        '✗ 1 uncertain, verified in T',
        goOn('wake', 'sleep'),
      ],
    ]);
  });

  test('a node group that is busy is waited for', async () => {
    const here = await night({ kinds: ['nodegroup'], transitionSeconds: 2 });
    const aws = openAws({ home: '/nowhere', env: here.lab.env, trace: () => {} });
    await aws.eks.scale(clusterOf(here), here.idOf('nodegroup'), { min: 1, desired: 2 });
    const result = await go(here, 'dev sleep', way);
    expect([result.code, problems(result, here)]).toEqual([0, [target, '✓ 1 changed, verified in T']]);
    expect(result.stdout).toContain('desired  2 → 0  it is UPDATING');
  });

  test('a node group that is DEGRADED', async () => {
    const here = await night({ kinds: ['nodegroup'] });
    const issue = { code: 'AsgInstanceLaunchFailures', message: 'no capacity' };
    await here.power.nodegroups.setHealth(clusterOf(here), here.idOf('nodegroup'), [issue], 'DEGRADED');
    const result = await go(here, 'dev sleep', way);
    expect([result.code, problems(result, here)]).toEqual([
      1,
      [
        target,
        '✗ nodegroup NODEGROUP: eks:UpdateNodegroupConfig for CLUSTER/NODEGROUP failed: Nodegroup cannot be updated as it is currently not in Active State (ResourceInUseException)',
        '    EKS takes no update of the node group as it is: see its status and health issues (aws eks describe-nodegroup).',
        '✗ 1 failed, verified in T',
        `  Put right what was refused, then run the command again. ${retry}`,
      ],
    ]);
    expect(await here.seen()).toEqual(awake(['nodegroup']));
  });

  test('deleted while an earlier stage was under way', async () => {
    const here = await night({ kinds: ['ecs', 'rds', 'ec2'], transitionSeconds: 2 });
    const running = go(here, 'dev sleep', way);
    await until(async () => (await here.lab.calls()).some(({ action }) => action === 'UpdateService'));
    await here.power.databases.delete(here.idOf('rds'));
    const result = await running;
    expect([result.code, problems(result, here)]).toEqual([
      5,
      [
        target,
        '✗ rds RDS: somebody deleted it meanwhile',
        '✗ 1 changed, 1 failed, 1 not tried, verified in T',
        goOn('sleep', 'wake'),
      ],
    ]);
  });

  test('resized while it slept: shown, and not guessed', async () => {
    const here = await asleep({ kinds: ['asg', 'rds'] });
    await here.power.autoScalingGroups.resize(here.idOf('asg'), { desired: 3 });
    await until(async () => {
      const { instances } = await here.power.autoScalingGroups.describe(here.idOf('asg'));
      return instances.filter(({ state }) => state === 'InService').length === 3;
    });
    const result = await go(here, 'dev wake', way);
    expect([result.code, said(result.stdout, here)]).toEqual([
      5,
      [
        '  ~ rds RDS',
        '      state  stopped → available',
        '      record  of tester, WHEN → removed',
        '  ! asg ASG  refused',
        '        its record says 2 (min 1, max 4), and it is 3 (min 0, max 4) now: --drifted record goes by its record, --drifted keep by what is there',
        '',
        'Plan: 1 to change, 1 refused.',
        '',
      ].join('\n'),
    ]);
    const kept = await go(here, 'dev wake --drifted keep', way);
    expect(kept.code).toBe(0);
    expect(await here.seen()).toMatchObject({ asg: { is: { min: 0, desired: 3 }, record: undefined } });
  });

  test('a database that started itself sleeps again by the same record', async () => {
    const here = await asleep({ kinds: ['rds'] });
    const before = (await here.seen())['rds']?.record;
    await here.power.databases.restartItself(here.idOf('rds'));
    await until(async () => (await here.power.databases.describe(here.idOf('rds'))).status === 'available');
    const result = await go(here, 'dev sleep', way);
    expect([result.code, said(result.stdout, here)]).toEqual([
      0,
      [
        '  ~ rds RDS',
        '      state  available → stopped  record kept: tester, WHEN',
        '        caution: AWS starts it again by itself after 7 days',
        '',
        'Plan: 1 to change.',
        '',
      ].join('\n'),
    ]);
    expect((await here.seen())['rds']).toEqual({ is: 'stopped', record: before });
    await here.power.databases.restartItself(here.idOf('rds'));
    await until(async () => (await here.power.databases.describe(here.idOf('rds'))).status === 'available');
    expect((await go(here, 'dev wake', way)).code).toBe(0);
    expect(await here.seen()).toEqual(awake(['rds']));
  });

  test('a record edited into nonsense', async () => {
    const here = await asleep({ kinds: ['asg', 'rds'] });
    const aws = openAws({ home: '/nowhere', env: here.lab.env, trace: () => {} });
    await aws.autoScaling.setTag(here.idOf('asg'), 'exops:sleep', 'size=two');
    const result = await go(here, 'dev wake', way);
    expect([result.code, said(result.stdout, here)]).toEqual([
      5,
      [
        '  ~ rds RDS',
        '      state  stopped → available',
        '      record  of tester, WHEN → removed',
        '  ! asg ASG  refused',
        '        its record can\'t be read: it does not begin with v=1. It says "size=two"; wake it with --wakes-to "asg ASG=DESIRED"',
        '',
        'Plan: 1 to change, 1 refused.',
        '',
      ].join('\n'),
    ]);
    const wakesTo = `"asg ${here.idOf('asg')}=1/2"`;
    expect((await go(here, `dev wake --wakes-to ${wakesTo}`, way)).code).toBe(0);
    expect(await here.seen()).toEqual(awake(['asg', 'rds']));
  });

  test('at 0 without a record', async () => {
    const here = await night({ kinds: ['asg'] });
    await here.power.autoScalingGroups.resize(here.idOf('asg'), { min: 0, desired: 0 });
    const result = await here.exops('dev sleep --no-kafka --yes', { tty: way === 'terminal', columns: 500 });
    expect([result.code, said(result.stdout, here)]).toEqual([
      1,
      '  ! asg ASG  refused\n        it is at 0 and has no record: what should it wake to? Say it with --wakes-to "asg ASG=DESIRED"\n\nPlan: 1 refused.\n',
    ]);
  });

  test('credentials of another account', async () => {
    const here = await night({ kinds: ['rds'], environment: { aws: { accountId: '111122223333' } } });
    const result = await here.exops('dev sleep --no-kafka --yes', { tty: way === 'terminal', columns: 500 });
    expect([result.code, said(result.stderr, here)]).toEqual([
      4,
      'dev · 111122223333 ap-northeast-2\nThe AWS credentials are of account 123456789012 (arn:aws:sts::123456789012:user/moto), and aws.accountId is 111122223333.\n  Choose others with --profile, EXOPS_PROFILE or AWS_PROFILE.\n',
    ]);
    expect(await here.seen()).toEqual(awake(['rds']));
  });

  test('a protected environment', async () => {
    const here = await night({ kinds: ['rds'], environment: { protected: true } });
    const result = await here.exops('dev sleep --confirm dev', { tty: way === 'terminal', columns: 500 });
    expect([result.code, result.stdout, said(result.stderr, here)]).toEqual([
      2,
      '',
      "The environment dev is protected, and isn't put to sleep. Nothing was reached.\n  ./exops.yaml says protected: true.\n",
    ]);
    expect(await here.lab.calls()).toEqual([]);
  });

  test('a service of the region that does not answer', async () => {
    const here = await night({ kinds: ['rds', 'ec2'] });
    await here.lab.fault(down('rds'));
    const result = await here.exops('dev sleep --no-kafka --yes', { tty: way === 'terminal', columns: 500 });
    expect([result.code, result.stdout, said(result.stderr, here)]).toEqual([
      1,
      '',
      `${target}\nCan't reach 127.0.0.1:PORT for rds:DescribeDBInstances: the connection was cut (ECONNRESET).\n  Try again.\n`,
    ]);
    expect(await here.seen()).toEqual(awake(['rds', 'ec2']));
  });
});

function clusterOf(here: Night): string {
  return here.idOf('nodegroup' satisfies Sleepable).replace(/^nodegroup-/, 'shop-');
}
