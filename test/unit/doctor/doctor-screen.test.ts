import { describe, expect, test } from 'vitest';
import type { Examined, Finding } from '../../../src/lib/doctor/model.js';
import { doctorDocument } from '../../../src/lib/doctor/report/doctor-document.js';
import { lineScreen, recordScreen } from '../../../src/lib/doctor/report/doctor-screen.js';
import { verdictLine } from '../../../src/lib/doctor/report/verdict-line.js';
import { noColor } from '../../../src/lib/terminal/palette.js';
import { textWidth } from '../../../src/lib/terminal/text-width.js';

const of = (layer: Examined['layer'], ...findings: readonly Finding[]): Examined => ({
  ...{ layer, tries: layer, findings, tookMs: 12.4 },
  status: findings.some(({ verdict }) => verdict === 'broken') ? 'broken' : (findings[0]?.verdict ?? 'ok'),
});
const untried = (status: 'skipped' | 'not reached', because: string, ...all: Examined['layer'][]) =>
  all.map((layer): Examined => ({ layer, tries: layer, status, because, findings: [], tookMs: 0 }));

const addIt =
  'aws ec2 authorize-security-group-ingress --group-id sg-0def0123456789abc --protocol tcp --port 9098 --source-group sg-0bas0123456789abc';

/** As in SCREENS. */
const examined: readonly Examined[] = [
  of('credentials', { verdict: 'ok', saw: 'profile liquibook, role ops, clock 0.1 s off' }),
  of('cluster', { verdict: 'ok', saw: 'liquibook-msk ACTIVE, IAM brokers on 9098' }),
  of('security group', {
    verdict: 'broken',
    saw: 'sg-0def0123456789abc admits 9092 and 9094 from the bastion, not 9098',
    problem: 'no-answer',
    next: ['Add the rule, which --fix does, too:', addIt],
    fix: {
      kind: 'security group rule',
      groupId: 'sg-0def0123456789abc',
      port: 9098,
      source: { groupId: 'sg-0bas0123456789abc' },
    },
  }),
  ...untried('not reached', 'security group', 'tcp', 'tls', 'login', 'rights'),
  ...untried('skipped', 'asked for with --round-trip', 'round trip'),
  of(
    'kubernetes',
    { verdict: 'ok', saw: 'context dev, namespace liquibook' },
    { verdict: 'warning', saw: 'may not list pods', problem: 'step-failed', access: true },
  ),
  ...untried('skipped', 'the environment names no secrets', 'secret', 'pods'),
];

function shown(width: number, all = examined): readonly string[] {
  const lines: string[] = [];
  const screen = lineScreen(
    { line: (text = '') => lines.push(...text.split('\n')) },
    { palette: noColor, width },
  );
  for (const one of all) screen.show(one);
  screen.end();
  return lines;
}

test('at 120 columns', () => {
  expect(shown(120)).toEqual([
    '✓ credentials        profile liquibook, role ops, clock 0.1 s off',
    '✓ cluster            liquibook-msk ACTIVE, IAM brokers on 9098',
    '✗ security group     sg-0def0123456789abc admits 9092 and 9094 from the bastion, not 9098',
    '                     Add the rule, which --fix does, too:',
    `                     ${addIt}`,
    '✓ Kubernetes         context dev, namespace liquibook',
    '!                    may not list pods',
    '– TCP, TLS, login, rights: not reached without security group',
    '– not looked at: round trip (asked for with --round-trip); secret, pods (the environment names no secrets)',
  ]);
});

test('at 80 columns nothing is cut, and only what is pasted is longer', () => {
  const lines = shown(80);
  expect(lines.slice(2, 5)).toEqual([
    '✗ security group     sg-0def0123456789abc admits 9092 and 9094 from the bastion,',
    '                     not 9098',
    '                     Add the rule, which --fix does, too:',
  ]);
  for (const line of lines) if (!line.includes(addIt)) expect(textWidth(line)).toBeLessThanOrEqual(80);
  expect(lines).toContain(`                     ${addIt}`);
});

test('a long row of layers that were not reached is broken, not cut', () => {
  const all = untried(
    'not reached',
    'ssh, dns',
    'tcp',
    'tls',
    'protocol',
    'versions',
    'login',
    'metadata',
    'rights',
  );
  expect(shown(60, all)).toEqual([
    '– TCP, TLS, protocol, versions, login, metadata, rights: not',
    '  reached without SSH and DNS',
  ]);
});

test('what comes from elsewhere moves no cursor', () => {
  const evil = '\u001b[2Jb-1\u202e';
  const all = [of('dns', { verdict: 'broken', saw: evil, next: [evil] }), ...untried('skipped', evil, 'tcp')];
  const text = shown(80, all).join('\n');
  expect([text.includes('\u001b'), text.includes('\u202e')]).toEqual([false, false]);
});

test('for programs: a record a finding, and one for what was not looked at', () => {
  const lines: string[] = [];
  const screen = recordScreen({ line: (text = '') => lines.push(...text.split('\n')) });
  for (const one of examined) screen.show(one);
  screen.end();
  expect(lines).toEqual([
    'credentials\tok\t12\tprofile liquibook, role ops, clock 0.1 s off\t',
    'cluster\tok\t12\tliquibook-msk ACTIVE, IAM brokers on 9098\t',
    'security group\tbroken\t12\tsg-0def0123456789abc admits 9092 and 9094 from the bastion, not 9098\tno-answer',
    'tcp\tnot reached\t0\tsecurity group\t',
    'tls\tnot reached\t0\tsecurity group\t',
    'login\tnot reached\t0\tsecurity group\t',
    'rights\tnot reached\t0\tsecurity group\t',
    'round trip\tskipped\t0\tasked for with --round-trip\t',
    'kubernetes\tok\t12\tcontext dev, namespace liquibook\t',
    'kubernetes\twarning\t12\tmay not list pods\tstep-failed',
    'secret\tskipped\t0\tthe environment names no secrets\t',
    'pods\tskipped\t0\tthe environment names no secrets\t',
  ]);
});

