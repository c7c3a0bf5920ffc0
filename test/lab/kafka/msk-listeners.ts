import { brokerCertificate, type CertificateRequest, type Pki } from '../pki.js';
import type { Listener } from './listeners.js';

/** Where the listeners of MSK in miniature are: `127.0.0.1:port` of each broker, separated by commas. */
export interface MskListeners {
  readonly plaintext: string;
  /** A client certificate is welcome, and needn't be there. */
  readonly tls: string;
  /** SCRAM-SHA-512 over TLS. */
  readonly scram: string;
  /** OAUTHBEARER over TLS, with the token that IAM clients sign. */
  readonly iam: string;
  /** TLS with a certificate that has ended. */
  readonly expiredTls: string;
  /** TLS with a certificate for `kafka.example.org`. */
  readonly otherNameTls: string;
  /** TLS with a certificate that `otherCa` of the PKI signed. */
  readonly otherAuthorityTls: string;
}

/** Their names in Kafka. */
export const mskListenerNames: Readonly<Record<keyof MskListeners, string>> = {
  plaintext: 'PLAINTEXT',
  tls: 'TLS',
  scram: 'SCRAM',
  iam: 'IAM',
  expiredTls: 'EXPIRED_TLS',
  otherNameTls: 'OTHER_NAME_TLS',
  otherAuthorityTls: 'OTHER_AUTHORITY_TLS',
};

/** For each listener what each broker tells its clients to connect to; undefined is where it listens. */
export type MskAdvertised = Readonly<Partial<Record<keyof MskListeners, readonly (string | undefined)[]>>>;

export interface IamSettings {
  /** Of the cluster: a token for another one is refused. */
  readonly region: string;
  readonly keysFile: string;
  readonly loginsFile: string;
}

export interface MskListenerOptions {
  readonly iam: IamSettings;
  /** Of TLS, SCRAM and IAM; one for localhost when left out. */
  readonly certificate: CertificateRequest;
  readonly advertised: MskAdvertised;
}

/** MSK's listeners beside the plaintext one, and three that are broken. */
export async function mskListeners(
  pki: Pki,
  { iam, certificate, advertised }: MskListenerOptions,
): Promise<readonly Listener[]> {
  const [own, expired, otherAuthority] = await Promise.all([
    brokerCertificate(pki, 'msk', certificate),
    brokerCertificate(pki, 'expired', { isExpired: true }),
    brokerCertificate(pki, 'other-authority', { by: 'other authority' }),
  ]);
  const listener = (
    name: keyof MskListeners,
    protocol: Listener['protocol'],
    { keystore }: { readonly keystore: string },
    properties: Readonly<Record<string, string>>,
  ): Listener => ({
    name: mskListenerNames[name],
    protocol,
    properties: { 'ssl.keystore.location': keystore, ...properties },
    advertised: advertised[name] ?? [],
  });
  return [
    listener('tls', 'SSL', own, { 'ssl.client.auth': 'requested' }),
    listener('scram', 'SASL_SSL', own, scram),
    listener('iam', 'SASL_SSL', own, iamProperties(iam)),
    listener('expiredTls', 'SSL', expired, {}),
    listener('otherNameTls', 'SSL', pki.otherName, {}),
    listener('otherAuthorityTls', 'SSL', otherAuthority, {}),
  ];
}

const scram = {
  'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
  'scram-sha-512.sasl.jaas.config': 'org.apache.kafka.common.security.scram.ScramLoginModule required;',
};

function iamProperties({ region, keysFile, loginsFile }: IamSettings): Readonly<Record<string, string>> {
  const options = {
    // The module logs the broker itself in too, with a token that nobody asks for.
    unsecuredLoginStringClaim_sub: 'broker',
    region,
    keys: keysFile,
    logins: loginsFile,
  };
  const module = 'org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule';
  const given = Object.entries(options).map(([name, value]) => `${name}="${value}"`);
  return {
    'sasl.enabled.mechanisms': 'OAUTHBEARER',
    'oauthbearer.sasl.jaas.config': `${module} required ${given.join(' ')};`,
    'oauthbearer.sasl.server.callback.handler.class': 'exops.lab.MskIamValidator',
  };
}
