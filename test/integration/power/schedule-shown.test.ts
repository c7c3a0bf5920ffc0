import { describe, expect, test } from 'vitest';
import { down } from '../../lab/aws/usual-faults.js';
import { scheduleEnvironment } from './schedule-environment.js';
import { plain, stored } from './schedule-words.js';

describe('exops dev schedule', () => {
  test('shows what there is', async () => {
    const own = await scheduleEnvironment();
    const none = await own.exops('dev schedule');
    expect(none).toMatchObject({ code: 0, stdout: '' });
    expect(none.stderr).toContain('Nothing is scheduled');
    await own.set('--yes');
    const { code, stdout, stderr } = await own.exops('dev schedule');
    expect(code).toBe(0);
    expect(
      plain(stdout, own)
        .replace(/ \(kafka-\w+\)/, '')
        .split('\n'),
    ).toEqual([
      'nodegroup spot\tmon-fri 19:00\tmon-fri 08:05\t2 (min 1)\t',
      'rds mysql\tmon-fri 19:05\tmon-fri 08:00\ton\t',
      'ec2 i-1\tmon-fri 19:10\tmon-fri 08:00\ton\t',
      '',
    ]);
    expect(stderr).toMatch(/^Next, in Asia\/Seoul: (sleep|wake) \w{3} \d+ \w{3} \d\d:\d\d, /m);
    const document = JSON.parse((await own.exops('dev schedule show -o json')).stdout);
    expect(document).toMatchObject({ schema: 'exops.schedule/v1', group: own.group, exists: true });
    expect(document.schedules).toHaveLength(6);
  });

  test('asks only Scheduler and who it is', async () => {
    const own = await scheduleEnvironment();
    await own.set('--yes');
    const before = (await own.actions()).length;
    await own.exops('dev schedule');
    const actions = new Set((await own.actions()).slice(before));
    expect(actions).toEqual(new Set(['GetCallerIdentity', 'ListSchedules', 'GetSchedule']));
  });

  test('says it when Scheduler does not answer', async () => {
    const own = await scheduleEnvironment();
    await own.lab.fault(down('scheduler'));
    const { code, stdout } = await own.exops('dev schedule --timeout 2s');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });
});

describe('exops dev schedule remove', () => {
  test('takes all of it away, and the group', async () => {
    const own = await scheduleEnvironment();
    await own.set('--yes');
    const { code, stderr } = await own.exops('dev schedule remove --yes');
    expect(code).toBe(0);
    expect(stderr).toMatch(/✓ 7 deleted, verified/);
    expect(await own.aws.scheduler.schedules(own.group)).toBeUndefined();
    const again = await own.exops('dev schedule remove --yes');
    expect(again.code).toBe(0);
    expect(again.stdout).toContain('Nothing to do');
  });

  test('one by name, and not what exops did not make', async () => {
    const own = await scheduleEnvironment();
    await own.set('--yes');
    const [first] = await stored(own);
    if (first === undefined) throw new Error('there are six');
    await own.aws.scheduler.create({ ...first, name: 'by-hand', description: 'mine' });
    expect((await own.exops(`dev schedule remove ${first.name} --yes`)).code).toBe(0);
    expect(await stored(own)).toHaveLength(6);
    const refused = await own.exops('dev schedule remove by-hand --yes');
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain('exops did not make it');
    await own.exops('dev schedule remove --yes');
    expect((await stored(own)).map(({ name }) => name)).toEqual(['by-hand']);
  });

  test("another project's of the same environment name are kept, and said", async () => {
    const own = await scheduleEnvironment();
    await own.set('--yes');
    const other = await own.only(`      - rdsInstance: ${own.database}\n`);
    const { code, stdout } = await other.exops('dev schedule remove --yes');
    expect(code).toBe(0);
    expect(stdout).toContain('of nothing in this sleep list, and maybe of another project');
    const left = (await stored(own)).map(({ name }) => name);
    expect(left).toHaveLength(4);
    expect(left.filter((name) => name.includes(own.database))).toEqual([]);
  });
});

describe('exops dev schedule policy', () => {
  test('prints both policies, for just what is listed', async () => {
    const own = await scheduleEnvironment();
    const { code, stdout } = await own.exops('dev schedule policy');
    expect(code).toBe(0);
    const { trust, permissions } = JSON.parse(stdout);
    expect(trust.Statement[0].Condition.StringEquals).toEqual({
      'aws:SourceAccount': '123456789012',
      'aws:SourceArn': `arn:aws:scheduler:ap-northeast-2:123456789012:schedule-group/${own.group}`,
    });
    const { arn } = await own.power.nodegroups.describe(own.cluster, own.nodegroup);
    expect(permissions.Statement).toEqual([
      { Effect: 'Allow', Action: ['eks:UpdateNodegroupConfig'], Resource: [arn] },
      {
        Effect: 'Allow',
        Action: ['rds:StopDBInstance', 'rds:StartDBInstance'],
        Resource: [`arn:aws:rds:ap-northeast-2:123456789012:db:${own.database}`],
      },
      {
        Effect: 'Allow',
        Action: ['ec2:StopInstances', 'ec2:StartInstances'],
        Resource: [`arn:aws:ec2:ap-northeast-2:123456789012:instance/${own.kafka}`],
      },
    ]);
    const only = await own.exops('dev schedule policy --only trust');
    expect(JSON.parse(only.stdout)).toEqual(trust);
  });
});
