import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../src/lib/errors.js';
import {
  formatEndpoint,
  isLoopback,
  parseDynamicForward,
  parseForward,
} from '../../../src/lib/ssh/forward-spec.js';

/** The message of the usage error that this throws. */
function refusal(parse: () => unknown): string {
  try {
    parse();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('parseForward', () => {
  test.each([
    ['8080:localhost:80', undefined, 8080, 'localhost', 80],
    ['0:10.0.11.8:9092', undefined, 0, '10.0.11.8', 9092],
    [
      '9092:b-1.msk.c2.kafka.ap-northeast-2.amazonaws.com:9098',
      undefined,
      9092,
      'b-1.msk.c2.kafka.ap-northeast-2.amazonaws.com',
      9098,
    ],
    ['8080:[::1]:80', undefined, 8080, '::1', 80],
    ['localhost:8080:db:3306', undefined, 8080, 'db', 3306],
    ['127.0.0.1:8080:db:3306', '127.0.0.1', 8080, 'db', 3306],
    ['[::1]:8080:[fe80::1%eth0]:3306', '::1', 8080, 'fe80::1%eth0', 3306],
    ['0.0.0.0:8080:db:3306', '0.0.0.0', 8080, 'db', 3306],
    ['*:8080:db:3306', '*', 8080, 'db', 3306],
  ])('%s', (text, bind, port, host, hostPort) => {
    expect(parseForward(text)).toEqual({ bind, port, target: { host, port: hostPort } });
  });

  test.each([
    ['', `isn't complete: write [BIND:]PORT:HOST:HOSTPORT, as in 8080:localhost:8080.`],
    ['8080', `isn't complete: write [BIND:]PORT:HOST:HOSTPORT, as in 8080:localhost:8080.`],
    ['db:3306', `isn't complete: write [BIND:]PORT:HOST:HOSTPORT, as in 8080:localhost:8080.`],
    ['8080:db:', 'has no valid port in "": that is a number from 1 to 65535.'],
    ['8080:db:0', 'has no valid port in "0": that is a number from 1 to 65535.'],
    ['65536:db:80', 'has no valid port in "65536": that is a number from 0 to 65535.'],
    ['08:db:80', 'has no valid port in "08": that is a number from 0 to 65535.'],
    ['8080::80', 'has no host.'],
    ['8080:10.0.0.300:80', 'has no valid IPv4 address in "10.0.0.300".'],
    ['8080:-oProxyCommand=x:80', `has characters that a host name can't have: "-oProxyCommand=x".`],
    ['8080:a b:80', `has characters that a host name can't have: "a b".`],
    [':8080:db:80', 'has no address before the first colon: leave the colon out, or write the address.'],
    ['laptop:8080:db:80', 'listens on an IP address, not on "laptop".'],
    ['8080:::1:80', 'has too many colons: an IPv6 address stands in brackets, as in 8080:[::1]:8080.'],
    ['8080:[db]:80', 'has brackets that enclose no IPv6 address.'],
    ['8080:[::1:80', 'has brackets that enclose no IPv6 address.'],
    ['8080:[::1]x:80', 'has brackets that enclose no IPv6 address.'],
  ])('%j is refused in words', (text, why) => {
    expect(refusal(() => parseForward(text))).toBe(`-L ${JSON.stringify(text)} ${why}`);
  });

  const port = fc.integer({ min: 1, max: 65_535 });
  const host = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6());
  test('reads back everything as it is written', () => {
    fc.assert(
      fc.property(
        fc.record({ host, port }),
        fc.option(fc.oneof(fc.ipV4(), fc.ipV6())),
        port,
        (target, bind, own) => {
          const listening = bind === null ? `${own}` : formatEndpoint({ host: bind, port: own });
          expect(parseForward(`${listening}:${formatEndpoint(target)}`)).toEqual({
            bind: bind ?? undefined,
            port: own,
            target,
          });
        },
      ),
    );
  });

  test('every other text is a usage error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[[\]:.*a1 0]*$/)), (text) => {
        expect(refusal(() => parseForward(text))).not.toBe('');
      }),
    );
  });
});

describe('parseDynamicForward', () => {
  test.each([
    ['1080', undefined, 1080],
    ['0', undefined, 0],
    ['localhost:1080', undefined, 1080],
    ['127.0.0.2:1080', '127.0.0.2', 1080],
    ['[::1]:1080', '::1', 1080],
  ])('%s', (text, bind, port) => {
    expect(parseDynamicForward(text)).toEqual({ bind, port });
  });

  test.each(['0.0.0.0:1080', '10.0.0.1:1080', '[::]:1080', '*:1080'])('%s would let others in', (text) => {
    expect(refusal(() => parseDynamicForward(text))).toBe(
      `-D ${JSON.stringify(text)} would open the network behind the host to other machines: a SOCKS proxy listens on 127.0.0.1 or ::1.`,
    );
  });

  test.each([
    ['', 'has no valid port in "": that is a number from 0 to 65535.'],
    ['x', 'has no valid port in "x": that is a number from 0 to 65535.'],
    ['1080:db:80', 'has too many colons: write [BIND:]PORT, as in 1080.'],
  ])('%j is refused in words', (text, why) => {
    expect(refusal(() => parseDynamicForward(text))).toBe(`-D ${JSON.stringify(text)} ${why}`);
  });
});

test.each([
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['::1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['::', false],
  ['*', false],
  ['127.example.com', false],
])('whether %s is of this machine only: %s', (address, expected) => {
  expect(isLoopback(address)).toBe(expected);
});
