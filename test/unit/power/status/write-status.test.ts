import { describe, expect, test } from 'vitest';
import type { Sleeper } from '../../../../src/lib/power/model.js';
import type { SleepEntry } from '../../../../src/lib/power/sleep-entry.js';
import { statusObserver } from '../../../../src/lib/power/status/observe-status.js';
import { statusDocument } from '../../../../src/lib/power/status/status-document.js';
import { statusNotes } from '../../../../src/lib/power/status/status-notes.js';
import { statusLines, statusRecords } from '../../../../src/lib/power/status/write-status.js';
import {
  around,
  asleep,
  at,
  billedOf,
  entry,
  entryOf,
  hour,
  large,
  listOf,
  now,
  portsOf,
  record,
  seoul,
  sleeper,
  sourcesOf,
} from './builders.js';

const signal = new AbortController().signal;

async function reportOf(sleepers: readonly Sleeper[], entries?: readonly SleepEntry[], answers = around) {
  const { ports } = portsOf(() => sleepers);
  const listed = entries ?? sleepers.map((one) => entryOf(one));
  return statusObserver(listOf(ports, listed), sourcesOf(billedOf(answers).billed))(signal);
}

/** What one resource's line says, in a pipe. */
async function lineOf(rest: Partial<Sleeper>, more: Partial<SleepEntry> = {}): Promise<string | undefined> {
  const one = sleeper({ name: 'i-1', ...rest });
  const report = await reportOf([one], [entryOf(one, more)], {});
  return statusRecords(report)[0];
}

