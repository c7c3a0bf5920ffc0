import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseBroker, parseBrokers } from '../../../src/lib/config/parse-broker.js';
import { formatAddress } from '../../../src/lib/kafka/address.js';

describe('parseBroker', () => {
  test.each([
    ['kafka:9092', 'kafka', 9092],
    [
      'b-1.msk.c2.kafka.ap-northeast-2.amazonaws.com:9098',
      'b-1.msk.c2.kafka.ap-northeast-2.amazonaws.com',
      9098,
    ],
    ['kafka_1:1', 'kafka_1', 1],
    ['10.0.0.1:65535', '10.0.0.1', 65535],
    ['[::1]:9092', '::1', 9092],
    ['[fe80::1%eth0]:9092', 'fe80::1%eth0', 9092],
  ])('%s', (text, host, port) => {
    expect(parseBroker(text)).toEqual({ address: { host, port } });
  });

  test.each([
    ['', 'a broker is empty: write host:port, as in kafka:9092'],
    ['kafka', '"kafka" has no port: write host:port, as in kafka:9092'],
    ['kafka:', '"kafka:" has no port: write host:port, as in kafka:9092'],
    ['[::1]', '"[::1]" has no port: write host:port, as in kafka:9092'],
    [':9092', '":9092" has no host: write host:port, as in kafka:9092'],
    ['kafka:0', '"kafka:0" has no valid port: that is a number from 1 to 65535'],
    ['kafka:65536', '"kafka:65536" has no valid port: that is a number from 1 to 65535'],
    ['kafka:kafka', '"kafka:kafka" has no valid port: that is a number from 1 to 65535'],
    ['kafka:9092/x', '"kafka:9092/x" has no valid port: that is a number from 1 to 65535'],
    ['[::1]9092', '"[::1]9092" is no IPv6 address with a port: write it as in [::1]:9092'],
    [
      'SASL_SSL://kafka:9092',
      '"SASL_SSL://kafka:9092" begins with SASL_SSL://: leave that out, the rest is enough',
    ],
    ['kafka :9092', '"kafka :9092" has spaces: write host:port, as in kafka:9092'],
    ['kafka:9092\n', '"kafka:9092\\n" has spaces: write host:port, as in kafka:9092'],
    ['::1:9092', '"::1:9092" is no host:port; an IPv6 address stands in brackets, as in [::1]:9092'],
    ['[kafka]:9092', '"[kafka]:9092" is no IPv6 address with a port: write it as in [::1]:9092'],
    ['[::1:9092', '"[::1:9092" is no IPv6 address with a port: write it as in [::1]:9092'],
    ['10.0.0.300:9092', '"10.0.0.300:9092" has no valid IPv4 address'],
    ['käfka:9092', '"käfka:9092" has characters that a host name can\'t have'],
  ])('%j is refused in words', (text, problem) => {
    expect(parseBroker(text)).toEqual({ problem });
  });

  test.each(['alice:hunter2@kafka:9092', 'SASL_SSL://alice:hunter2@kafka:9092', 'alice:hun/ter2@kafka'])(
    'a password in an address is not repeated: %s',
    (text) => {
      expect(parseBroker(text)).toEqual({ problem: expect.not.stringMatching(/hun|ter2/) });
    },
  );

  const host = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6());
  test('reads back every address as it is written', () => {
    fc.assert(
      fc.property(fc.record({ host, port: fc.integer({ min: 1, max: 65535 }) }), (address) => {
        expect(parseBroker(formatAddress(address))).toEqual({ address });
      }),
    );
  });

  test('every text is an address or a problem, never an exception', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[[\]:.@/a1 ]*$/)), (text) => {
        const parsed = parseBroker(text);
        if ('address' in parsed) expect(formatAddress(parsed.address)).toBe(text);
        else expect(parsed.problem).not.toBe('');
      }),
    );
  });
});

test('parseBrokers shows no half of a password with a comma', () => {
  expect(parseBrokers('alice:hun,ter2@kafka:9092')).toEqual([
    { problem: expect.not.stringMatching(/hun|ter2/) },
  ]);
});

test('parseBrokers reads a list with commas and forgives spaces around them', () => {
  expect(parseBrokers('a:1, b:2 ,[::1]:3')).toEqual([
    { address: { host: 'a', port: 1 } },
    { address: { host: 'b', port: 2 } },
    { address: { host: '::1', port: 3 } },
  ]);
  expect(parseBrokers('a:1,')).toEqual([
    { address: { host: 'a', port: 1 } },
    { problem: 'a broker is empty: write host:port, as in kafka:9092' },
  ]);
});
