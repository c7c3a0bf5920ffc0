import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isHostList } from '../../../../src/lib/bootstrap/rules/host-list.js';
import { portCaution, readServers } from '../../../../src/lib/bootstrap/rules/servers.js';
import { formatAddress } from '../../../../src/lib/kafka/address.js';

describe('readServers', () => {
  test('a list of host:port', () => {
    expect(readServers('10.0.12.31:9092,b-1.msk.example:9098,[::1]:9094')).toEqual({
      servers: [
        { host: '10.0.12.31', port: 9092 },
        { host: 'b-1.msk.example', port: 9098 },
        { host: '::1', port: 9094 },
      ],
    });
  });

  test.each([
    ['', 'the bootstrap servers are empty: write host:port,host:port'],
    [' \n', 'the bootstrap servers are empty: write host:port,host:port'],
    ['kafka:9092\n', 'the bootstrap servers have a line break in them: write host:port,host:port'],
    ['a:9092\r\nb:9092', 'the bootstrap servers have a line break in them: write host:port,host:port'],
    ['kafka:9092\u0000', 'the bootstrap servers have a control character in them'],
    ['kafka\t:9092', 'the bootstrap servers have a control character in them'],
    ['kafka\u001b[31m:9092', 'the bootstrap servers have a control character in them'],
    ['a:9092, b:9092', '"a:9092, b:9092" has spaces: write host:port,host:port with nothing between'],
    [' a:9092', '" a:9092" has spaces: write host:port,host:port with nothing between'],
    ['a:9092,', '"a:9092," ends with a comma: leave that out'],
    [',a:9092', 'a broker is empty: write host:port, as in kafka:9092'],
    ['a:9092,,b:9092', 'a broker is empty: write host:port, as in kafka:9092'],
    ['kafka', '"kafka" has no port: write host:port, as in kafka:9092'],
    ['a:9092,b', '"b" has no port: write host:port, as in kafka:9092'],
    ['kafka:0', '"kafka:0" has no valid port: that is a number from 1 to 65535'],
    ['kafka:65536', '"kafka:65536" has no valid port: that is a number from 1 to 65535'],
    [
      'PLAINTEXT://kafka:9092',
      '"PLAINTEXT://kafka:9092" begins with PLAINTEXT://: leave that out, the rest is enough',
    ],
    ['a:9092,b:9092,a:9092', '"a:9092" is there twice'],
    ['a:9092,A:9092', '"A:9092" is there twice'],
    ['a:9092,\u202eb:9092', `"\\u202eb:9092" has characters that a host name can't have`],
    [`${'a'.repeat(1_999)}:1`, 'the bootstrap servers are longer than 2,000 characters'],
  ])('%j is a problem', (text, problem) => {
    expect(readServers(text)).toEqual({ problem });
  });

  test.each([
    'alice:hunter2@kafka:9092',
    'a:9092,SASL_SSL://alice:hunter2@kafka:9092',
    'alice:hun,ter2@kafka:9092',
  ])('no password is quoted: %s', (text) => {
    expect(readServers(text)).toEqual({ problem: expect.not.stringMatching(/hun|ter2/) });
  });

  const host = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6());
  const addresses = fc.uniqueArray(fc.record({ host, port: fc.integer({ min: 1, max: 65535 }) }), {
    minLength: 1,
    maxLength: 5,
    selector: (address) => formatAddress(address).toLowerCase(),
  });

  test('reads back what is written, and that may be shown and recorded', () => {
    fc.assert(
      fc.property(addresses, (servers) => {
        const text = servers.map(formatAddress).join(',');
        expect(readServers(text)).toEqual({ servers });
        expect(isHostList(text)).toBe(true);
      }),
    );
  });

  test('every text is servers as they are written, or a problem on one line', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[[\]:.,@/%a1 \n]*$/)),
        (text) => {
          const read = readServers(text);
          if ('problem' in read) expect(read.problem).toMatch(/^[^\p{Cc}]+$/u);
          else expect([read.servers.map(formatAddress).join(','), isHostList(text)]).toEqual([text, true]);
        },
      ),
    );
  });
});

describe('portCaution', () => {
  const at = (port: number) => [{ host: 'b-1', port }];

  test.each([
    [9092, 'iam', "b-1:9092: 9092 is MSK's port for plaintext; IAM is on 9098 (public 9198)"],
    [9098, 'none', "b-1:9098: 9098 is MSK's port for IAM; plaintext is on 9092"],
    [9094, 'scram', "b-1:9094: 9094 is MSK's port for TLS; SASL/SCRAM is on 9096 (public 9196)"],
    [9196, 'tls', "b-1:9196: 9196 is MSK's port for public SASL/SCRAM; TLS is on 9094 (public 9194)"],
    [9096, 'plain', "b-1:9096: 9096 is MSK's port for SASL/SCRAM; MSK has none for mechanism plain"],
  ] as const)('%d for %s', (port, mechanism, words) => {
    expect(portCaution(at(port), mechanism, 'msk')).toBe(words);
    expect(portCaution(at(port), mechanism, 'kafka')).toBeUndefined();
    expect(portCaution(at(port), mechanism, 'redpanda')).toBeUndefined();
  });

  test.each([
    [9092, 'none'],
    [9094, 'tls'],
    [9194, 'tls'],
    [9096, 'scram'],
    [9196, 'scram'],
    [9098, 'iam'],
    [9198, 'iam'],
    [14_001, 'iam'],
  ] as const)('%d fits %s', (port, mechanism) => {
    expect(portCaution(at(port), mechanism, 'msk')).toBeUndefined();
  });

  test('names the first that does not fit', () => {
    expect(portCaution([...at(9098), { host: '::1', port: 9092 }], 'iam', 'msk')).toMatch(/^\[::1\]:9092: /);
  });
});

describe('isHostList', () => {
  test.each([
    'kafka:9092',
    '10.0.11.8:9092,10.0.11.9:9092',
    'SASL_SSL://b-1.example:9096, PLAINTEXT://b-2.example:9092',
    ' 10.0.11.8:9092\n',
    'a:9092,\n  b:9092,',
    '[::1]:9092',
    '[fe80::1%eth0]:9092',
    'kafka_1:9092',
    'kafka:9092,other',
    '10.0.11.8',
    'kafka.internal',
    'b-1.msk.example.com.,b-2.msk.example.com',
    '',
    ' \n',
  ])('%j', (text) => {
    expect(isHostList(text)).toBe(true);
  });

  test.each([
    'hunter2',
    'alice:hunter2@kafka:9092',
    'kafka:9092;password=x',
    'key=value',
    'a b:9092',
    'kafka:9092 hunter2',
    '"kafka:9092"',
    "'kafka:9092'",
    'kafka:port',
    'kafka:9092/db',
    '{"a":1}',
    '[nonsense]:9092',
    'kafka:9092\u0000',
    'käfka:9092',
    'aHVudGVyMg==',
    `${'a'.repeat(1_996)}:9092`,
  ])('not %j', (text) => {
    expect(isHostList(text)).toBe(false);
  });

  test('a long hostile text costs no time', () => {
    expect(isHostList(`${'a.'.repeat(999)}!`)).toBe(false);
    expect(isHostList(`${' '.repeat(1_999)}!`)).toBe(false);
  });
});
