import { describe, expect, test } from 'vitest';
import type { Schedule } from '../../../../src/lib/aws/contract/scheduler.js';
import { readTimes } from '../../../../src/lib/power/schedule/read-times.js';
import { kafka, listedOf, mysql, nodes, roleArn, shop } from './builders.js';
import { applied, outline, planOf, reasons, texts } from './planning.js';

describe('the first time', () => {
  test('a group, and two schedules each, in the order of stages', () => {
    expect(outline(planOf())).toEqual([
      'create | exops-dev | the group of its schedules',
      'create | nodegroup-shop.spot-sleep | mon-fri 19:00',
      'create | rds-shop-mysql-sleep | mon-fri 19:05',
      'create | ec2-i-0123456789abcdef0-sleep | mon-fri 19:10',
      'create | rds-shop-mysql-wake | mon-fri 08:00',
      'create | ec2-i-0123456789abcdef0-wake | mon-fri 08:00',
      'create | nodegroup-shop.spot-wake | mon-fri 08:05 | wakes to null→2 (min 1)',
    ]);
  });

  test('each is written out whole', () => {
    const found = applied(planOf()).find(({ name }) => name === 'nodegroup-shop.spot-wake');
    expect(found).toEqual({
      ...{ group: 'exops-dev', name: 'nodegroup-shop.spot-wake', isEnabled: true },
      ...{ expression: 'cron(5 8 ? * MON-FRI *)', timezone: 'Asia/Seoul', roleArn, retries: 10 },
      description: `exops: wake of nodegroup spot [${nodes.id}]`,
      target: 'arn:aws:scheduler:::aws-sdk:eks:updateNodegroupConfig',
      input: '{"ClusterName":"shop","NodegroupName":"spot","ScalingConfig":{"MinSize":1,"DesiredSize":2}}',
    });
  });

  test('in a group that is there already', () => {
    expect(outline(planOf({ schedules: [] }))[0]).toBe('create | nodegroup-shop.spot-sleep | mon-fri 19:00');
  });

  test('several times a week, and other steps between stages', () => {
    const wish = { sleep: readTimes('--sleep', ['mon-thu 19:00, fri 23:50']), wake: [], stagger: 10 };
    expect(outline(planOf({ wish, listed: shop.slice(0, 2) })).slice(1)).toEqual([
      'create | nodegroup-shop.spot-sleep | mon-thu 19:00 | wakes to null→2 (min 1)',
      'create | nodegroup-shop.spot-sleep-2 | fri 23:50 | wakes to null→2 (min 1)',
      'create | rds-shop-mysql-sleep | mon-thu 19:10',
      'create | rds-shop-mysql-sleep-2 | sat 00:00',
    ]);
  });

  test('in the order that the file says', () => {
    const listed = [listedOf(nodes, { order: 40 }), listedOf(mysql), listedOf(kafka, { order: 1 })];
    expect(outline(planOf({ listed })).slice(1)).toEqual([
      'create | ec2-i-0123456789abcdef0-sleep | mon-fri 19:00',
      'create | rds-shop-mysql-sleep | mon-fri 19:05',
      'create | nodegroup-shop.spot-sleep | mon-fri 19:10',
      'create | nodegroup-shop.spot-wake | mon-fri 08:00 | wakes to null→2 (min 1)',
      'create | rds-shop-mysql-wake | mon-fri 08:05',
      'create | ec2-i-0123456789abcdef0-wake | mon-fri 08:10',
    ]);
  });

  test('one that only a person wakes has one, which keeps what it was', () => {
    const plan = planOf({ listed: [listedOf(nodes, { wake: 'manual' }), listedOf(mysql)] });
    expect(outline(plan).slice(1)).toEqual([
      'create | nodegroup-shop.spot-sleep | mon-fri 19:00 | wakes to null→2 (min 1)',
      'create | rds-shop-mysql-sleep | mon-fri 19:05',
      'create | rds-shop-mysql-wake | mon-fri 08:00',
    ]);
    expect(applied(plan)[0]?.description).toBe(
      `exops: sleep of nodegroup spot, which wakes to 2 (min 1) [${nodes.id}]`,
    );
    expect(texts(plan, 'manual')).toEqual([['only exops dev wake wakes', 'nodegroup spot']]);
  });
});