test('as a document', () => {
  const at = Date.UTC(2026, 10, 21, 9);
  const some = [examined[2], examined[3]].filter((one) => one !== undefined);
  expect(doctorDocument({ target: { environment: 'msk' }, examined: some, at, tookMs: 5_100.2 })).toEqual({
    ...{
      schema: 'exops.doctor/v1',
      target: { environment: 'msk' },
      at: '2026-11-21T09:00:00.000Z',
      tookMs: 5_100,
    },
    verdict: {
      layer: 'security group',
      problem: 'no-answer',
      saw: 'sg-0def0123456789abc admits 9092 and 9094 from the bastion, not 9098',
    },
    layers: [
      {
        ...{ layer: 'security group', status: 'broken', because: null, tries: 'security group', tookMs: 12 },
        findings: [
          {
            verdict: 'broken',
            saw: 'sg-0def0123456789abc admits 9092 and 9094 from the bastion, not 9098',
            problem: 'no-answer',
            next: ['Add the rule, which --fix does, too:', addIt],
            fix: {
              kind: 'security group rule',
              groupId: 'sg-0def0123456789abc',
              port: 9098,
              source: { groupId: 'sg-0bas0123456789abc' },
            },
            isRight: false,
          },
        ],
      },
      {
        ...{ layer: 'tcp', status: 'not reached', because: 'security group', tries: 'tcp', tookMs: 0 },
        findings: [],
      },
    ],
    exitCode: 1,
  });
});

test.each([
  ['a setting', `auth: { mechanism: scram, username: NAME, password: "\${env:KAFKA_PASSWORD}", tls: false }`],
  ['a setting of one word', `serverName: ${'b-1.'.repeat(30)}example`],
  ['brokers', `brokers: [${'b-1.example:9098, '.repeat(8)}b-9.example:9098]`],
  ['flags', `--brokers ${'b-1.example:9098,'.repeat(8)} --auth iam`],
  ['a command', `exops msk policy --for admin --topic '*' ${'--env a-long-name '.repeat(4)}`],
])('%s is not broken', (_, line) => {
  const all = [
    of('protocol', { verdict: 'broken', saw: 'another', problem: 'wrong-listener', next: [line] }),
  ];
  expect(shown(60, all)).toContain(`${' '.repeat(21)}${line}`);
});

test('a sentence with a colon is broken', () => {
  const line = 'note: what is written here is nothing that anybody would paste anywhere at all';
  const all = [
    of('protocol', { verdict: 'broken', saw: 'another', problem: 'wrong-listener', next: [line] }),
  ];
  for (const one of shown(60, all)) expect(textWidth(one)).toBeLessThanOrEqual(60);
});

test('reasons are told once, wherever their layers stand', () => {
  const all = [
    ...untried('skipped', 'nothing of it is in AWS', 'credentials', 'account'),
    of('settings', { verdict: 'ok', saw: 'b:1' }),
    ...untried('skipped', 'nothing of it is in AWS', 'instance'),
    ...untried('skipped', 'no host is on the way', 'ssh'),
    of('dns', { verdict: 'ok', saw: 'resolved' }),
  ];
  expect(shown(60, all)).toEqual([
    '✓ settings           b:1',
    '✓ DNS                resolved',
    '– not looked at: credentials, account, instance (nothing of',
    '  it is in AWS); SSH (no host is on the way)',
  ]);
});

test('without its configuration nothing is looked at, which takes no list', () => {
  const all = [
    of('configuration', { verdict: 'broken', saw: 'no file', problem: 'no-target' }),
    ...untried('not reached', 'configuration', 'credentials', 'account', 'ssh'),
  ];
  expect(shown(80, all).at(-1)).toBe('– everything else: not reached without configuration');
});

describe('the line at the end', () => {
  test('is broken between words', () => {
    const diagnosis = {
      ...{ target: {}, at: 0, tookMs: 100 },
      examined: [of('protocol', { verdict: 'broken', saw: 'another', problem: 'wrong-listener' })],
    };
    const lines = verdictLine(diagnosis, { palette: noColor, width: 40 }).split('\n');
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(40);
    expect(lines.at(-1)).toMatch(/\S · 0\.1 s$/);
    expect(lines.map((line) => line.trim()).join(' ')).toMatch(/^✗ protocol: The port .* · 0\.1 s$/);
  });

  const line = (all: readonly Examined[]) =>
    verdictLine({ target: {}, examined: all, at: 0, tookMs: 2_100 }, { palette: noColor, width: 80 });
  const fine = of('dns', { verdict: 'ok', saw: 'resolved' });

  test.each([
    ['broken', examined, '✗ security group: Nothing comes back · 2.1 s'],
    ['healthy', [fine, ...untried('skipped', 'none', 'pods')], '✓ Nothing is broken: 1 layer · 2.1 s'],
    [
      'with a warning',
      [fine, of('tcp', { verdict: 'warning', saw: 'slow' })],
      '✓ Nothing is broken: 2 layers, 1 warning · 2.1 s',
    ],
    ['not complete', [fine, ...untried('not reached', 'cluster', 'tcp')], '✗ 1 layer not reached · 2.1 s'],
  ])('%s', (_, all, words) => {
    expect(line(all)).toBe(words);
  });
});
