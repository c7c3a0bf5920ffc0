import { expect, test } from 'vitest';
import {
  judgeLoginPort,
  type Login,
  loginOf,
} from '../../../../src/lib/doctor/kubernetes/judge-login-port.js';

const msk = 'b-1.lb.abc123.c2.kafka.ap-northeast-2.amazonaws.com';
const iam: Login = { auth: 'iam', saidBy: 'SASL_MECHANISM' };

test.each<[Login, string]>([
  [iam, `${msk}:9098`],
  [iam, `${msk}:9198`],
  [iam, `${msk}:14001`],
  [{ auth: 'plaintext', saidBy: undefined }, `${msk}:9092`],
  [{ auth: 'scram', saidBy: undefined }, `${msk}:9096`],
  [iam, 'kafka.dev.svc:9092'],
])('%o on %s is fine', (login, server) => {
  expect(judgeLoginPort([server], login, false)).toBeUndefined();
});

test('the port of another login, and which would be right', () => {
  expect(judgeLoginPort([`${msk}:9092`], iam, false)).toEqual({
    ...{ problem: 'port-of-other-login', verdict: 'broken' },
    words: `${msk}:9092 is the port for plaintext; SASL_MECHANISM says IAM is on 9098`,
  });
  expect(judgeLoginPort([`${msk}:9098`, `${msk}:9194`], iam, false)?.words).toBe(
    `${msk}:9194 is the port for public TLS; SASL_MECHANISM says IAM is on 9198`,
  );
});

test('where only exops.yaml says how one logs in, it is a warning; of another host only where all is MSK', () => {
  const login: Login = { auth: 'iam', saidBy: undefined };
  expect(judgeLoginPort(['10.0.0.7:9096'], login, true)).toMatchObject({
    verdict: 'warning',
    words: "10.0.0.7:9096 is the port for SASL/SCRAM; the environment's IAM is on 9098",
  });
  expect(judgeLoginPort(['10.0.0.7:9096'], login, false)).toBeUndefined();
});

test.each<[Record<string, string>, string | undefined]>([
  [{}, undefined],
  [{ SECURITY_PROTOCOL: 'PLAINTEXT' }, 'plaintext'],
  [{ KAFKA_SECURITY_PROTOCOL: 'ssl' }, 'tls'],
  [{ KAFKA_SECURITY_PROTOCOL: 'SASL_SSL' }, undefined],
  [{ KAFKA_SECURITY_PROTOCOL: 'SASL_SSL', KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512' }, 'scram'],
  [{ SPRING_KAFKA_SECURITY_PROTOCOL: 'SASL_SSL', SASL_MECHANISMS: 'OAUTHBEARER' }, 'iam'],
  [{ SASL_MECHANISM: 'AWS_MSK_IAM' }, 'iam'],
  [{ SASL_MECHANISM: 'PLAIN' }, undefined],
  [{ KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT', SASL_MECHANISM: 'SCRAM-SHA-512' }, undefined],
  [{ A_SECURITY_PROTOCOL: 'SSL', B_SECURITY_PROTOCOL: 'PLAINTEXT' }, undefined],
  [{ A_SECURITY_PROTOCOL: 'SSL', B_SECURITY_PROTOCOL: 'SSL' }, 'tls'],
])('%o logs in by %s', (variables, auth) => {
  expect(loginOf(Object.entries(variables).map(([name, value]) => ({ name, value })))?.auth).toBe(auth);
});
