import { describe, expect, test } from 'vitest';
import { accessDenied } from '../../lab/aws/usual-faults.js';
import { roleArn, scheduleEnvironment } from './schedule-environment.js';
import { ownNames, plain, stored } from './schedule-words.js';

describe('exops dev schedule set', () => {
  test('makes the group and two schedules each, which AWS has as they were shown', async () => {
    const own = await scheduleEnvironment();
    const { code, stdout, stderr } = await own.set('--yes');
    expect(code).toBe(0);
    expect(stderr).toMatch(/✓ 7 created, verified/);
    expect(stdout).toContain('1 schedule group to create, 6 schedules to create');
    const schedules = await stored(own);
    expect(schedules.map(({ name, expression }) => `${plain(name, own)} ${expression}`)).toEqual([
      'ec2-i-1-sleep cron(10 19 ? * MON-FRI *)',
      'ec2-i-1-wake cron(0 8 ? * MON-FRI *)',
      'nodegroup-shop.spot-sleep cron(0 19 ? * MON-FRI *)',
      'nodegroup-shop.spot-wake cron(5 8 ? * MON-FRI *)',
      'rds-mysql-sleep cron(5 19 ? * MON-FRI *)',
      'rds-mysql-wake cron(0 8 ? * MON-FRI *)',
    ]);
    for (const one of schedules)
      expect(one).toMatchObject({ timezone: 'Asia/Seoul', isEnabled: true, roleArn, retries: 10 });
  });

  test('again changes nothing, and --check says so', async () => {
    const own = await scheduleEnvironment();
    expect((await own.set('--check')).code).toBe(3);
    expect(await stored(own)).toEqual([]);
    await own.set('--yes');
    const before = (await own.actions()).length;
    const { code, stdout } = await own.set('--check');
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing to do: 6 schedules as declared.');
    const writes = (await own.actions())
      .slice(before)
      .filter((action) => /^(Create|Update|Delete)/.test(action));
    expect(writes).toEqual([]);
  });

  test('another time is a change with before and after, on a terminal after a yes', async () => {
    const own = await scheduleEnvironment();
    await own.set('--yes');
    const { code, screen } = await own.exops(
      `dev schedule set --sleep "mon-fri 20:00" --wake "mon-fri 08:00" --timezone Asia/Seoul --role ${roleArn}`,
      { tty: true, answers: ['y'] },
    );
    expect(code).toBe(0);
    expect(screen).toContain('when  mon-fri 19:00 → mon-fri 20:00');
    for (const line of screen.trimEnd().split('\n')) expect(line.length).toBeLessThanOrEqual(90);
    expect((await stored(own)).filter(({ expression }) => expression.includes(' 20 '))).toHaveLength(3);
  });

  test('what somebody edited in the console is put back, and what is theirs is left alone', async () => {
    const own = await scheduleEnvironment();
    await own.set('--yes');
    const { aws } = own;
    const [first, ...others] = await stored(own);
    if (first === undefined) throw new Error('there are six');
    await aws.scheduler.update({ ...first, isEnabled: false, expression: 'rate(1 day)' });
    await aws.scheduler.create({ ...first, name: 'by-hand', description: 'mine' });
    const { stdout, code } = await own.set('--yes');
    expect(code).toBe(0);
    expect(stdout).toMatch(/when +rate\(1 day\) → mon-fri 19:10/);
    expect(stdout).toMatch(/state +disabled → enabled/);
    expect(stdout).toContain('not of this sleep list, kept');
    const after = await stored(own);
    expect(after.find(({ name }) => name === first.name)).toEqual(first);
    expect(after.map(({ name }) => name)).toContain('by-hand');
    expect(after).toHaveLength(others.length + 2);
  });

  test('a size that nothing tells is asked for, and the rest is scheduled', async () => {
    const own = await scheduleEnvironment();
    const { power, cluster, nodegroup } = own;
    await power.nodegroups.resize(cluster, nodegroup, { min: 0, desired: 0 });
    const { code, stdout } = await own.set('--yes');
    expect(code).toBe(5);
    expect(plain(stdout, own)).toContain('what should it wake to?');
    expect(await stored(own)).toHaveLength(4);
    expect((await own.set(`--yes --wakes-to ${nodegroup}=1/2`)).code).toBe(0);
    expect(await stored(own)).toHaveLength(6);
  });

  test('a missing right is exit code 4, and nothing is there', async () => {
    const own = await scheduleEnvironment();
    await own.lab.fault(accessDenied('scheduler', 'CreateScheduleGroup'));
    const { code, stderr } = await own.set('--yes');
    expect(code).toBe(4);
    expect(stderr).toContain("AWS doesn't allow scheduler:CreateScheduleGroup");
    expect(await stored(own)).toEqual([]);
  });

  test('a role that Scheduler cannot take on stops it, with what to do; then it goes on', async () => {
    const own = await scheduleEnvironment();
    const message = 'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.';
    await own.lab.fault({
      ...{ service: 'scheduler', action: 'CreateSchedule', code: 'ValidationException', status: 400 },
      ...{ message, times: 1 },
    });
    const failed = await own.set('--yes');
    expect(failed.code).toBe(5);
    expect(failed.stderr).toContain(message);
    expect(failed.stderr).toContain(`The trust policy of ${roleArn} must let scheduler.amazonaws.com in`);
    expect(await stored(own)).toEqual([]);
    expect((await own.set('--yes')).code).toBe(0);
    expect(await stored(own)).toHaveLength(6);
  });

  test('answers that are lost on the way are no failure', async () => {
    const own = await scheduleEnvironment();
    const lost = { service: 'scheduler', drop: true, carriedOut: true };
    await own.lab.fault({ ...lost, action: 'CreateScheduleGroup', times: 1 });
    await own.lab.fault({ ...lost, action: 'CreateSchedule', times: 3 });
    const { code, stderr } = await own.set('--yes');
    expect(stderr).toMatch(/✓ 7 created, verified/);
    expect(code).toBe(0);
    expect(await stored(own)).toHaveLength(6);
  });

  test('two people at once get the same schedules, once', async () => {
    const own = await scheduleEnvironment();
    const runs = await Promise.all([own.set('--yes'), own.set('--yes')]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    expect(await stored(own)).toHaveLength(6);
    expect((await own.set('--check')).code).toBe(0);
  });

  test('another account is refused', async () => {
    const own = await scheduleEnvironment();
    const { code, stderr } = await own.exops(
      'dev schedule set --sleep "mon 19:00" --timezone UTC --role arn:aws:iam::999999999999:role/x --yes',
    );
    expect(code).toBe(2);
    expect(stderr).toContain('--role is of account 999999999999');
  });
});

describe('a night by the schedule', () => {
  test('of what the list names by ARNs', async () => {
    const own = await scheduleEnvironment();
    const { cluster, nodegroup, power } = own;
    const { arn } = await power.nodegroups.describe(cluster, nodegroup);
    const ofCluster = `arn:aws:eks:ap-northeast-2:123456789012:cluster/${cluster}`;
    const named = await own.only(`      - eksNodegroup: { cluster: "${ofCluster}", name: "${arn}" }\n`);
    expect((await named.set('--yes')).code).toBe(0);
    expect((await stored(own)).map(({ name }) => name)).toEqual([
      `nodegroup-${cluster}.${nodegroup}-sleep`,
      `nodegroup-${cluster}.${nodegroup}-wake`,
    ]);
    await own.fire('sleep');
    expect(await power.nodegroups.describe(cluster, nodegroup)).toMatchObject({ min: 0, desired: 0 });
  });

  test('sleeps and wakes at the sizes that were decided', async () => {
    const own = await scheduleEnvironment();
    const { power, cluster, nodegroup, database, kafka, lab } = own;
    await own.set('--yes');
    await own.fire('sleep');
    expect(await power.nodegroups.describe(cluster, nodegroup)).toMatchObject({ min: 0, max: 4, desired: 0 });
    expect((await power.databases.describe(database)).status).toBe('stopped');
    expect((await lab.describeInstance(kafka)).state).toBe('stopped');
    await own.fire('wake');
    expect(await power.nodegroups.describe(cluster, nodegroup)).toMatchObject({ min: 1, max: 4, desired: 2 });
    expect((await power.databases.describe(database)).status).toBe('available');
    expect((await lab.describeInstance(kafka)).state).toBe('running');
  });

  test('of every kind', async () => {
    const own = await scheduleEnvironment();
    const { power } = own;
    const [asg, api, aurora, manual] = ownNames();
    await Promise.all([
      power.autoScalingGroups.create({ name: asg, min: 1, desired: 3, transitionSeconds: 0 }),
      power.ecsServices.create({ cluster: own.cluster, name: api, desired: 2, transitionSeconds: 0 }),
      power.clusters.create({ name: aurora, transitionSeconds: 0 }),
      power.databases.create({ name: manual, transitionSeconds: 0 }),
    ]);
    const more = `      - autoScalingGroup: ${asg}
      - ecsService: { cluster: ${own.cluster}, name: ${api} }
      - rdsCluster: ${aurora}
      - { rdsInstance: ${manual}, wake: manual }
`;
    const all = await own.with(more);
    expect((await all.set('--yes')).code).toBe(0);
    await own.fire('sleep');
    expect(await power.autoScalingGroups.describe(asg)).toMatchObject({ min: 0, max: 4, desired: 0 });
    expect(await power.ecsServices.describe(own.cluster, api)).toMatchObject({ desired: 0 });
    expect((await power.clusters.describe(aurora)).status).toBe('stopped');
    await own.fire('wake');
    expect(await power.autoScalingGroups.describe(asg)).toMatchObject({ min: 1, max: 4, desired: 3 });
    expect(await power.ecsServices.describe(own.cluster, api)).toMatchObject({ desired: 2 });
    expect((await power.clusters.describe(aurora)).status).toBe('available');
    expect((await power.databases.describe(manual)).status).toBe('stopped');
  });

  test('set again at night keeps the sizes', async () => {
    const own = await scheduleEnvironment();
    await own.set('--yes');
    await own.fire('sleep');
    const { code, stdout } = await own.set('--check');
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing to do: 6 schedules as declared.');
  });

  test('exops dev wake wakes it to the sizes of the schedule, without a record', async () => {
    const own = await scheduleEnvironment();
    const { power, cluster, nodegroup } = own;
    await own.set('--yes');
    await own.fire('sleep');
    const { code, stdout } = await own.exops('dev wake --yes --no-kafka');
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(await power.nodegroups.describe(cluster, nodegroup)).toMatchObject({ min: 1, max: 4, desired: 2 });
  });

  test('the only word on a size is not removed with a mere yes', async () => {
    const own = await scheduleEnvironment();
    await own.set('--yes');
    await own.fire('sleep');
    const { code, stdout } = await own.exops('dev schedule remove --yes');
    expect(code).toBe(2);
    expect(stdout).toContain('only its schedules say what it wakes to');
    expect(await stored(own)).toHaveLength(6);
  });
});
