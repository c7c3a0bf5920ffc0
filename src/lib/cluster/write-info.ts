import { formatAddress } from '../kafka/address.js';
import type { Auth } from '../kafka/auth.js';
import { formatBytes } from '../manifest/quantity.js';
import { countOf } from '../terminal/plural.js';
import { printable } from '../terminal/printable.js';
import { alignedLines, type Column } from '../terminal/table.js';
import { textWidth } from '../terminal/text-width.js';
import { padEnd, wrap } from '../terminal/wrap.js';
import { kindOf } from '../topics/model.js';
import { loginWords } from './login-words.js';
import { fullness } from './read-disks.js';
import type { ClusterInfo, InfoBroker } from './read-info.js';
import { metadataVersion, releaseOfLevel, releaseWords } from './release.js';

/** What is known of a cluster, as lines of a name and a value; not yet printable. */
type Fact = readonly [name: string, value: string];

/** What the configuration says of the cluster. */
export interface Configured {
  readonly kind: 'kafka' | 'redpanda' | 'msk';
  readonly auth: Auth;
}

/** A cluster of MSK is Kafka, too; what is Redpanda says so itself. */
export function kindOfCluster({ kind }: Configured, { metadata }: ClusterInfo): Configured['kind'] {
  return kind === 'msk' ? kind : kindOf(kind, metadata.clusterId);
}

/** Facts, and the table of brokers under them; an address that doesn't fit beside its broker stands under it. */
export function infoLines(info: ClusterInfo, configured: Configured, width: number): readonly string[] {
  return [...factLines(clusterFacts(info, configured), width), ...brokerLines(info.brokers, width)];
}

/** For programs: a name and a value, tab-separated; a broker is a line, too. */
export function infoRecords(info: ClusterInfo, configured: Configured): readonly string[] {
  const brokers = info.brokers.map((broker): Fact => [`broker ${broker.id}`, brokerRecord(broker)]);
  return [...clusterFacts(info, configured), ...brokers].map(
    ([name, value]) => `${name}\t${printable(value)}`,
  );
}

function brokerRecord({ host, port, rack, leaders, replicas, disk, release }: InfoBroker): string {
  return [
    formatAddress({ host, port }),
    ...(rack === null ? [] : [`rack ${rack}`]),
    ...[`leaders ${leaders}`, `replicas ${replicas}`],
    ...(disk === undefined ? [] : [`bytes ${disk.bytes}`]),
    ...(release === undefined ? [] : [`version ${releaseWords(release)}`]),
  ].join(' ');
}

function clusterFacts(info: ClusterInfo, configured: Configured): readonly Fact[] {
  const { metadata, topics } = info;
  const kind = kindOfCluster(configured, info);
  const version = versionsOf(info);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['cluster', metadata.clusterId ?? 'without an id'],
    ['kind', kind],
    [kind === 'redpanda' ? 'protocol' : 'version', version === undefined ? undefined : `Kafka ${version}`],
    ['controller', controllerWords(info)],
    ['login', loginWords(configured.auth)],
    ['brokers', String(info.brokers.length)],
    ['topics', `${topics.all}${topics.internal === 0 ? '' : `, ${topics.internal} of them internal`}`],
    ['partitions', `${info.partitions}, with ${countOf(info.replicas, 'replica')}`],
    ['features', featureWords(info)],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}

function versionsOf({ brokers }: ClusterInfo): string | undefined {
  const releases = brokers.flatMap(({ release }) => (release === undefined ? [] : [releaseWords(release)]));
  const different = [...new Set(releases)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return different.length === 0 ? undefined : different.join(' and ');
}

function controllerWords({ controller }: ClusterInfo): string | undefined {
  if (controller === undefined) return undefined;
  const { id, voters } = controller;
  const who = id === undefined ? 'none' : String(id);
  return voters === undefined ? who : `${who}, of the voters ${voters.join(', ')}`;
}

function featureWords({ features }: ClusterInfo): string | undefined {
  if (features === undefined || features.finalized.size === 0) return undefined;
  return [...features.finalized]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, level]) => {
      const release = name === metadataVersion ? releaseOfLevel(level) : undefined;
      return `${name} ${level}${release === undefined ? '' : ` (${releaseWords(release)})`}`;
    })
    .join(', ');
}

function factLines(facts: readonly Fact[], width: number): readonly string[] {
  const indent = Math.max(...facts.map(([name]) => name.length)) + 2;
  return facts.flatMap(([name, value]) =>
    wrap(printable(value), Math.max(20, width - indent)).map(
      (line, index) => `${padEnd(index === 0 ? name : '', indent)}${line}`,
    ),
  );
}

const addressOf = ({ host, port }: InfoBroker) => formatAddress({ host, port });

function brokerLines(brokers: readonly InfoBroker[], width: number): readonly string[] {
  if (brokers.length === 0) return [];
  const columns = brokerColumns(brokers);
  const address: Column<InfoBroker> = { title: 'ADDRESS', value: addressOf };
  const whole = alignedLines([...columns, address], brokers, Number.POSITIVE_INFINITY);
  if (whole.every((line) => textWidth(line) <= width)) return ['', ...whole];
  const [title = '', ...rows] = alignedLines(columns, brokers, width);
  const under = brokers.map((broker) => `    ${printable(addressOf(broker))}`);
  return ['', title, ...rows.flatMap((row, index) => [row, under[index] ?? ''])];
}

/** Columns in which some broker has something. */
function brokerColumns(brokers: readonly InfoBroker[]): readonly Column<InfoBroker>[] {
  const columns: readonly Column<InfoBroker>[] = [
    { title: 'RACK', value: ({ rack }) => rack ?? '' },
    { title: 'LEADERS', value: ({ leaders }) => String(leaders), align: 'right' },
    { title: 'REPLICAS', value: ({ replicas }) => String(replicas), align: 'right' },
    {
      title: 'DISK',
      value: ({ disk }) => (disk === undefined ? '' : formatBytes(disk.bytes)),
      align: 'right',
    },
    {
      title: 'FULL',
      value: ({ disk }) => fullWords(disk === undefined ? undefined : fullness(disk)),
      align: 'right',
    },
  ];
  const mixed = new Set(brokers.map(({ release }) => release?.version)).size > 1;
  return [
    { title: 'BROKER', value: ({ id }) => String(id), align: 'right' },
    ...columns.filter(({ value }) => brokers.some((broker) => value(broker) !== '')),
    ...(mixed
      ? [
          {
            title: 'VERSION',
            value: ({ release }: InfoBroker) => (release === undefined ? '' : releaseWords(release)),
          },
        ]
      : []),
  ];
}

/** `61 %` */
export function fullWords(part: number | undefined): string {
  return part === undefined ? '' : `${Math.round(part * 100)} %`;
}
