import type { MskCluster } from '../../aws/contract/msk.js';
import { printable } from '../../terminal/printable.js';
import { padEnd } from '../../terminal/wrap.js';
import { flavourOf } from '../flavour.js';
import type { ClusterDetails } from '../read-details.js';
import { meaningOf } from '../states.js';

/** What is known of a cluster, as lines of a name and a value. */
export type Fact = readonly [name: string, value: string];

export function clusterFacts(cluster: MskCluster, details: ClusterDetails): readonly Fact[] {
  const { arn, state, kafkaVersion, brokerCount, instanceType, storageGib, createdAt } = cluster;
  const { meaning, clients } = meaningOf(state);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['cluster', cluster.name],
    ['arn', arn],
    ['kind', flavourOf(cluster)],
    ['state', clients === 'unknown' ? `${state}: ${meaning}` : `${state}: ${meaning}; clients ${clients}`],
    ['AWS says', cluster.stateMessage],
    ['made', createdAt === undefined ? undefined : new Date(createdAt).toISOString()],
    ['Kafka', kafkaVersion],
    ['brokers', brokerCount === undefined ? undefined : String(brokerCount)],
    ['type', instanceType],
    ['storage', storageGib === undefined ? undefined : `${storageGib} GiB a broker`],
    ['logins', cluster.auths.join(', ') || 'none'],
    ...each('subnet', cluster.subnetIds),
    ...each('security group', cluster.securityGroupIds),
    ...details.strings.map(({ auth, access, brokers }): Fact => [`${auth} (${access})`, brokers]),
    ...details.brokers.map(
      ({ id, endpoints, privateAddress }): Fact => [
        `broker ${id}`,
        [...endpoints, privateAddress].filter((one) => one !== undefined).join(' '),
      ],
    ),
    ...each('SCRAM secret', details.secrets),
    ['cluster policy', details.policy === undefined ? undefined : details.policy],
    ...[...cluster.tags].map(([key, value]): Fact => [`tag ${key}`, value]),
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}

function each(name: string, values: readonly string[]): readonly Fact[] {
  return values.map((value) => [name, value]);
}

/** Aligned, and never cut: half an ARN is of no use. */
export function factLines(facts: readonly Fact[]): readonly string[] {
  const width = Math.max(...facts.map(([name]) => printable(name).length));
  return facts.map(([name, value]) => `${padEnd(printable(name), width)}  ${printable(value)}`);
}
