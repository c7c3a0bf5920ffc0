import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { authSchema } from '../../../../src/lib/config/auth-schema.js';
import { judgeProtocol, type ProtocolPlace } from '../../../../src/lib/doctor/kafka/judge-protocol.js';
import { judgeTls } from '../../../../src/lib/doctor/kafka/judge-tls.js';
import { judgeVersions } from '../../../../src/lib/doctor/kafka/judge-versions.js';
import { writtenLogin } from '../../../../src/lib/doctor/kafka/listener-change.js';
import type { Auth } from '../../../../src/lib/kafka/auth.js';
import type { TlsAnswer } from '../../../../src/lib/kafka/probe-handshake.js';
import type { LoginWanted, ProtocolAnswer } from '../../../../src/lib/kafka/probe-login.js';
import { validate } from '../../../../src/lib/yaml/validate.js';
import { parseYaml } from '../../../../src/lib/yaml/yaml-file.js';

const host = 'b-1.liquibook.abc123.c2.kafka.ap-northeast-2.amazonaws.com';
const star = '*.liquibook.abc123.c2.kafka.ap-northeast-2.amazonaws.com';
const now = Date.UTC(2026, 10, 21);
const day = 86_400_000;
const tlsPlace = { serverName: undefined, gaveCertificate: false, isClusterOfFile: true, now };
const trusted = (validTo: number): TlsAnswer => ({
  kind: 'trusted',
  certificate: { names: [star], validFrom: now - day, validTo, issuer: 'Amazon' },
});

describe('certificates', () => {
  const of = (answer: TlsAnswer) => judgeTls([{ address: { host, port: 9098 }, answer }], tlsPlace);

  test.for([
    [400, 'ok'],
    [30, 'ok'],
    [29, 'warning'],
    [1, 'warning'],
  ] as const)('that end in %s days are %s', ([days, verdict]) => {
    const outcome = of(trusted(now + days * day));
    expect(outcome.findings.map((finding) => finding.verdict)).toEqual([verdict]);
    expect(outcome.value).toEqual([{ address: { host, port: 9098 }, overTls: true }]);
  });

  test('words of a warning', () => {
    expect(of(trusted(now + 3 * day)).findings[0]).toMatchObject({
      saw: `${host}:9098: certificate for ${star}, ends 2026-11-24, in 3 days`,
      problem: 'certificate-ends-soon',
    });
  });

  test('brokers with one answer share a finding; one that speaks no TLS is left to the protocol', () => {
    const brokers = ['b-1', 'b-2', 'b-3'].map((name) => ({ host: name, port: 1 }));
    const answers = [
      trusted(now + 90 * day),
      trusted(now + 90 * day),
      { kind: 'no tls', ended: 'closed' } as const,
    ];
    const asked = brokers.map((address, index) => ({ address, answer: answers[index] ?? trusted(0) }));
    const outcome = judgeTls(asked, tlsPlace);
    expect(outcome.findings).toMatchObject([
      { verdict: 'ok', saw: expect.stringMatching(/^b-1:1, b-2:1: /) },
    ]);
    expect(outcome.value?.map(({ overTls }) => overTls)).toEqual([true, true, false]);
  });

  test('one that is not good yet', () => {
    const { certificate } = trusted(now + 90 * day) as Extract<TlsAnswer, { kind: 'trusted' }>;
    const early = { ...certificate, validFrom: now + 2 * day };
    expect(
      of({ kind: 'untrusted', code: 'CERT_NOT_YET_VALID', certificate: early }).findings[0],
    ).toMatchObject({
      problem: 'certificate-out-of-date',
      saw: `${host}:9098: the certificate for ${star} begins on 2026-11-23`,
    });
  });
});

const tls = {};
const iam: Auth = { mechanism: 'iam', tls, token: async () => '' };
const plain: Auth = { mechanism: 'none' };
const secret = { reveal: () => '' };
const scram: Auth = { mechanism: 'scram', algorithm: 'scram-sha-512', username: 'u', password: secret, tls };
const none: LoginWanted = { kind: 'none' };
const sasl = (...mechanisms: string[]): LoginWanted => ({ kind: 'sasl', mechanisms });
/** As people write it: no secret stands in a file. */
const account = `username: NAME, password: "\${env:KAFKA_PASSWORD}"`;
const kafka = (login: LoginWanted): ProtocolAnswer => ({ speaks: 'kafka', ranges: new Map(), login });