describe('an environment that sleeps', () => {
  test('on a terminal that is wide enough', async () => {
    const lines = statusLines(await reportOf(asleep), 120, seoul);
    expect(lines).toEqual([
      'RESOURCE                         STATE   SINCE            NOTE',
      'nodegroup spot-nodes             asleep  Fri 19:02 (kim)  wakes to 2 (min 1, max 4)',
      'rds exchange-dev-mysql           asleep  Fri 19:03 (kim)  AWS starts it Fri 27 Nov 19:03',
      'ec2 i-0123456789abcdef0 (kafka)  asleep  Fri 19:05 (kim)',
      'still billed: EKS control plane, NAT gateway, 1 load balancer, 1 VPC endpoint, 2 volumes (100 GiB), database storage',
      '  (20 GiB), 1 Elastic IP · about $5.49 a day of $15.47',
    ]);
  });

  test('on one of 80 columns: notes stand under their rows', async () => {
    const lines = statusLines(await reportOf(asleep), 80, seoul);
    expect(lines.slice(0, 6)).toEqual([
      'RESOURCE                         STATE   SINCE',
      'nodegroup spot-nodes             asleep  Fri 19:02 (kim)',
      '    wakes to 2 (min 1, max 4)',
      'rds exchange-dev-mysql           asleep  Fri 19:03 (kim)',
      '    AWS starts it Fri 27 Nov 19:03',
      'ec2 i-0123456789abcdef0 (kafka)  asleep  Fri 19:05 (kim)',
    ]);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('on one that is too narrow for a table', async () => {
    const lines = statusLines(await reportOf(asleep), 40, seoul);
    expect(lines.slice(0, 6)).toEqual([
      'nodegroup spot-nodes',
      '  asleep since Fri 19:02 (kim)',
      '    wakes to 2 (min 1, max 4)',
      'rds exchange-dev-mysql',
      '  asleep since Fri 19:03 (kim)',
      '    AWS starts it Fri 27 Nov 19:03',
    ]);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
  });

  test('in a pipe: full values, and what is billed in rows of its own', async () => {
    expect(statusRecords(await reportOf(asleep))).toEqual([
      'nodegroup spot-nodes\tasleep\t2026-11-20T10:02:00Z\tkim\twakes to 2 (min 1, max 4)',
      'rds exchange-dev-mysql\tasleep\t2026-11-20T10:03:00Z\tkim\tAWS starts it 2026-11-27T10:03:00Z',
      'ec2 i-0123456789abcdef0 (kafka)\tasleep\t2026-11-20T10:05:00Z\tkim\t',
      'eks cluster exchange-dev\tbilled\t\t\tEKS control plane: about $2.40 a day',
      'nat gateway nat-1\tbilled\t\t\tNAT gateway: about $1.42 a day',
      'load balancer web\tbilled\t\t\tload balancer application: about $0.54 a day',
      'vpc endpoint vpce-1\tbilled\t\t\t2 × network interface: about $0.62 a day',
      'ec2 i-0123456789abcdef0 (kafka)\tbilled\t\t\t2 volumes, 100 GiB gp3: about $0.30 a day',
      'rds exchange-dev-mysql\tbilled\t\t\tstorage, 20 GiB gp3: about $0.09 a day',
      'ec2 i-0123456789abcdef0 (kafka)\tbilled\t\t\tElastic IP: about $0.12 a day',
    ]);
  });

  test('for programs', async () => {
    const document = statusDocument({ environment: 'dev' }, await reportOf(asleep));
    expect(document).toMatchObject({
      ...{ schema: 'exops.dev-status/v1', target: { environment: 'dev' }, at: '2026-11-21T03:00:00Z' },
      usdPerDay: { asleep: 5.49, awake: 15.47, unknownPrices: 0 },
      notRead: [],
    });
    expect(document.resources[0]).toEqual({
      ...{ name: 'nodegroup spot-nodes', state: 'asleep', configured: 'exops.yaml:4:9', kind: 'nodegroup' },
      id: 'arn:aws:eks:ap-northeast-2:123456789012:nodegroup/exchange-dev/spot-nodes/0cb8',
      ...{ is: 'asleep', systemState: 'ACTIVE', since: { at: '2026-11-20T10:02:00Z', by: 'kim' } },
      ...{ size: { desired: 0, min: 0, max: 4 }, wakesTo: { desired: 2, min: 1, max: 4 } },
      bySchedule: false,
      record: 'v=1 min=1 max=4 desired=2 by=kim at=2026-11-20T10:02:00Z',
      ...{ problem: null, trouble: null, startsItselfAt: null, never: null, wake: 'automatic' },
    });
    expect(document.resources[1]).toMatchObject({ wakesTo: 'on', startsItselfAt: '2026-11-27T10:03:00Z' });
    expect(document.stillBilled[4]).toEqual({
      ...{ kind: 'volume', count: 2, gib: 100, usdPerDay: 0.3 },
      resources: ['ec2 i-0123456789abcdef0 (kafka)'],
    });
  });
});

test('nothing is listed that is there: only what is missing', async () => {
  const rds = entry({ kind: 'rds', choice: { by: 'name', name: 'gone' } });
  const tagged = entry(
    { kind: 'ec2', choice: { by: 'tags', tags: { Team: 'web' } } },
    { at: 'exops.yaml:5:9' },
  );
  const report = await reportOf([], [rds, tagged], {});
  expect(statusRecords(report)).toEqual([
    'rds gone\tmissing\t\t\tthere is none, and exops.yaml:4:9 lists it',
    'ec2 with the tag Team=web\tmissing\t\t\tthere is none, and exops.yaml:5:9 lists it',
  ]);
  expect(statusDocument({}, report).resources[0]).toMatchObject({
    state: 'missing',
    kind: null,
    since: null,
  });
});

const yesterday = at('2026-11-20T10:02:00Z');
const sized = { kind: 'asg', name: 'web', size: { desired: 2, min: 1, max: 4 } } as const;
const drift = 'its record says 3 (min 1, max 4), and it is 2 (min 1, max 4) now';

test.each<[string, Partial<Sleeper>, string]>([
  ['awake', { since: yesterday }, 'ec2 i-1\tawake\t2026-11-20T10:02:00Z\t\t'],
  ['awake, sized', sized, 'asg web\tawake\t\t\thas 2 (min 1, max 4)'],
  ['waking', { state: 'waking', status: 'pending' }, 'ec2 i-1\twaking\t\t\t'],
  ['falling asleep', { state: 'falling asleep' }, 'ec2 i-1\tfalling asleep\t\t\t'],
  [
    'half-done',
    { ...sized, record: record({ desired: 2, min: 1, max: 4 }) },
    'asg web\thalf-done\t2026-11-20T10:02:00Z\tkim\twakes to 2 (min 1, max 4); not finished: run exops dev sleep or exops dev wake again',
  ],
  [
    'drifted',
    { ...sized, record: record({ desired: 3, min: 1, max: 4 }) },
    `asg web\tdrifted\t2026-11-20T10:02:00Z\tkim\t${drift}`,
  ],
  ['stopped by others', { state: 'asleep' }, 'ec2 i-1\tstopped\t\t\tnot by exops'],
  ['busy', { state: 'busy', status: 'backing-up' }, 'ec2 i-1\tbusy\t\t\tit is backing-up'],
  [
    'of no use',
    { state: 'unusable', status: 'storage-full', trouble: 'The storage is full.' },
    'ec2 i-1\tunusable\t\t\tThe storage is full.',
  ],
  [
    'a record edited by hand',
    { state: 'asleep', status: 'stopped', record: 'v=1 desired=two' },
    "ec2 i-1\tbad record\t\t\tits record can't be read: it does not say by whom (by=…); it is stopped",
  ],
  [
    'in trouble',
    { state: 'waking', trouble: 'Client.InternalError: Client error on launch' },
    'ec2 i-1\twaking\t\t\tClient.InternalError: Client error on launch',
  ],
  [
    'protected',
    { never: 'it is protected by its tag exops:protected' },
    'ec2 i-1\tawake\t\t\tnever put to sleep: it is protected by its tag exops:protected',
  ],
  [
    'RDS that started itself',
    { kind: 'rds', name: 'db', record: record(undefined, 'kim', now - 8 * 24 * hour) },
    'rds db\thalf-done\t2026-11-13T03:00:00Z\tkim\tAWS started it by itself, as it does after 7 days; not finished: run exops dev sleep or exops dev wake again',
  ],
  [
    'late to start itself',
    { kind: 'rds', name: 'db', state: 'asleep', startsItselfAt: now - hour },
    'rds db\tstopped\t\t\tnot by exops; AWS was to start it 2026-11-21T02:00:00Z',
  ],
  ['escapes in its name', { name: 'i-1 (a\u001b[31m\tb)' }, 'ec2 i-1 (a\\x1b[31m\\tb)\tawake\t\t\t'],
])('%s', async (_, rest, line) => {
  expect(await lineOf(rest)).toBe(line);
});

test.each<[string, Partial<Sleeper>, Partial<SleepEntry>, string]>([
  ['skipped', {}, { skip: true }, 'ec2 i-1\tskipped\t\t\tawake, and left alone'],
  [
    'woken by hand alone',
    { state: 'asleep', record: record() },
    { wake: 'manual' },
    'ec2 i-1\tasleep\t2026-11-20T10:02:00Z\tkim\twakes only when it is named',
  ],
])('a line of exops.yaml that says so: %s', async (_, rest, more, line) => {
  expect(await lineOf(rest, more)).toBe(line);
});

test('two lines that choose the same: one row', async () => {
  const one = sleeper({ name: 'i-1' });
  const byTag = entry({ kind: 'ec2', choice: { by: 'tags', tags: { Name: 'x' } } });
  expect(statusRecords(await reportOf([one], [entryOf(one), byTag], {}))).toHaveLength(1);
});

describe('AWS starts a database by itself', () => {
  const soon = (left: number) =>
    ({ kind: 'rds', name: 'db', state: 'asleep', startsItselfAt: now + left }) as const;
  const noted = async (left: number) => {
    const report = await reportOf([sleeper(soon(left))], undefined, {});
    return { lines: statusLines(report, 120, seoul), notes: statusNotes(report, seoul) };
  };

  test('within a day: said in the table, and beside it', async () => {
    const { lines, notes } = await noted(5.5 * hour);
    expect(lines[1]).toBe('rds db    stopped         not by exops; AWS starts it Sat 21 Nov 17:30, in 5 h');
    expect(notes).toEqual([
      'AWS starts rds db by itself in 5 h, Sat 21 Nov 17:30. Put it to sleep again after that: exops dev sleep',
    ]);
  });

  test.each([
    [24 * hour - 1, 1, 'in 23 h'],
    [40 * 60_000, 1, 'in 40 min'],
    [1_000, 1, 'in 1 min'],
    [24 * hour, 0, ''],
    [0, 0, ''],
  ])('%i ms before', async (left, count, words) => {
    const { notes } = await noted(left);
    expect(notes).toHaveLength(count);
    expect(notes.join()).toContain(words);
  });
});

describe('still billed', () => {
  const line = async (sleepers: readonly Sleeper[], answers = around) =>
    statusLines(await reportOf(sleepers, undefined, answers), 1_000, seoul).at(-1);

  test('in the order of the bill, with what it costs a day', async () => {
    expect(await line(asleep)).toBe(
      'still billed: EKS control plane, NAT gateway, 1 load balancer, 1 VPC endpoint, 2 volumes (100 GiB), database storage (20 GiB), 1 Elastic IP · about $5.49 a day of $15.47',
    );
  });

  test('while all is awake it is not still', async () => {
    expect(
      await line([sleeper({ machines: [large], vpcId: 'vpc-1' })], { natGateways: around.natGateways }),
    ).toBe('billed asleep, too: NAT gateway · about $1.42 a day of $3.91');
  });

  test('what never sleeps', async () => {
    expect(await line([sleeper({ machines: [large], never: 'it is protected' })], {})).toBe(
      'billed asleep, too: 1 machine that stays awake · about $2.50 a day of $2.50',
    );
  });

  test('a price that nobody knows is in no sum, and said', async () => {
    const unknown = sleeper({ machines: [{ ...large, type: 'x1.32xlarge' }], vpcId: 'vpc-1' });
    expect(await line([unknown], { natGateways: around.natGateways })).toBe(
      'billed asleep, too: NAT gateway · about $1.42 a day of $1.42, without 1 unknown price',
    );
  });

  test('without any price', async () => {
    const one = sleeper({ kind: 'rds', name: 'db', machines: [], storage: { gib: 20, type: 'io9' } });
    expect(await line([one], {})).toBe('billed asleep, too: database storage (20 GiB) · prices unknown');
  });

  test('nothing: no line', async () => {
    expect(await line([sleeper({ kind: 'ecs', name: 'api', size: { desired: 2 } })], {})).toMatch(/^ecs api/);
  });
});
