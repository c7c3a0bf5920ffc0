import { randomUUID } from 'node:crypto';
import { test } from 'vitest';
import { users } from '../../lab/kafka/listeners.js';
import type { MskListeners } from '../../lab/kafka/msk-listeners.js';
import { sharedMsk } from '../../lab/kafka/msk-shared.js';
import { type KafkaToolOptions, kafkaTool } from '../../lab/kafka/tools.js';
import type { Pki } from '../../lab/pki.js';
import { certificateVerdict } from './certificate-verdict.js';

const trusting = ({ ca }: Pki) => ({
  'ssl.truststore.type': 'PEM',
  'ssl.truststore.location': ca,
});

const withCertificate = (pki: Pki) => ({
  ...{ 'security.protocol': 'SSL', ...trusting(pki) },
  'ssl.keystore.type': 'PEM',
  'ssl.keystore.location': pki.client.keystore,
});

const scram = (pki: Pki, user: string, password: string) => ({
  ...{ 'security.protocol': 'SASL_SSL', 'sasl.mechanism': 'SCRAM-SHA-512', ...trusting(pki) },
  'sasl.jaas.config': `org.apache.kafka.common.security.scram.ScramLoginModule required username="${user}" password="${password}";`,
});

const ways: readonly [keyof MskListeners, (pki: Pki) => KafkaToolOptions['commandConfig']][] = [
  ['plaintext', () => ({})],
  ['tls', (pki) => ({ 'security.protocol': 'SSL', ...trusting(pki) })],
  ['tls', withCertificate],
  ['scram', (pki) => scram(pki, 'ops', users.ops)],
];

test('each listener lets in as MSK does', async ({ expect }) => {
  const { listeners, pki } = await sharedMsk();
  const topic = `listeners-${randomUUID()}`;
  await kafkaTool(listeners.plaintext, 'topics', ['--create', '--topic', topic]);
  for (const [name, settings] of ways) {
    const commandConfig = settings(pki) ?? {};
    const listed = await kafkaTool(listeners[name], 'topics', ['--list'], { commandConfig });
    expect(listed.split('\n'), name).toContain(topic);
  }
  const commandConfig = scram(pki, 'ops', users.weak);
  const refused = kafkaTool(listeners.scram, 'topics', ['--list'], { commandConfig });
  await expect(refused).rejects.toThrow('Authentication failed');
});

test.concurrent.for([
  ['tls', 'authorized'],
  ['scram', 'authorized'],
  ['iam', 'authorized'],
  ['expiredTls', 'CERT_HAS_EXPIRED'],
  ['otherNameTls', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['otherAuthorityTls', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
] as const)('the certificate of %s is %s', async ([name, verdict], { expect }) => {
  const { listeners, pki } = await sharedMsk();
  expect(await certificateVerdict(listeners[name], pki.ca, 'localhost')).toBe(verdict);
});