describe('what a port speaks, and the line to change', () => {
  const judge = (
    port: number,
    auth: Auth,
    overTls: boolean,
    answer: ProtocolAnswer,
    other: Partial<ProtocolPlace> & { readonly at?: string; readonly names?: readonly string[] } = {},
  ) => {
    const { at = host, names = [], ...more } = other;
    const place = { auth, isClusterOfFile: true, msk: undefined, ...more };
    return judgeProtocol([{ address: { host: at, port }, overTls, answer, names }], place);
  };

  test.for<[string, number, Auth, boolean, ProtocolAnswer, readonly string[], readonly string[]]>([
    [
      'IAM on 9092',
      9092,
      iam,
      false,
      kafka(none),
      [],
      [
        "9092 is MSK's port for plaintext; IAM is on 9098 (public 9198).",
        'In exops.yaml:',
        `brokers: [${host}:9098]`,
      ],
    ],
    [
      'IAM on 9094',
      9094,
      iam,
      true,
      kafka(none),
      [],
      [
        "9094 is MSK's port for TLS; IAM is on 9098 (public 9198).",
        'In exops.yaml:',
        `brokers: [${host}:9098]`,
      ],
    ],
    [
      'IAM on 9196',
      9196,
      iam,
      true,
      kafka(sasl('SCRAM-SHA-512')),
      [],
      [
        "9196 is MSK's port for SASL/SCRAM; IAM is on 9098 (public 9198).",
        'In exops.yaml:',
        `brokers: [${host}:9198]`,
      ],
    ],
    [
      'SCRAM on 9098',
      9098,
      scram,
      true,
      kafka(sasl('AWS_MSK_IAM', 'OAUTHBEARER')),
      [],
      [
        "9098 is MSK's port for IAM; SASL/SCRAM is on 9096 (public 9196).",
        'In exops.yaml:',
        `brokers: [${host}:9096]`,
      ],
    ],
    [
      'plaintext on 9098',
      9098,
      plain,
      false,
      { speaks: 'tls' },
      [star],
      ["9098 is MSK's port for IAM.", 'In exops.yaml:', 'auth: { mechanism: iam }'],
    ],
  ])('%s', ([, port, auth, overTls, answer, names, next]) => {
    const outcome = judge(port, auth, overTls, answer, { names });
    expect(outcome.findings).toMatchObject([{ verdict: 'broken', problem: 'wrong-listener', next }]);
    expect('value' in outcome).toBe(false);
  });

  test('brokers of a flag', () => {
    const [finding] = judge(9092, iam, false, kafka(none), { isClusterOfFile: false }).findings;
    expect(finding?.next?.slice(1)).toEqual(['With the flags:', `--brokers ${host}:9098 --auth iam`]);
  });

  test('elsewhere than on MSK the login that is offered', () => {
    const [finding] = judge(9093, plain, false, kafka(sasl('PLAIN', 'SCRAM-SHA-256')), {
      at: 'kafka',
    }).findings;
    expect(finding).toMatchObject({
      saw: 'kafka:9093: PLAIN, SCRAM-SHA-256 without TLS; the environment wants Kafka without TLS, no login',
      next: [
        'If this is the port that is meant, in exops.yaml:',
        `auth: { mechanism: scram, algorithm: sha-256, ${account}, tls: false }`,
        'Otherwise take the port that is for it: a listener takes one kind of login only.',
      ],
    });
  });

  test('five brokers are all in the line, and one of IPv6 stays YAML', () => {
    const hosts = ['b-1', 'b-2', 'b-3', 'b-4', '2001:db8::1'].map((name) => ({ host: name, port: 9092 }));
    const asked = hosts.map((address) => ({ address, overTls: false, answer: kafka(none), names: [] }));
    const [finding] = judgeProtocol(asked, { auth: iam, isClusterOfFile: true, msk: undefined }).findings;
    expect(finding?.next).toContain(
      'brokers: [b-1:9098, b-2:9098, b-3:9098, b-4:9098, "[2001:db8::1]:9098"]',
    );
  });

  test('brokers on ports of their own that speak alike are told of together', () => {
    const asked = [9092, 30_001, 30_002].map((port) => {
      const address = { host: 'kafka', port };
      return { address, overTls: false, answer: kafka(none), names: [] };
    });
    const sawBy = (auth: Auth) =>
      judgeProtocol(asked, { auth, isClusterOfFile: true, msk: undefined }).findings.map(({ saw }) => saw);
    expect(sawBy(plain)).toEqual(['kafka:9092, kafka:30001, kafka:30002: Kafka without TLS, no login']);
    expect(sawBy(iam)).toEqual([
      'kafka:9092: Kafka without TLS, no login; the environment wants IAM over TLS',
      'kafka:30001, kafka:30002: Kafka without TLS, no login; the environment wants IAM over TLS',
    ]);
  });

  test('PLAIN, which MSK has not: another port and another login', () => {
    const auth: Auth = { mechanism: 'plain', username: 'u', password: secret, tls };
    const [finding] = judge(9098, auth, true, kafka(sasl('OAUTHBEARER'))).findings;
    expect(finding?.next?.slice(1)).toEqual([
      'In exops.yaml:',
      `brokers: [${host}:9096]`,
      `auth: { mechanism: scram, ${account} }`,
    ]);
  });

  test('TLS behind a plaintext port of MSK: the login that MSK is for', () => {
    const [finding] = judge(9092, plain, false, { speaks: 'tls' }, { names: [star] }).findings;
    expect(finding?.next?.slice(1)).toEqual([
      'In exops.yaml:',
      `brokers: [${host}:9098]`,
      'auth: { mechanism: iam }',
    ]);
  });

  test('by flags the flag, elsewhere than on MSK', () => {
    const other = { at: 'kafka', isClusterOfFile: false };
    const [finding] = judge(9093, plain, false, { speaks: 'tls' }, { ...other, names: ['kafka'] }).findings;
    expect(finding?.next?.slice(0, 2)).toEqual([
      'If this is the port that is meant, with the flags:',
      '--auth tls',
    ]);
  });

  test.for<[boolean, LoginWanted, string | undefined, string | undefined]>([
    [false, none, 'auth: { mechanism: none }', '--auth none'],
    [true, none, 'auth: { mechanism: tls }', '--auth tls'],
    [true, sasl('OAUTHBEARER'), 'auth: { mechanism: iam }', '--auth iam'],
    [false, sasl('OAUTHBEARER'), undefined, undefined],
    [true, sasl('PLAIN'), `auth: { mechanism: plain, ${account} }`, '--auth plain --username NAME'],
    [
      ...([true, sasl('SCRAM-SHA-256', 'SCRAM-SHA-512')] as const),
      ...([`auth: { mechanism: scram, ${account} }`, '--auth scram --username NAME'] as const),
    ],
    [
      ...([false, sasl('SCRAM-SHA-256')] as const),
      `auth: { mechanism: scram, algorithm: sha-256, ${account}, tls: false }`,
      '--auth scram --algorithm sha-256 --username NAME --no-tls',
    ],
    [true, sasl('GSSAPI'), undefined, undefined],
    [true, { kind: 'unknown' }, undefined, undefined],
  ])('over TLS %s, %o', ([overTls, login, setting, flags]) => {
    const written = writtenLogin(overTls, login);
    expect([written?.setting, written?.flags]).toEqual([setting, flags]);
    const yaml = setting === undefined ? undefined : parseYaml({ name: 'exops.yaml', text: setting });
    if (yaml !== undefined) expect(() => validate(yaml, v.object({ auth: authSchema }))).not.toThrow();
  });

  test('a broker that does not say which login it takes is left to the login', () => {
    expect(judge(9098, iam, true, kafka({ kind: 'unknown' })).findings).toMatchObject([{ verdict: 'ok' }]);
  });
});

describe('versions', () => {
  const wide = new Map(Array.from({ length: 60 }, (_, key) => [key, { min: 0, max: 20 }] as const));
  const at = { address: { host: 'b', port: 1 } };

  test('all of them', () => {
    expect(judgeVersions([{ ...at, ranges: wide }])).toMatchObject({
      findings: [{ verdict: 'ok', saw: 'b:1: 60 kinds of request, all that exops sends' }],
    });
  });

  test('no IncrementalAlterConfigs is a warning', () => {
    const ranges = new Map([...wide].filter(([key]) => key !== 44));
    expect(judgeVersions([{ ...at, ranges }])).toMatchObject({
      findings: [
        {
          ...{ verdict: 'warning', problem: 'requests-missing' },
          saw: "b:1: doesn't serve IncrementalAlterConfigs (has none, wanted 0 to 0)",
        },
      ],
      value: [{ address: { host: 'b' } }],
    });
  });
});
