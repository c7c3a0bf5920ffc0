import { describe, expect, test } from 'vitest';
import { mskAdvice } from '../../../src/lib/kafka/msk-advice.js';
import {
  listenerOf,
  mskAuthOf,
  mskPort,
  mskPortBeside,
  mskPorts,
  mskRegionOf,
  whereMskHas,
} from '../../../src/lib/kafka/msk-ports.js';

const domain = 'liquibookmsk.abc123.c4.kafka.ap-northeast-2.amazonaws.com';

describe('the ports of MSK', () => {
  test('each is of one listener', () => {
    expect(new Set(mskPorts.map(({ port }) => port)).size).toBe(mskPorts.length);
    expect(mskPort(9098)).toEqual({ port: 9098, auth: 'iam', access: 'private' });
    expect(mskPort(9093)).toBeUndefined();
  });

  test.each([
    ['plaintext', 'plaintext is on 9092'],
    ['tls', 'TLS is on 9094 (public 9194)'],
    ['scram', 'SASL/SCRAM is on 9096 (public 9196)'],
    ['iam', 'IAM is on 9098 (public 9198)'],
  ] as const)('%s', (auth, words) => {
    expect(whereMskHas(auth)).toBe(words);
  });

  test.each([
    [9092, 'iam', 9098],
    [9194, 'iam', 9198],
    [20094, 'scram', 20096],
    [9194, 'plaintext', undefined],
    [14001, 'iam', 9098],
  ] as const)('beside %d there is %s on %s', (port, auth, other) => {
    expect(mskPortBeside(port, auth)).toBe(other);
  });

  test('a login has one listener, PLAIN none', () => {
    expect((['none', 'tls', 'scram', 'iam', 'plain'] as const).map(mskAuthOf)).toEqual([
      'plaintext',
      'tls',
      'scram',
      'iam',
      undefined,
    ]);
    expect(listenerOf({ port: 9198, auth: 'iam', access: 'public' })).toBe('public IAM');
  });
});

test.each([
  [`b-1.${domain}`, 'ap-northeast-2'],
  [`b-1-public.${domain}`, 'ap-northeast-2'],
  [`*.${domain}`.toUpperCase(), 'ap-northeast-2'],
  ['*.kafka.eu-west-1.amazonaws.com', 'eu-west-1'],
  ['boot-x1.c1.kafka-serverless.us-east-1.amazonaws.com', 'us-east-1'],
  ['b-1.x.c2.kafka.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
  ['kafka.example.com', undefined],
  ['b-1.kafka.eu-west-1.amazonaws.com.example.org', undefined],
  ['evilkafka.eu-west-1.amazonaws.com', undefined],
])('the region of %s is %s', (name, region) => {
  expect(mskRegionOf(name)).toBe(region);
});

describe('mskAdvice', () => {
  const host = `b-1.${domain}`;
  const at = (port: number, on = host) => ({ host: on, port });

  test.each([
    ['iam', 9092, "9092 is MSK's port for plaintext; IAM is on 9098 (public 9198)", '9098 --auth iam'],
    ['iam', 9094, "9094 is MSK's port for TLS; IAM is on 9098 (public 9198)", '9098 --auth iam'],
    ['iam', 9196, "9196 is MSK's port for SASL/SCRAM; IAM is on 9098 (public 9198)", '9198 --auth iam'],
    ['iam', 9999, 'IAM is on 9098 (public 9198)', '9098 --auth iam'],
    ['tls', 9098, "9098 is MSK's port for IAM; TLS is on 9094 (public 9194)", '9094 --auth tls'],
    [
      'scram',
      9098,
      "9098 is MSK's port for IAM; SASL/SCRAM is on 9096 (public 9196)",
      '9096 --auth scram --username NAME',
    ],
    [
      'plain',
      9096,
      "9096 is MSK's port for SASL/SCRAM; MSK takes no PLAIN; SASL/SCRAM is on 9096 (public 9196)",
      '9096 --auth scram --username NAME',
    ],
  ] as const)('%s on %d', (mechanism, port, fact, flags) => {
    expect(mskAdvice(at(port), mechanism)).toEqual({ fact, flags: `--brokers ${host}:${flags}` });
  });

  test('no login where one is wanted fits the login to the port', () => {
    expect(mskAdvice(at(9098), 'none')).toEqual({ fact: "9098 is MSK's port for IAM", flags: '--auth iam' });
    expect(mskAdvice(at(9196), 'none')).toEqual({
      fact: "9196 is MSK's port for public SASL/SCRAM",
      flags: '--auth scram --username NAME',
    });
  });

  test('what speaks TLS with a certificate of MSK is MSK, whatever its name and its port', () => {
    expect(mskAdvice(at(9092, 'b-1.example'), 'none', [`*.${domain}`])).toEqual({
      fact: 'IAM is on 9098, TLS on 9094',
      flags: '--brokers b-1.example:9098 --auth iam',
    });
  });

  test('has nothing to say where the port fits, or of other clusters', () => {
    expect(mskAdvice(at(9098), 'iam')).toBeUndefined();
    expect(mskAdvice(at(9092), 'none')).toBeUndefined();
    expect(mskAdvice(at(9098, 'kafka.example'), 'tls', ['kafka.example'])).toBeUndefined();
  });
});
