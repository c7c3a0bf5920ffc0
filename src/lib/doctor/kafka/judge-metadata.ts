import { type Address, formatAddress } from '../../kafka/address.js';
import type { MetadataResponse, TopicMetadata } from '../../kafka/requests/metadata.js';
import { isUnderReplicated } from '../../kafka/under-replicated.js';
import { formatElapsed } from '../../terminal/elapsed.js';
import { countOf } from '../../terminal/plural.js';
import { printable } from '../../terminal/printable.js';
import type { Finding, Outcome } from '../model.js';
import { broken } from '../step.js';
import type { DialledBroker } from './dial.js';
import { goThroughHost } from './go-through-host.js';
import type { ClusterMetadata } from './metadata-step.js';
import { someNames, someOf } from './some-of.js';

export interface MetadataPlace {
  /** Those advertised addresses that weren't known to be open. */
  readonly dialled: readonly DialledBroker[];
  /** The id that the cluster must have. */
  readonly clusterId: string | undefined;
  /** Those addresses of the environment that took a connection. */
  readonly reached: readonly Address[];
  /** The one that is dialled from; undefined for this machine. */
  readonly host: string | undefined;
  /** Brokers that MSK says it has. */
  readonly expected: number | undefined;
  readonly timeoutMs: number;
  readonly isClusterOfFile: boolean;
}

export function judgeMetadata(metadata: MetadataResponse, place: MetadataPlace): Outcome<ClusterMetadata> {
  const { clusterId, brokers, topics } = metadata;
  if (place.clusterId !== undefined && place.clusterId !== clusterId)
    return broken({
      saw: `the cluster's id is ${printable(clusterId ?? 'none')}, and exops.yaml has ${printable(place.clusterId)}`,
      problem: 'other-cluster',
      next: ['Nothing more is asked of it. Put right the address, or cluster.clusterId in exops.yaml.'],
    });
  const lost = place.dialled.filter(({ dialled }) => dialled.kind !== 'open');
  const answered = brokers.filter((one) => !lost.some(({ address }) => isSame(address, one)));
  const toLocalhost = place.reached.some(({ host }) => isLoopback(host))
    ? []
    : brokers.filter(({ host }) => isLoopback(host));
  const elsewhere = lost.filter(({ address }) => !toLocalhost.some((one) => isSame(one, address)));
  const findings: readonly (Finding | undefined)[] = [
    brokers.length === 0 ? nobody() : undefined,
    toLocalhost.length === 0 ? undefined : localhost(toLocalhost, place),
    elsewhere.length === 0 ? undefined : unreachable(elsewhere, place),
    missingBrokers(brokers.length, place.expected),
    ...partitionFindings(topics),
  ];
  const bad = findings.filter((finding) => finding !== undefined);
  const saw = `cluster ${printable(clusterId ?? 'without an id')}: ${countOf(brokers.length, 'broker')}, ${countOf(topics.length, 'topic')}`;
  const isWell = !bad.some(({ verdict }) => verdict === 'broken');
  return {
    findings: isWell ? [{ verdict: 'ok', saw }, ...bad] : bad,
    value: { ...metadata, answered },
  };
}

function isSame(one: Address, other: Address): boolean {
  return formatAddress(one) === formatAddress(other);
}

function isLoopback(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|::1|0:0:0:0:0:0:0:1)$/i.test(host);
}

/** What answers there may well be another one: the client's own machine. */
function localhost(brokers: readonly Address[], { host }: MetadataPlace): Finding {
  return {
    verdict: 'broken',
    saw: `the brokers send their clients to ${someOf(brokers)}, which is ${host === undefined ? 'this machine' : printable(host)} itself`,
    problem: 'advertised-localhost',
    next: [
      'Set advertised.listeners in their server.properties to what clients can reach, and restart them.',
    ],
  };
}

/** An answer without any broker: clients wait for one for ever. */
function nobody(): Finding {
  return {
    verdict: 'broken',
    saw: 'the cluster tells its clients of no broker at all',
    problem: 'advertised-unreachable',
    next: ['A broker that just started does so for a moment. Look again, and then at its log.'],
  };
}

function unreachable(lost: readonly DialledBroker[], place: MetadataPlace): Finding {
  const { host, timeoutMs, isClusterOfFile } = place;
  const [first] = lost;
  const dialled = first?.dialled;
  const why =
    dialled === undefined || dialled.kind === 'open' || dialled.kind === 'silent'
      ? `no answer in ${formatElapsed(timeoutMs)}`
      : printable(dialled.kind === 'refused' ? 'refused' : `${dialled.kind}, ${dialled.why}`);
  const from = printable(host ?? 'this machine');
  return {
    verdict: 'broken',
    saw: `advertised, and not reached from ${from}: ${someOf(lost.map(({ address }) => address))} (${why})`,
    problem: 'advertised-unreachable',
    next: [
      'Clients connect to what the brokers advertise. Are those brokers running, and are these addresses right?',
      ...(host === undefined
        ? ['Where they are private, go through a host there.', ...goThroughHost(isClusterOfFile)]
        : []),
    ],
  };
}

function missingBrokers(count: number, expected: number | undefined): Finding | undefined {
  if (expected === undefined || count >= expected) return undefined;
  return {
    verdict: 'warning',
    saw: `${countOf(count, 'broker')} in the cluster's metadata, and MSK has ${expected}`,
    problem: 'brokers-missing',
    next: ['A broker is down or restarts. See what AWS does with it:', 'exops msk describe'],
  };
}

function partitionFindings(topics: readonly TopicMetadata[]): readonly Finding[] {
  const partitions = topics.flatMap(({ name, partitions: all }) =>
    all.map((partition) => ({ ...partition, name: `${name}:${partition.id}` })),
  );
  const offline = partitions.filter(({ leader }) => leader < 0);
  const behind = partitions.filter((partition) => partition.leader >= 0 && isUnderReplicated(partition));
  const finding = (
    these: readonly { readonly name: string }[],
    words: string,
    problem: Finding['problem'],
  ) =>
    these.length === 0 || problem === undefined
      ? []
      : [
          {
            ...{ verdict: 'warning' as const, problem },
            saw: `${countOf(these.length, 'partition')} ${words}: ${someNames(these.map(({ name }) => name))}`,
            next: ['Look whether all brokers run; one that was restarted catches up by itself.'],
          },
        ];
  return [
    ...finding(offline, 'without a leader', 'partitions-offline'),
    ...finding(behind, 'with replicas out of sync', 'replicas-behind'),
  ];
}
