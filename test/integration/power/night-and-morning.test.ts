import { expect, test } from 'vitest';
import { awake, night, said } from './night.js';

const target = 'dev · 123456789012 ap-northeast-2';

test('a whole night, and a morning by a colleague', async () => {
  const here = await night({ publicAddress: '3.35.1.2' });
  expect((await here.exops('dev sleep --no-kafka --check')).code).toBe(3);
  expect(await here.seen()).toEqual(awake());
  const slept = await here.exops('dev sleep --no-kafka --yes');
  expect(said(slept.stdout, here)).toBe(
    [
      '  ~ nodegroup NODEGROUP  stage 1 of 3: before what it uses',
      '      desired  2 → 0',
      '      min  1 → 0',
      '  ~ asg ASG  stage 1 of 3: before what it uses',
      '      desired  2 → 0',
      '      min  1 → 0',
      '        caution: terminates its 2 instances: new ones start from its launch template',
      '  ~ ecs CLUSTER/ECS  stage 1 of 3: before what it uses',
      '      desired  2 → 0',
      '  ~ rds RDS  stage 2 of 3: after what uses it',
      '      state  available → stopped',
      '        caution: AWS starts it again by itself after 7 days',
      '  ~ rds-cluster RDS-CLUSTER  stage 2 of 3: after what uses it',
      '      state  available → stopped',
      '        caution: AWS starts it again by itself after 7 days',
      '  ~ ec2 EC2  stage 3 of 3: after what uses it',
      '      state  running → stopped',
      '        caution: gives up its public address 3.35.1.2',
      '',
      'Plan: 6 to change.',
      '',
    ].join('\n'),
  );
  const lines = said(slept.stderr, here).trimEnd().split('\n');
  // What of one stage is asleep first is its own matter.
  expect([lines[0], ...lines.slice(1, 4).sort(), ...lines.slice(4, 6).sort(), ...lines.slice(6)]).toEqual([
    target,
    '✓ asg ASG asleep after T',
    '✓ ecs CLUSTER/ECS asleep after T',
    '✓ nodegroup NODEGROUP asleep after T',
    '✓ rds RDS asleep after T',
    '✓ rds-cluster RDS-CLUSTER asleep after T',
    '✓ ec2 EC2 asleep after T',
    '✓ 6 changed, verified in T',
  ]);
  expect(slept.code).toBe(0);
  const on = expect.stringMatching(/^v=1 state=on by=tester at=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  const two = expect.stringMatching(/^v=1 min=1 max=4 desired=2 by=tester at=/);
  expect(await here.seen()).toEqual({
    nodegroup: { is: { min: 0, desired: 0 }, record: two },
    asg: { is: { min: 0, desired: 0 }, record: two },
    ecs: { is: { desired: 0 }, record: expect.stringMatching(/^v=1 desired=2 by=tester at=/) },
    rds: { is: 'stopped', record: on },
    'rds-cluster': { is: 'stopped', record: on },
    ec2: { is: 'stopped', record: on },
  });

  const again = await here.exops('dev sleep --check');
  expect([again.code, said(again.stdout, here)]).toEqual([
    0,
    '    asleep already: nodegroup NODEGROUP, asg ASG, ecs CLUSTER/ECS, rds RDS, rds-cluster RDS-CLUSTER, ec2 EC2\nNothing to do: 6 resources asleep.\n',
  ]);
  const check = await here.exops('dev wake --check --no-kafka -o json');
  expect(check.code).toBe(3);
  expect(JSON.parse(check.stdout)).toMatchObject({
    target: { environment: 'dev', account: '123456789012', region: 'ap-northeast-2' },
    plan: { changes: { length: 6 }, refusals: [], unchanged: 0 },
    exitCode: 3,
  });

  const woken = await here.exops('dev wake --no-kafka', { tty: true, answers: ['y'] });
  expect(woken.questions).toEqual(['Apply to dev? [y/N] ']);
  expect(said(woken.stdout, here).replaceAll('tester, WHEN', 'WHO')).toBe(
    [
      '  ~ rds RDS  stage 1 of 2: before what uses it',
      '      state  stopped → available',
      '      record  of WHO → removed',
      '  ~ rds-cluster RDS-CLUSTER  stage 1 of 2: before what uses it',
      '      state  stopped → available',
      '      record  of WHO → removed',
      '  ~ ec2 EC2  stage 1 of 2: before what uses it',
      '      state  stopped → running',
      '      record  of WHO → removed',
      '  ~ nodegroup NODEGROUP  stage 2 of 2: after what it uses',
      '      desired  0 → 2',
      '      min  0 → 1',
      '      record  of WHO → removed',
      '  ~ asg ASG  stage 2 of 2: after what it uses',
      '      desired  0 → 2',
      '      min  0 → 1',
      '      record  of WHO → removed',
      '  ~ ecs CLUSTER/ECS  stage 2 of 2: after what it uses',
      '      desired  0 → 2',
      '      record  of WHO → removed',
      '',
      'Plan: 6 to change.',
      '',
    ].join('\n'),
  );
  expect(woken.stderr).toMatch(/✓ 6 changed, verified in/);
  expect(woken.code).toBe(0);
  expect(await here.seen()).toEqual(awake());
});

test('one of them, by its name', async () => {
  const here = await night({ kinds: ['rds', 'ec2'] });
  const { code } = await here.exops(`dev sleep ${here.idOf('ec2')} --no-kafka --yes`);
  expect(code).toBe(0);
  expect(await here.seen()).toMatchObject({
    rds: { is: 'available', record: undefined },
    ec2: { is: 'stopped' },
  });
  const wrong = await here.exops('dev wake kafak');
  expect([wrong.code, wrong.stdout]).toEqual([2, '']);
  expect(said(wrong.stderr, here)).toBe(
    `${target}\nThe sleep list of exops.yaml has no "kafak". Nothing has changed.\n  It has: rds RDS, ec2 EC2\n`,
  );
});

test('nobody agrees: nothing is changed', async () => {
  const here = await night({ kinds: ['rds'] });
  const declined = await here.exops('dev sleep --no-kafka', { tty: true, answers: ['n'] });
  expect([declined.code, declined.stderr.split('\n').slice(1)]).toEqual([
    1,
    ['Declined. Nothing has changed.', ''],
  ]);
  const piped = await here.exops('dev sleep --no-kafka');
  expect(piped.code).toBe(2);
  expect(said(piped.stderr, here)).toBe(
    `${target}\nThis plan needs a confirmation, and nobody can be asked (no terminal, or --no-input). Nothing has changed.\n  After reading it, run the command again with: --yes\n`,
  );
  expect(await here.seen()).toEqual(awake(['rds']));
  const actions = new Set((await here.lab.calls()).map(({ action }) => action));
  expect([...actions].sort()).toEqual(['DescribeDBInstances', 'GetCallerIdentity']);
});

test('where no account is given, whose it is is asked first', async () => {
  const here = await night({ kinds: ['rds'], environment: { aws: { region: 'ap-northeast-2' } } });
  const { code, stderr } = await here.exops('dev sleep --dry-run --no-kafka');
  expect([code, said(stderr, here).trimEnd()]).toEqual([0, target]);
});
