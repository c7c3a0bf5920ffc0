import type { Pki } from '../pki.js';
import type { Listener } from './listeners.js';

export interface NodeSettings {
  readonly id: number;
  readonly folder: string;
  readonly listeners: readonly { readonly listener: Listener; readonly port: number }[];
  readonly controllerPort: number;
  /** The controller ports by node id, of those nodes that are controllers too. */
  readonly voters: ReadonlyMap<number, number>;
  /** What clients of the plaintext listener are told to connect to; the listener itself by default. */
  readonly advertised: string | undefined;
  readonly rack: string | undefined;
  readonly pki: Pki | undefined;
  readonly authorizer: boolean;
  /** Added last, so they win. */
  readonly properties: Readonly<Record<string, string>>;
}

/** The text of `server.properties` for one node, broker and controller in one. */
export function serverProperties(node: NodeSettings): string {
  const properties = {
    ...identity(node),
    ...addresses(node),
    ...smallAndQuick(node.voters.size),
    ...(node.rack === undefined ? {} : { 'broker.rack': node.rack }),
    ...(node.pki === undefined ? {} : stores(node.pki)),
    ...(node.authorizer ? authorizer : {}),
    ...node.properties,
  };
  const lines = Object.entries(properties).map(([key, value]) => `${key}=${value}\n`);
  return lines.join('');
}

/** Where a node keeps its data. */
export function logFolder(node: Pick<NodeSettings, 'folder'>): string {
  return `${node.folder}/data`;
}

function identity(node: NodeSettings): Record<string, string> {
  const voters = [...node.voters].map(([id, port]) => `${id}@127.0.0.1:${port}`);
  return {
    'process.roles': node.voters.has(node.id) ? 'broker,controller' : 'broker',
    'node.id': String(node.id),
    'controller.quorum.voters': voters.join(','),
    'log.dirs': logFolder(node),
  };
}

function addresses(node: NodeSettings): Record<string, string> {
  const own = node.listeners.map(({ listener, port }) => ({ ...listener, address: `127.0.0.1:${port}` }));
  const advertised = own.map(({ name, address, advertised: told }) => {
    const other = name === 'PLAINTEXT' ? node.advertised : told?.[node.id - 1];
    return `${name}://${other ?? address}`;
  });
  const perListener = own.flatMap(({ name, properties }) => {
    const prefix = `listener.name.${name.toLowerCase()}`;
    return Object.entries(properties).map(([key, value]) => [`${prefix}.${key}`, value] as const);
  });
  return {
    listeners: [
      ...own.map(({ name, address }) => `${name}://${address}`),
      ...(node.voters.has(node.id) ? [`CONTROLLER://127.0.0.1:${node.controllerPort}`] : []),
    ].join(','),
    'advertised.listeners': advertised.join(','),
    'listener.security.protocol.map': [
      ...own.map(({ name, protocol }) => `${name}:${protocol}`),
      'CONTROLLER:PLAINTEXT',
    ].join(','),
    'inter.broker.listener.name': 'INTERNAL',
    'controller.listener.names': 'CONTROLLER',
    ...Object.fromEntries(perListener),
  };
}

function smallAndQuick(nodes: number): Record<string, string> {
  const replicas = String(Math.min(nodes, 3));
  const internalTopics = ['offsets.topic', 'transaction.state.log', 'share.coordinator.state.topic'];
  const sizes = internalTopics.flatMap((topic) => [
    [`${topic}.num.partitions`, '1'],
    [`${topic}.replication.factor`, replicas],
  ]);
  return {
    ...Object.fromEntries(sizes),
    'transaction.state.log.min.isr': '1',
    'share.coordinator.state.topic.min.isr': '1',
    'auto.create.topics.enable': 'false',
    'group.initial.rebalance.delay.ms': '0',
    // A broker that was killed is let back in, and one that died is given up, when its session has ended.
    'broker.session.timeout.ms': '4000',
    'broker.heartbeat.interval.ms': '500',
    // The default is 128 MB of heap.
    'log.cleaner.dedupe.buffer.size': '4194304',
    'num.network.threads': '2',
    'num.io.threads': '4',
  };
}

function stores(pki: Pki): Record<string, string> {
  return {
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': pki.broker.keystore,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': pki.ca,
  };
}

// ANONYMOUS is everyone on a listener without a login, the brokers themselves among them. Who comes with a
// client certificate is its subject instead (`clientPrincipal` of the PKI), and has no rights to begin with.
const authorizer = {
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'super.users': 'User:ANONYMOUS;User:ops',
};
