import { describe, expect, test } from 'vitest';
import { type Dialled, whyNot } from '../../../../src/lib/doctor/kafka/dial.js';
import { judgeDns } from '../../../../src/lib/doctor/kafka/judge-dns.js';
import { judgeTcp, type TcpPlace } from '../../../../src/lib/doctor/kafka/judge-tcp.js';
import { type Resolved, resolveOn } from '../../../../src/lib/doctor/kafka/resolve-name.js';
import { SshForwardError } from '../../../../src/lib/ssh/errors.js';
import type { SshSession } from '../../../../src/lib/ssh/ssh.js';

const mskHost = 'b-1.liquibook.abc123.c2.kafka.ap-northeast-2.amazonaws.com';
const b1 = { host: mskHost, port: 9098 };
const b2 = { host: mskHost.replace('b-1', 'b-2'), port: 9098 };
const found = (...addresses: string[]): Resolved => ({ kind: 'addresses', addresses });
const unknown: Resolved = { kind: 'unknown', why: 'ENOTFOUND' };

describe('names', () => {
  test('all known', () => {
    const brokers = [
      { address: b1, resolved: found('10.0.1.5') },
      { address: b2, resolved: found('10.0.2.5') },
    ];
    expect(judgeDns(brokers, undefined)).toEqual({
      findings: [{ verdict: 'ok', saw: '2 names: 10.0.1.5, 10.0.2.5' }],
      value: [
        { address: b1, ips: ['10.0.1.5'] },
        { address: b2, ips: ['10.0.2.5'] },
      ],
    });
    expect(judgeDns(brokers.slice(0, 1), 'bastion (i-1)').findings).toEqual([
      { verdict: 'ok', saw: `${mskHost}: 10.0.1.5, as bastion (i-1) has it` },
    ]);
  });

  test('an unknown one of MSK', () => {
    const outcome = judgeDns([{ address: b1, resolved: unknown }], 'bastion (i-1)');
    expect(outcome).toEqual({
      findings: [
        {
          ...{ verdict: 'broken', problem: 'name-unknown' },
          saw: `${mskHost}: no such name on bastion (i-1) (ENOTFOUND)`,
          next: [
            'A cluster that was made anew has other names. These are its names of today:',
            'exops msk brokers',
          ],
        },
      ],
    });
  });

  test('addresses need none, and a host that has no getent is no break', () => {
    expect(
      judgeDns([{ address: { host: '10.0.1.5', port: 1 }, resolved: found('10.0.1.5') }], undefined),
    ).toEqual({
      ...{ findings: [], skipped: 'the brokers have addresses, and no names' },
      value: [{ address: { host: '10.0.1.5', port: 1 }, ips: ['10.0.1.5'] }],
    });
    const unasked: Resolved = { kind: 'not asked', why: 'getent gave no address' };
    expect(judgeDns([{ address: b1, resolved: unasked }], 'bastion')).toEqual({
      ...{ findings: [], skipped: "bastion can't be asked: getent gave no address" },
      value: [{ address: b1, ips: undefined }],
    });
  });

  const host = (stdout: string, code: number, asked: string[] = []) => {
    const stream = (text: string) => ({
      on(event: string, listen: (chunk: Buffer) => void) {
        if (event === 'data') listen(Buffer.from(text));
      },
    });
    const exec = async (command: string) => {
      asked.push(command);
      return {
        stdio: stream(stdout),
        stderr: stream(''),
        exit: Promise.resolve({ code, signal: undefined }),
      };
    };
    return { label: 'bastion', session: { exec } as unknown as Pick<SshSession, 'exec'> };
  };

  test('a host is asked by getent, with the name quoted', async () => {
    const asked: string[] = [];
    const answer = '10.0.1.5   STREAM b-1\n10.0.1.5   DGRAM\nfd00::1  STREAM\n';
    expect(await resolveOn(host(answer, 0, asked), "b;touch 'x'", 100)).toEqual(found('10.0.1.5', 'fd00::1'));
    expect(asked).toEqual(["getent ahosts 'b;touch '\\''x'\\''' </dev/null"]);
    expect(await resolveOn(host('', 2), 'b', 100)).toEqual({
      kind: 'unknown',
      why: 'getent knows no such name',
    });
    expect(await resolveOn(host('', 127), 'b', 100)).toEqual({
      kind: 'not asked',
      why: 'getent gave no address',
    });
  });
});

