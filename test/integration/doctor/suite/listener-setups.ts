import { closingPort, httpPort, silentPort } from '../../../lab/faulty-listeners.js';
import { startBroker } from '../../../lab/kafka/broker.js';
import type { MskLab } from '../../../lab/kafka/msk-lab.js';
import { type AtMskPorts, atMskPorts } from './at-msk-ports.js';
import { startEndingBroker } from './ending-broker.js';
import { awsBlock, type Place } from './place.js';
import type { BrokenSetup, Coverages, Scene } from './setup.js';

type Wanted = 'iam' | 'tls' | 'scram' | 'plaintext';

const password = { EXOPS_DOCTORS_PASSWORD: 'ops-secret' };

/** How one logs in, as `exops.yaml` has it. */
export const authOf = (wanted: Wanted, { pki }: MskLab): Readonly<Record<string, unknown>> => {
  const tls = { ca: pki.ca, serverName: 'localhost' };
  if (wanted === 'plaintext') return { mechanism: 'none' };
  if (wanted !== 'scram') return { mechanism: wanted, ...tls };
  return { mechanism: 'scram', username: 'ops', password: `\${env:EXOPS_DOCTORS_PASSWORD}`, ...tls };
};

/** A client of one kind on the port of another. */
const onPort = (
  wanted: Wanted,
  port: Wanted,
  saw: string,
  next: (at: AtMskPorts) => readonly string[],
): BrokenSetup => ({
  what: `${wanted === 'tls' ? 'TLS' : wanted} client on ${{ plaintext: 9092, tls: 9094, scram: 9096, iam: 9098 }[port]}`,
  async build(place) {
    const msk = await place.msk();
    const at = await atMskPorts(place, msk);
    return {
      environment: {
        aws: awsBlock,
        cluster: { kind: 'msk', brokers: [at[port]], auth: authOf(wanted, msk) },
      },
      env: password,
      saw: `${at[port]}: ${saw}`,
      next: next(at),
    };
  },
});

const iamIsOn9098 = (port: string, speaks: string) => (at: AtMskPorts) => [
  `${port} is MSK's port for ${speaks}; IAM is on 9098 (public 9198).`,
  'In exops.yaml:',
  `brokers: [${at.iam}]`,
];

const otherLine = (auth: string) => () => [
  'If this is the port that is meant, in exops.yaml:',
  auth,
  'Otherwise take the port that is for it: a listener takes one kind of login only.',
];

/** One of the broken TLS listeners. */
const certificate = (
  what: string,
  listener: 'expiredTls' | 'otherNameTls' | 'otherAuthorityTls',
  scene: Pick<Scene, 'saw' | 'next'>,
): BrokenSetup => ({
  what,
  async build(place) {
    const { listeners, pki } = await place.msk();
    const auth = { mechanism: 'tls', ca: pki.ca };
    return { environment: { cluster: { brokers: [listeners[listener]], auth } }, ...scene };
  },
});

/** A port that isn't a healthy broker's. */
const port = (what: string, open: () => ReturnType<typeof silentPort>, saw: string): BrokenSetup => ({
  what,
  async build(place) {
    const { bootstrap } = await place.started(open());
    return { args: `--brokers ${bootstrap}`, saw: `${bootstrap}: ${saw}` };
  },
});

const secure = (place: Place) => place.shared('secure broker', () => startBroker({ secure: true }));

/** TLS, and which protocol answers. */
export const listenerSetups = {
  'certificate-out-of-date': [
    certificate('expired certificate', 'expiredTls', { saw: /the certificate for .* ended on \d{4}-/ }),
  ],
  'certificate-other-name': [
    certificate('certificate for another name', 'otherNameTls', {
      saw: /: the certificate is for kafka\.example\.org and not for 127\.0\.0\.1$/,
      next: [
        'Reach the brokers by the name of the certificate; a tunnel or an address of your own may be in between.',
        'Or name it in exops.yaml, under auth:',
        'serverName: kafka.example.org',
      ],
    }),
  ],
  'certificate-untrusted': [
    certificate('untrusted authority', 'otherAuthorityTls', {
      saw: /: the certificate is signed by .*, which isn't trusted here/,
      next: ['Give the authority as a PEM file. In exops.yaml, under auth:', 'ca: ./ca.pem'],
    }),
  ],
  'certificate-ends-soon': [
    {
      what: 'a certificate with five days left',
      exitCode: 0,
      build: async (place) => {
        const broker = await place.started(startEndingBroker(place.folder));
        return { args: `--brokers ${broker.bootstrap} --auth tls --ca ${broker.ca}`, saw: ', in 5 days' };
      },
    },
  ],
  'client-certificate-missing': [
    {
      what: 'no client certificate where one is wanted',
      exitCode: 4,
      build: async (place) => {
        const { listeners, pki } = await secure(place);
        const auth = { mechanism: 'tls', ca: pki.ca };
        return {
          environment: { cluster: { brokers: [listeners.mtls], auth } },
          next: ['In exops.yaml, under auth:', 'certificate: ./client.pem', 'key: ./client.key'],
        };
      },
    },
  ],
  'client-certificate-refused': [
    {
      what: "a client certificate of somebody else's authority",
      exitCode: 4,
      build: async (place) => {
        const { listeners, pki } = await secure(place);
        const { cert: certificate, key } = pki.stranger;
        const auth = { mechanism: 'tls', ca: pki.ca, certificate, key };
        return { environment: { cluster: { brokers: [listeners.mtls], auth } } };
      },
    },
  ],
  'wrong-listener': [
    onPort(
      'iam',
      'plaintext',
      'Kafka without TLS, no login; the environment wants IAM over TLS',
      iamIsOn9098('9092', 'plaintext'),
    ),
    onPort(
      'iam',
      'tls',
      'Kafka over TLS, no login; the environment wants IAM over TLS',
      iamIsOn9098('9094', 'TLS'),
    ),
    onPort(
      'iam',
      'scram',
      'SCRAM-SHA-512 over TLS; the environment wants IAM over TLS',
      iamIsOn9098('9096', 'SASL/SCRAM'),
    ),
    onPort(
      'tls',
      'plaintext',
      'Kafka without TLS, no login; the environment wants Kafka over TLS, no login',
      otherLine('auth: { mechanism: none }'),
    ),
    onPort('plaintext', 'iam', 'TLS (certificate for ', otherLine('auth: { mechanism: tls }')),
    onPort(
      'scram',
      'iam',
      'OAUTHBEARER over TLS; the environment wants SCRAM-SHA-512 over TLS',
      otherLine('auth: { mechanism: iam }'),
    ),
  ],
  'not-kafka': [port('HTTP on the port', httpPort, 'HTTP answers, and not Kafka')],
  'silent-listener': [
    {
      ...port('broker accepting and silent', silentPort, 'takes the connection and never answers'),
      isSilent: true,
    },
  ],
  'closing-listener': [
    port('a port that closes each connection', closingPort, 'closes the connection after the first request'),
  ],
  'broker-too-old': { notInTheLab: 'its Kafka is 4.1; scripted versions in test/unit show the judgement' },
  'requests-missing': { notInTheLab: 'its Kafka is 4.1; scripted versions in test/unit show the judgement' },
} as const satisfies Coverages;