describe('again', () => {
  const before = applied(planOf());

  test('nothing', () => {
    const plan = planOf({ schedules: before });
    expect(plan).toMatchObject({ changes: [], refusals: [], unchanged: 6 });
    expect(plan.notices.map(({ kind }) => kind)).toEqual(['next runs']);
  });

  test('another time is a change, stage by stage', () => {
    const wish = { wake: readTimes('--wake', ['mon-fri 7:30']) };
    const plan = planOf({ schedules: before, wish });
    expect(outline(plan)).toEqual([
      'change | rds-shop-mysql-wake | when mon-fri 08:00→mon-fri 07:30',
      'change | ec2-i-0123456789abcdef0-wake | when mon-fri 08:00→mon-fri 07:30',
      'change | nodegroup-shop.spot-wake | when mon-fri 08:05→mon-fri 07:35',
    ]);
    expect(plan.changes[0]?.fields[0]).toMatchObject({
      before: 'cron(0 8 ? * MON-FRI *)',
      after: 'cron(30 7 ? * MON-FRI *)',
    });
    expect(plan.unchanged).toBe(3);
  });

  test('another zone, role and size', () => {
    const other = `${roleArn}-2`;
    const bigger = { ...nodes, size: { min: 1, max: 4, desired: 3 } };
    const plan = planOf({
      schedules: before,
      listed: [listedOf(bigger), ...shop.slice(1)],
      wish: { timezone: 'UTC', roleArn: other },
    });
    expect(outline(plan)[0]).toBe(
      `change | nodegroup-shop.spot-sleep | time zone Asia/Seoul→UTC | wakes to 2 (min 1)→3 (min 1) | role ${roleArn}→${other}`,
    );
    expect(outline(plan).at(-1)).toBe(
      `change | nodegroup-shop.spot-wake | time zone Asia/Seoul→UTC | wakes to 2 (min 1)→3 (min 1) | role ${roleArn}→${other}`,
    );
    expect(plan.changes).toHaveLength(6);
  });

  test.each<[string, Partial<Schedule>, string]>([
    ['disabled', { isEnabled: false }, 'state disabled→enabled'],
    ['another time', { expression: 'cron(0 20 ? * MON-FRI *)' }, 'when mon-fri 20:00→mon-fri 19:05'],
    ['a rate', { expression: 'rate(1 day)' }, 'when rate(1 day)→mon-fri 19:05'],
    [
      'another request',
      { target: 'arn:aws:scheduler:::aws-sdk:rds:rebootDBInstance' },
      'calls rds:rebootDBInstance {"DbInstanceIdentifier":"shop-mysql"}→rds:stopDBInstance, sleep of rds shop-mysql',
    ],
    [
      'another database',
      { input: '{"DbInstanceIdentifier":"prod-mysql"}' },
      'calls rds:stopDBInstance, sleep of rds prod-mysql→rds:stopDBInstance, sleep of rds shop-mysql',
    ],
    [
      'a parameter more',
      { input: '{"DbInstanceIdentifier":"shop-mysql","DbSnapshotIdentifier":"x"}' },
      'input {"DbInstanceIdentifier":"shop-mysql","DbSnapshotIdentifier":"x"}→{"DbInstanceIdentifier":"shop-mysql"}',
    ],
    ['retries', { retries: 185 }, 'retries 185→10'],
    [
      'a description',
      { description: 'mine' },
      `description mine→exops: sleep of rds shop-mysql [${mysql.id}]`,
    ],
  ])('edited by hand: %s', (_, edit, difference) => {
    const edited = before.map((one) => (one.name === 'rds-shop-mysql-sleep' ? { ...one, ...edit } : one));
    expect(outline(planOf({ schedules: edited }))).toEqual([`change | rds-shop-mysql-sleep | ${difference}`]);
  });

  test('written differently and meaning the same is no change', () => {
    const edited = before.map((one) => ({
      ...one,
      expression: one.expression.replace('MON-FRI', '2-6'),
      input: JSON.stringify(JSON.parse(one.input), null, 1),
    }));
    expect(outline(planOf({ schedules: edited }))).toEqual([]);
  });

  test('a size that was put in by hand is shown', () => {
    const edited = before.map((one) => ({
      ...one,
      input: one.input.replace('"DesiredSize":2', '"DesiredSize":4'),
    }));
    expect(outline(planOf({ schedules: edited }))).toEqual([
      'change | nodegroup-shop.spot-wake | wakes to 4 (min 1)→2 (min 1)',
    ]);
  });

  test('without a wake its schedules go, and the sizes stay in those that put to sleep', () => {
    expect(outline(planOf({ schedules: before, wish: { wake: [] } }))).toEqual([
      'delete | rds-shop-mysql-wake | mon-fri 08:00 Asia/Seoul',
      'delete | ec2-i-0123456789abcdef0-wake | mon-fri 08:00 Asia/Seoul',
      'delete | nodegroup-shop.spot-wake | mon-fri 08:05 Asia/Seoul | wakes to 2 (min 1)→null',
    ]);
  });

  test('fewer times a week', () => {
    const twice = applied(planOf({ wish: { sleep: readTimes('--sleep', ['mon 19:00, tue 20:00']) } }));
    const plan = planOf({ schedules: twice, wish: { sleep: readTimes('--sleep', ['mon 19:00']) } });
    expect(plan.changes.map(({ action, name }) => `${action} ${name}`)).toEqual([
      'delete nodegroup-shop.spot-sleep-2',
      'delete rds-shop-mysql-sleep-2',
      'delete ec2-i-0123456789abcdef0-sleep-2',
    ]);
  });

  test('what is skipped or protected by now is scheduled no more', () => {
    const listed = [
      listedOf(nodes, { skip: true }),
      listedOf({ ...mysql, never: 'it is protected by its tag exops:protected' }),
      listedOf(kafka),
    ];
    const plan = planOf({ schedules: before, listed });
    expect(plan.changes.map(({ action, name, severity }) => `${action} ${name} ${severity}`)).toEqual([
      'change ec2-i-0123456789abcdef0-sleep safe',
      'delete nodegroup-shop.spot-sleep safe',
      'delete rds-shop-mysql-sleep safe',
      'delete rds-shop-mysql-wake safe',
      'delete nodegroup-shop.spot-wake safe',
    ]);
    expect(reasons(plan)).toEqual(['rds shop-mysql: it is protected by its tag exops:protected']);
    expect(texts(plan, 'skipped')).toEqual([['skipped, as exops.yaml says', 'nodegroup spot']]);
  });

  test('the only word on a size is not deleted lightly', () => {
    const asleep = { ...nodes, size: { min: 0, max: 4, desired: 0 } };
    const listed = [listedOf(asleep, { skip: true }), ...shop.slice(1)];
    const { changes } = planOf({ schedules: before, listed });
    expect(changes.find(({ name }) => name === 'nodegroup-shop.spot-wake')).toMatchObject({
      severity: 'destructive',
      cautions: ['it is at 0 now, and only its schedules say what it wakes to: run exops dev wake first'],
    });
    const recorded = { ...asleep, record: 'v=1 min=1 desired=2 by=kim at=2026-11-19T10:00:00Z' };
    const safe = planOf({ schedules: before, listed: [listedOf(recorded, { skip: true })] });
    expect(safe.changes.every(({ severity }) => severity === 'safe')).toBe(true);
  });

  test('schedules of something else in the group are left alone, and said', () => {
    const [first] = before;
    if (first === undefined) throw new Error('there are some');
    const strangers = ['rds-old-mysql-sleep', 'by-hand'].map((name) => ({ ...first, name }));
    const plan = planOf({ schedules: [...before, ...strangers] });
    expect(plan.changes).toEqual([]);
    expect(texts(plan, 'not of this list')).toEqual([
      [
        'in exops-dev and not of this sleep list, kept (exops dev schedule remove NAME removes what exops made)',
        'rds-old-mysql-sleep',
        'by-hand',
      ],
    ]);
  });
});
