import type { Pki } from '../pki.js';

/** The users of the SASL listeners. With the authorizer, `ops` may do everything and `weak` nothing. */
export const users = { ops: 'ops-secret', weak: 'weak-secret' } as const;

export interface Listener {
  readonly name: string;
  readonly protocol: 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'SASL_SSL';
  readonly properties: Readonly<Record<string, string>>;
  /** The `host:port` that its clients are told, for each broker that has another one than where it listens. */
  readonly advertised?: readonly (string | undefined)[];
}

export const clientListener: Listener = { name: 'PLAINTEXT', protocol: 'PLAINTEXT', properties: {} };

/** Brokers talk to each other here, so what a test counts or cuts on the clients' listener is its own traffic. */
export const internalListener: Listener = {
  name: 'INTERNAL',
  protocol: 'PLAINTEXT',
  properties: { 'num.network.threads': '1' },
};

const scramModule = 'org.apache.kafka.common.security.scram.ScramLoginModule required;';
const scram = {
  'sasl.enabled.mechanisms': 'SCRAM-SHA-256,SCRAM-SHA-512',
  'scram-sha-256.sasl.jaas.config': scramModule,
  'scram-sha-512.sasl.jaas.config': scramModule,
};

const plainUsers = Object.entries(users).map(([name, password]) => `user_${name}="${password}"`);
const plain = {
  'sasl.enabled.mechanisms': 'PLAIN',
  'plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required ${plainUsers.join(' ')};`,
};

/** One listener for each way of logging in that exops knows, apart from IAM. */
export function secureListeners(pki: Pki): readonly Listener[] {
  return [
    { name: 'TLS', protocol: 'SSL', properties: {} },
    { name: 'MTLS', protocol: 'SSL', properties: { 'ssl.client.auth': 'required' } },
    { name: 'WRONG_NAME', protocol: 'SSL', properties: { 'ssl.keystore.location': pki.otherName.keystore } },
    { name: 'SCRAM', protocol: 'SASL_SSL', properties: scram },
    { name: 'SCRAM_PLAINTEXT', protocol: 'SASL_PLAINTEXT', properties: scram },
    { name: 'PLAIN', protocol: 'SASL_SSL', properties: plain },
  ];
}
