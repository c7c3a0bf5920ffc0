import { floor, key, secretName } from './floor.js';
import type { BrokenSetup, Coverages } from './setup.js';

interface Told {
  readonly saw: string | RegExp;
  /** What belongs into the variable, for `kubectl set env`. */
  readonly right?: string | ((bootstrap: string) => string);
  readonly exitCode?: 0;
}

/** A Deployment that has a variable in its template. */
const told = (
  what: string,
  variables: Readonly<Record<string, string | ((bootstrap: string) => string)>>,
  { saw, right, exitCode }: Told,
): BrokenSetup => ({
  what,
  ...(exitCode === undefined ? {} : { exitCode }),
  async build(place) {
    const { bootstrap } = place.kafka;
    const filled = Object.entries(variables).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : value(bootstrap),
    ]);
    const [[variable] = []] = Object.entries(variables);
    // Its template is all that is looked at.
    const gateway = { name: 'gateway', env: Object.fromEntries(filled), replicas: 0 };
    const { scene, kubectl } = await floor(place, { workloads: [gateway] });
    if (right === undefined) return scene({ saw });
    const value = typeof right === 'string' ? right : right(bootstrap);
    return scene({
      saw,
      next: [
        'Correct it where its template comes from (chart, manifest), or at once, which starts its pods anew:',
        kubectl(`set env deployment/gateway -c app '${variable}=${value}'`),
      ],
    });
  },
});

const servers = 'KAFKA_BOOTSTRAP_SERVERS';
const ours = (bootstrap: string) => bootstrap;

/** Forms that no client takes, and ports of other logins. */
export const applicationSetups = {
  'servers-empty': [
    told(
      'an empty bootstrap value',
      { [servers]: '' },
      {
        ...{ saw: `deployment/gateway ${servers}: is empty`, right: ours },
      },
    ),
  ],
  'servers-quoted': [
    told(
      'quotes around the bootstrap value',
      { [servers]: (bootstrap) => `"${bootstrap}"` },
      {
        ...{ saw: `deployment/gateway ${servers}: has quotes in it`, right: ours },
      },
    ),
  ],
  'servers-untidy': [
    told(
      'a line break behind the bootstrap value',
      { [servers]: (bootstrap) => `${bootstrap}\n` },
      {
        ...{ saw: `deployment/gateway ${servers}: ends with a line break`, right: ours, exitCode: 0 },
      },
    ),
  ],
  'servers-comma-missing': [
    told(
      'missing comma in a bootstrap value',
      { [servers]: 'kafka-1.example:9092kafka-2.example:9092' },
      {
        saw: `deployment/gateway ${servers}: its first entry is two addresses without a comma between`,
        right: ours,
      },
    ),
    {
      what: 'missing comma in the secret',
      build: async (place) => {
        const { scene } = await floor(place, {
          held: 'kafka-1.example:9092 kafka-2.example:9092',
          workloads: [],
        });
        return scene({
          saw: `secret ${secretName} ${key}: its first entry is two addresses without a comma between`,
          next: ["Set the cluster's brokers in the form that clients take:", 'exops k8s patch-bootstrap'],
        });
      },
    },
  ],
  'servers-scheme': [
    told(
      'a URL in the place of a server',
      { [servers]: (bootstrap) => `kafka://${bootstrap}` },
      {
        ...{ saw: `deployment/gateway ${servers}: begins with kafka://`, right: ours },
      },
    ),
  ],
  'servers-port-missing': [
    told(
      'a server without a port',
      { [servers]: 'kafka-1.example' },
      {
        ...{ saw: `deployment/gateway ${servers}: kafka-1.example has no port`, right: ours },
      },
    ),
  ],
  'servers-unreadable': [
    told(
      'a server whose port is none',
      { [servers]: 'kafka-1.example:99999' },
      {
        ...{ saw: `deployment/gateway ${servers}: kafka-1.example:99999 is no host:port`, right: ours },
      },
    ),
  ],
  'servers-twice': [
    told(
      'a server that is there twice',
      { [servers]: (bootstrap) => `${bootstrap},${bootstrap}` },
      {
        ...{ saw: / is there twice$/, right: ours, exitCode: 0 },
      },
    ),
  ],
  'servers-local': [
    {
      what: 'an application that looks for Kafka in its own pod',
      build: async (place) => {
        const gateway = { name: 'gateway', env: { [servers]: 'localhost:9092' }, replicas: 0 };
        const { namespace } = await floor(place, { workloads: [gateway] });
        // Without a cluster: the lab's own is at 127.0.0.1, where such an application would be right.
        return {
          environment: { kubernetes: { context: 'lab', namespace: namespace.name } },
          env: { KUBECONFIG: namespace.kubeconfig },
          saw: `deployment/gateway ${servers}: localhost:9092 is the pod itself, where no broker runs`,
        };
      },
    },
  ],
  'host-with-port': [
    told(
      'host with a port in KAFKA_HOST',
      { KAFKA_HOST: 'kafka-1.example:9092', KAFKA_PORT: '9092' },
      {
        saw: 'deployment/gateway KAFKA_HOST: kafka-1.example:9092 has a port, where a host alone belongs',
        right: 'kafka-1.example',
      },
    ),
  ],
  'port-unreadable': [
    told(
      'an address in KAFKA_PORT',
      { KAFKA_PORT: 'tcp://10.0.0.5:9092', KAFKA_HOST: 'kafka-1.example' },
      {
        saw: 'deployment/gateway KAFKA_PORT: is no number from 1 to 65535',
      },
    ),
  ],
  'port-of-other-login': [
    told(
      'an application with IAM on the port of TLS',
      {
        [servers]: 'b-1.shop.abcde2.c3.kafka.ap-northeast-2.amazonaws.com:9094',
        KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
        KAFKA_SASL_MECHANISM: 'AWS_MSK_IAM',
      },
      {
        saw: 'b-1.shop.abcde2.c3.kafka.ap-northeast-2.amazonaws.com:9094 is the port for TLS; KAFKA_SASL_MECHANISM says IAM is on 9098',
      },
    ),
  ],
} as const satisfies Coverages;
