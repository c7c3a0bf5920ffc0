import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SocksStep, socksReader } from '../../../src/lib/ssh/socks5.js';

const bytes = (...parts: ReadonlyArray<number | string | Buffer>): Buffer =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'number' ? Buffer.from([part]) : Buffer.from(part as string))),
  );
const port = (number: number) => bytes(number >> 8, number & 0xff);

const greeting = bytes(5, 1, 0);
const byName = bytes(5, 1, 0, 3, 5, 'kafka', port(9092));
const by4 = bytes(5, 1, 0, 1, 10, 0, 11, 8, port(9092));
const by6 = bytes(5, 1, 0, 4, Buffer.from('fe800000000000000000000000000001', 'hex'), port(9092));
const socks4 = bytes(4, 1, port(9092), 10, 0, 11, 8, 'user', 0);
const socks4a = bytes(4, 1, port(9092), 0, 0, 0, 1, 'user', 0, 'kafka', 0);

/** What a request comes to when it arrives in these pieces. */
function read(...pieces: readonly Buffer[]): readonly SocksStep[] {
  const reader = socksReader();
  const steps: SocksStep[] = [];
  for (const piece of pieces) {
    steps.push(...reader(piece).filter(({ kind }) => kind !== 'more'));
    const last = steps.at(-1);
    if (last?.kind === 'refuse' || last?.kind === 'connect') break;
  }
  return steps;
}

/** Sent before the last step. */
const sent = (steps: readonly SocksStep[]) =>
  steps.flatMap((step) => (step.kind === 'send' ? [step.bytes.toString('hex')] : []));

function connection(steps: readonly SocksStep[]): Extract<SocksStep, { kind: 'connect' }> {
  const last = steps.at(-1);
  if (last?.kind !== 'connect') throw new Error(`It came to ${last?.kind}.`);
  return last;
}

const requests: ReadonlyArray<readonly [string, Buffer, string, readonly string[]]> = [
  ['SOCKS 5 by name', bytes(greeting, byName), 'kafka', ['0500']],
  ['SOCKS 5 by IPv4', bytes(greeting, by4), '10.0.11.8', ['0500']],
  ['SOCKS 5 by IPv6', bytes(greeting, by6), 'fe80:0:0:0:0:0:0:1', ['0500']],
  ['SOCKS 5 with a choice of logins', bytes(5, 3, 2, 0, 1, byName), 'kafka', ['0500']],
  ['SOCKS 4', socks4, '10.0.11.8', []],
  ['SOCKS 4a', socks4a, 'kafka', []],
];

describe.each(requests)('%s', (_, request, host, answers) => {
  test('connects', () => {
    const steps = read(request);
    expect(connection(steps).target).toEqual({ host, port: 9092 });
    expect(sent(steps)).toEqual(answers);
  });

  test('does, however it is cut, and keeps what follows', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), fc.array(fc.nat(100)), (data, places) => {
        const all = bytes(request, Buffer.from(data));
        const ends = [...places.map((place) => place % all.length), all.length].sort((a, b) => a - b);
        const pieces = ends.map((end, index) => all.subarray(ends[index - 1] ?? 0, end));
        const steps = read(...pieces);
        const { target, rest } = connection(steps);
        expect(target).toEqual({ host, port: 9092 });
        expect(sent(steps)).toEqual(answers);
        const taken = request.length + rest.length;
        expect(all.subarray(request.length, taken).equals(rest)).toBe(true);
      }),
    );
  });

  test('wants more until it is whole', () => {
    for (let end = 0; end < request.length; end++) {
      const last = socksReader()(request.subarray(0, end)).at(-1);
      expect(last?.kind).toBe(end >= 3 && answers.length > 0 && last?.kind === 'send' ? 'send' : 'more');
    }
  });
});

describe('an answer', () => {
  test.each([
    ['connected', '05000001000000000000'],
    ['failed', '05010001000000000000'],
    ['prohibited', '05020001000000000000'],
    ['refused', '05050001000000000000'],
  ] as const)('of SOCKS 5: %s', (outcome, hex) => {
    expect(connection(read(greeting, byName)).answer(outcome).toString('hex')).toBe(hex);
  });

  test.each([
    ['connected', '005a000000000000'],
    ['refused', '005b000000000000'],
  ] as const)('of SOCKS 4: %s', (outcome, hex) => {
    expect(connection(read(socks4)).answer(outcome).toString('hex')).toBe(hex);
  });
});

describe('is refused:', () => {
  test.each([
    ['HTTP', [bytes('GET http://kafka/ HTTP/1.1\r\n')], "doesn't speak SOCKS", ''],
    [
      'a client that insists on a password',
      [bytes(5, 1, 2)],
      'insists on a login, and this proxy has none',
      '05ff',
    ],
    [
      'BIND',
      [greeting, bytes(5, 2, 0, 1, 1, 2, 3, 4, port(1))],
      'asks for something else than a connection',
      '05070001000000000000',
    ],
    [
      'UDP',
      [greeting, bytes(5, 3, 0, 1, 1, 2, 3, 4, port(1))],
      'asks for something else than a connection',
      '05070001000000000000',
    ],
    [
      'an unknown kind of address',
      [greeting, bytes(5, 1, 0, 9, 0)],
      'asks for an unknown kind of address',
      '05080001000000000000',
    ],
    [
      'an empty name',
      [greeting, bytes(5, 1, 0, 3, 0, port(1))],
      'asks for a name that none can have',
      '05080001000000000000',
    ],
    [
      'a name with an escape',
      [greeting, bytes(5, 1, 0, 3, 4, '\x1b[1m', port(1))],
      'asks for a name that none can have',
      '05080001000000000000',
    ],
    ['another version after the greeting', [greeting, bytes(4, 1)], "doesn't keep to SOCKS 5", ''],
    [
      'BIND of SOCKS 4',
      [bytes(4, 2, port(1), 1, 2, 3, 4, 0)],
      'asks for something else than a connection',
      '005b000000000000',
    ],
    [
      'a bad name of SOCKS 4a',
      [bytes(4, 1, port(1), 0, 0, 0, 1, 0, 'a b', 0)],
      'asks for a name that none can have',
      '005b000000000000',
    ],
    [
      'a user name without an end',
      [bytes(4, 1, port(1), 1, 2, 3, 4, 'x'.repeat(2_000))],
      'sends more than a request',
      '',
    ],
  ])('%s', (_, pieces, why, hex) => {
    const last = read(...pieces).at(-1);
    expect(last).toMatchObject({ kind: 'refuse', why });
    expect(last?.kind === 'refuse' && last.bytes.toString('hex')).toBe(hex);
  });
});

test('whatever comes, it is read without an exception, and nothing unfit is connected to', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(4, 5),
      fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 }),
      (version, pieces) => {
        const steps = read(bytes(version), ...pieces.map((piece) => Buffer.from(piece)));
        const last = steps.at(-1);
        if (last?.kind === 'connect') expect(last.target.host).toMatch(/^[\w.:-]+$/);
      },
    ),
  );
});
