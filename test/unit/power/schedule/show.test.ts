import { describe, expect, test } from 'vitest';
import type { Schedule } from '../../../../src/lib/aws/contract/scheduler.js';
import type { OutputFormat } from '../../../../src/lib/change/scene.js';
import { readTimes } from '../../../../src/lib/power/schedule/read-times.js';
import { wantedSchedules } from '../../../../src/lib/power/schedule/wanted.js';
import { writeScheduleTo } from '../../../../src/lib/power/schedule/write-schedule.js';
import type { Output } from '../../../../src/lib/terminal/terminal.js';
import { kafka, memberOf, mysql, nodes, noon, roleArn, wishOf } from './builders.js';

const members = [
  memberOf({
    resource: { kind: 'nodegroup', cluster: 'shop', name: 'spot' },
    ...{ id: nodes.id, label: 'nodegroup spot', size: { min: 1, desired: 2 } },
    place: { sleep: 10, wake: 10 },
  }),
  memberOf({
    resource: { kind: 'rds', cluster: undefined, name: 'shop-mysql' },
    ...{ id: mysql.id, label: 'rds shop-mysql', place: { sleep: 20, wake: 30 } },
  }),
  memberOf({
    resource: { kind: 'ec2', cluster: undefined, name: kafka.id },
    ...{ label: `ec2 ${kafka.name}`, place: { sleep: 30, wake: 30 } },
  }),
];
const made = (own = {}) => wantedSchedules(members, wishOf(own)).map(({ schedule }) => schedule);

async function shown(
  schedules: readonly Schedule[] | undefined,
  output: OutputFormat = 'table',
  columns = 120,
): Promise<{ out: string; err: string }> {
  const text = { out: '', err: '' };
  const stream = (name: 'out' | 'err'): Output => ({
    ...{ isTerminal: true, columns, colorLevel: 0 },
    line: (line = '') => {
      text[name] += `${line}\n`;
    },
    write: (some) => {
      text[name] += some;
    },
  });
  const target = { environment: 'dev', account: '123456789012', region: 'ap-northeast-2' };
  const streams = { out: stream('out'), err: stream('err') };
  await writeScheduleTo(streams, output, { target, group: 'exops-dev', schedules, now: noon });
  return text;
}

describe('the table', () => {
  test('a line for each resource, and what is next', async () => {
    const { out, err } = await shown(made());
    expect(out).toBe(
      [
        'RESOURCE                         SLEEPS         WAKES          WAKES TO   NOTE',
        'nodegroup spot                   mon-fri 19:00  mon-fri 08:05  2 (min 1)',
        'rds shop-mysql                   mon-fri 19:05  mon-fri 08:00  on',
        'ec2 i-0123456789abcdef0 (kafka)  mon-fri 19:10  mon-fri 08:00  on',
        '',
      ].join('\n'),
    );
    expect(err).toBe(
      [
        'Next, in Asia/Seoul: sleep Fri 20 Nov 19:00, wake Mon 23 Nov 08:00, sleep Mon 23 Nov 19:00',
        `Role: ${roleArn}`,
        '',
      ].join('\n'),
    );
  });

  test('one time of many resources is one, day by day', async () => {
    const { err } = await shown(made({ sleep: readTimes('--sleep', ['fri 12:30']), wake: [] }));
    expect(err.split('\n')[0]).toBe(
      'Next, in Asia/Seoul: sleep Fri 20 Nov 12:30, sleep Fri 27 Nov 12:30, sleep Fri 4 Dec 12:30',
    );
  });

  test('what was changed by hand shows', async () => {
    const [first, second, third, ...others] = made();
    if (first === undefined || second === undefined || third === undefined) throw new Error('there are six');
    const { out } = await shown([
      { ...first, isEnabled: false, timezone: 'UTC' },
      { ...second, expression: 'rate(1 day)' },
      { ...third, description: 'mine' },
      ...others,
    ]);
    expect(out).toContain('mon-fri 19:00 UTC (disabled)');
    expect(out).toContain('rate(1 day)');
    expect(out).toMatch(/^ec2 i-0123456789abcdef0 \(kafka\) .* on +not as exops described it$/m);
  });

  test('what something else put there has a line of its own', async () => {
    const [first] = made();
    if (first === undefined) throw new Error('there are six');
    const target = 'arn:aws:scheduler:::aws-sdk:ec2:rebootInstances';
    const { out } = await shown([...made(), { ...first, name: 'by-hand\u001b[2J', target }]);
    expect(out).toContain("by-hand\\x1b[2J\n    not exops's: ec2:rebootInstances, mon-fri 19:00\n");
  });

  test('what only a person wakes', async () => {
    const { out } = await shown(made({ wake: [] }));
    expect(out).toMatch(/^nodegroup spot +mon-fri 19:00 +2 \(min 1\) +woken by hand only$/m);
    const narrow = await shown(made({ wake: [] }), 'table', 60);
    expect(narrow.out.split('\n').slice(0, 3)).toEqual([
      'nodegroup spot',
      '    sleeps mon-fri 19:00 · to 2 (min 1)',
      '    woken by hand only',
    ]);
  });

  test.each([[undefined], [[]]])('nothing at all: %j', async (schedules) => {
    expect(await shown(schedules)).toEqual({
      out: '',
      err: 'Nothing is scheduled (exops-dev). exops dev schedule set makes a schedule.\n',
    });
  });
});

describe('the document', () => {
  test('has everything', async () => {
    const { out, err } = await shown(made(), 'json');
    expect(err).toBe('');
    const { schedules, ...rest } = JSON.parse(out);
    expect(rest).toEqual({
      schema: 'exops.schedule/v1',
      target: { environment: 'dev', account: '123456789012', region: 'ap-northeast-2' },
      ...{ group: 'exops-dev', exists: true },
    });
    expect(schedules).toHaveLength(6);
    expect(schedules[0]).toEqual({
      ...{ name: 'nodegroup-shop.spot-sleep', direction: 'sleep', kind: 'nodegroup' },
      ...{ cluster: 'shop', resource: 'spot', when: 'mon-fri 19:00' },
      ...{ expression: 'cron(0 19 ? * MON-FRI *)', timezone: 'Asia/Seoul', isEnabled: true },
      ...{ wakesTo: { min: 1, desired: 2 }, next: '2026-11-20T10:00:00.000Z', roleArn },
      target: 'arn:aws:scheduler:::aws-sdk:eks:updateNodegroupConfig',
      input: '{"ClusterName":"shop","NodegroupName":"spot","ScalingConfig":{"MinSize":0,"DesiredSize":0}}',
      isOurs: true,
    });
    expect(schedules[1]).toMatchObject({ direction: 'wake', wakesTo: { min: 1, desired: 2 } });
  });

  test('of no group', async () => {
    expect(JSON.parse((await shown(undefined, 'json')).out)).toMatchObject({ exists: false, schedules: [] });
  });
});
