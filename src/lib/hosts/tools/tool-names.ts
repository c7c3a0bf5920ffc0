/** How a tool is told which brokers to ask. */
export type AddressStyle =
  /** A flag that stands anywhere; in front it is before any subcommand, where some tools want it. */
  | { readonly by: 'flag'; readonly flag: string }
  /** A flag of the subcommand, so it stands behind that. */
  | { readonly by: 'subcommand flag'; readonly flag: string; readonly file: readonly string[] }
  /** A property among others behind one flag, which may be given only once. */
  | {
      readonly by: 'property';
      readonly flag: string;
      readonly property: string;
      readonly file: readonly string[];
    }
  /** A flag since 4.2, the first word before that: whether the user writes flags tells which. */
  | { readonly by: 'flag among flags'; readonly flag: string }
  /** rpk's own `-X brokers=…`. */
  | { readonly by: 'rpk' }
  | { readonly by: 'nothing' };

const bootstrapServer: AddressStyle = { by: 'flag', flag: '--bootstrap-server' };
const nothing: AddressStyle = { by: 'nothing' };

/**
 * The tools that are passed through to a host, each without `.sh`: rpk, and what is in `bin/` of Apache Kafka 4.1
 * or was in 3.x, but for what starts and stops a server.
 */
export const addressStyles: ReadonlyMap<string, AddressStyle> = new Map<string, AddressStyle>([
  ['rpk', { by: 'rpk' }],
  ['kafka-acls', bootstrapServer],
  ['kafka-broker-api-versions', bootstrapServer],
  ['kafka-client-metrics', bootstrapServer],
  ['kafka-cluster', { by: 'subcommand flag', flag: '--bootstrap-server', file: ['--config', '-c'] }],
  ['kafka-configs', bootstrapServer],
  ['kafka-console-consumer', bootstrapServer],
  ['kafka-console-producer', bootstrapServer],
  ['kafka-console-share-consumer', bootstrapServer],
  ['kafka-consumer-groups', bootstrapServer],
  ['kafka-consumer-perf-test', bootstrapServer],
  ['kafka-delegation-tokens', bootstrapServer],
  ['kafka-delete-records', bootstrapServer],
  ['kafka-dump-log', nothing],
  ['kafka-e2e-latency', { by: 'flag among flags', flag: '--bootstrap-server' }],
  ['kafka-features', bootstrapServer],
  ['kafka-get-offsets', bootstrapServer],
  ['kafka-groups', bootstrapServer],
  ['kafka-jmx', nothing],
  ['kafka-leader-election', bootstrapServer],
  ['kafka-log-dirs', bootstrapServer],
  ['kafka-metadata-quorum', bootstrapServer],
  ['kafka-metadata-shell', nothing],
  [
    'kafka-producer-perf-test',
    {
      by: 'property',
      flag: '--producer-props',
      property: 'bootstrap.servers',
      file: ['--producer.config', '--command-config'],
    },
  ],
  ['kafka-reassign-partitions', bootstrapServer],
  ['kafka-replica-verification', { by: 'flag', flag: '--broker-list' }],
  ['kafka-run-class', nothing],
  ['kafka-share-consumer-perf-test', bootstrapServer],
  ['kafka-share-groups', bootstrapServer],
  ['kafka-storage', nothing],
  ['kafka-streams-application-reset', bootstrapServer],
  ['kafka-streams-groups', bootstrapServer],
  ['kafka-topics', bootstrapServer],
  ['kafka-transactions', bootstrapServer],
  ['kafka-verifiable-consumer', bootstrapServer],
  ['kafka-verifiable-producer', bootstrapServer],
]);

/** `rpk`, `kafka-topics`, …: the names as they are typed. */
export const toolNames: readonly string[] = [...addressStyles.keys()];

/** How a container of the tool's server is recognised: a pattern of `case` in sh for a line `NAME IMAGE`. */
export function containerPattern(tool: string): string {
  return tool === 'rpk' ? '*[Rr]edpanda*' : '*[Kk]afka*|*cp-server*';
}