const place: TcpPlace = {
  ...{ timeoutMs: 5_000, host: undefined, mechanism: 'iam', isMsk: true },
  ...{ isClusterOfFile: true, isLookedUp: true },
};
const silent: Dialled = { kind: 'silent', why: 'no answer' };
const open: Dialled = { kind: 'open' };

describe('ports', () => {
  test.for<[string, Dialled, readonly string[], Partial<TcpPlace>, string, string]>([
    ['silent', silent, ['3.35.1.2'], {}, 'port-silent', 'no answer in 5.0 s'],
    [
      'silent from a host',
      silent,
      ['10.0.1.5'],
      { host: 'bastion' },
      'port-silent',
      'no answer in 5.0 s from bastion',
    ],
    ['private from outside', silent, ['10.0.1.5'], {}, 'private-address', 'no answer in 5.0 s'],
    [
      'private, no way',
      { kind: 'no way', why: 'ENETUNREACH' },
      ['10.0.1.5'],
      {},
      'private-address',
      'no way there (ENETUNREACH)',
    ],
    [
      'no way',
      { kind: 'no way', why: 'EHOSTUNREACH' },
      ['3.35.1.2'],
      {},
      'no-way-there',
      'no way there (EHOSTUNREACH)',
    ],
    [
      'refused',
      { kind: 'refused', why: 'ECONNREFUSED' },
      ['10.0.1.5'],
      {},
      'port-refused',
      'refused, nothing listens there',
    ],
    [
      'unknown there',
      { kind: 'unknown name', why: 'Name or service not known' },
      [],
      { host: 'bastion' },
      'name-unknown',
      'no such name (Name or service not known) from bastion',
    ],
    [
      'not forwarded',
      { kind: 'failed', why: 'prohibited' },
      [],
      { host: 'bastion' },
      'not-forwarded',
      'prohibited from bastion',
    ],
  ])('%s', ([, how, ips, other, problem, words]) => {
    const outcome = judgeTcp([{ address: b1, how, ips }], { ...place, ...other });
    expect(outcome).toMatchObject({
      findings: [{ verdict: 'broken', problem, saw: `${mskHost}:9098: ${words}` }],
    });
    expect('value' in outcome).toBe(false);
  });

  test('a private address that answers is nobody’s worry', () => {
    expect(judgeTcp([{ address: b1, how: open, ips: ['10.0.1.5'] }], place)).toEqual({
      findings: [{ verdict: 'ok', saw: `${mskHost}:9098: open` }],
      value: [b1],
    });
  });

  test('some of several down', () => {
    const tried = [
      { address: b1, how: silent, ips: ['10.0.1.5'] },
      { address: b2, how: open, ips: ['10.0.2.5'] },
    ];
    expect(judgeTcp(tried, place)).toMatchObject({
      findings: [{ problem: 'brokers-down' }, { verdict: 'ok' }],
      value: [b2],
    });
  });

  test.for([
    [Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'refused'],
    [Object.assign(new Error('x'), { code: 'EHOSTUNREACH' }), 'no way'],
    [Object.assign(new Error('x'), { code: 'EAI_AGAIN' }), 'unknown name'],
    [new SshForwardError("bastion can't reach b:1: Connection refused.", 'refused', {}), 'refused'],
    [new SshForwardError("bastion can't reach b:1: Connection timed out.", 'refused', {}), 'silent'],
    [new SshForwardError("bastion can't reach b:1: No route to host.", 'refused', {}), 'no way'],
    [
      new SshForwardError("bastion can't reach b:1: Name or service not known.", 'refused', {}),
      'unknown name',
    ],
    [new SshForwardError("bastion doesn't forward to b:1: open failed.", 'prohibited', {}), 'failed'],
  ] as const)('%s', ([error, kind]) => {
    expect(whyNot(error).kind).toBe(kind);
  });
});
