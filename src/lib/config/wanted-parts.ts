import type { Needs } from './environment.js';
import type { ClusterSettings, EnvironmentSettings } from './environment-settings.js';
import type { HostGiven } from './hosts-given.js';
import { hostChain, referringHostSettings } from './hosts-of.js';
import type { KubernetesGiven } from './kubernetes-given.js';
import { type KubernetesWanted, kubernetesWanted, referringKubernetes } from './kubernetes-settings.js';
import type { Setting } from './setting.js';
import { referringSleepSettings, type SleepGiven } from './sleep-given.js';

/** What a command needs of what was given. */
export interface WantedParts {
  readonly hosts: readonly HostGiven[];
  readonly brokers: readonly Setting[];
  readonly cluster: ClusterSettings | undefined;
  readonly topics: readonly Setting[];
  readonly kubernetes: KubernetesWanted | undefined;
  readonly sleep: readonly SleepGiven[];
}

export function wantedParts(settings: EnvironmentSettings, needs: Needs): WantedParts {
  const isCluster = needs.kind === 'cluster' || needs.kind === 'everything';
  const isSleep = needs.kind === 'sleep';
  const withCluster = isCluster || ('withCluster' in needs && needs.withCluster === true);
  const withBrokers =
    isCluster || withCluster || isSleep || ('withBrokers' in needs && needs.withBrokers === true);
  return {
    hosts: wantedHosts(settings, needs, withCluster),
    brokers: withBrokers ? (settings.cluster?.brokers ?? []) : [],
    cluster: withCluster ? settings.cluster : undefined,
    topics: isCluster ? settings.topics : [],
    kubernetes: wantedKubernetes(settings.kubernetes, needs),
    sleep: isSleep ? settings.sleep : [],
  };
}

function wantedKubernetes(given: KubernetesGiven, needs: Needs): KubernetesWanted | undefined {
  if (needs.kind === 'kubernetes') return kubernetesWanted(given, needs);
  const isBeside = (needs.kind === 'sleep' || needs.kind === 'everything') && given.isGiven;
  return isBeside ? kubernetesWanted(given, { kind: 'kubernetes' }) : undefined;
}

/** The settings in them that may hold references. */
export function neededSettings(wanted: WantedParts): readonly Setting[] {
  const { hosts, brokers, cluster, topics, kubernetes, sleep } = wanted;
  const needed = [
    ...hosts.flatMap(referringHostSettings),
    ...brokers,
    ...(cluster === undefined ? [] : referringSettings({ cluster, topics: [] })),
    ...topics,
    ...(kubernetes === undefined ? [] : referringKubernetes(kubernetes)),
    ...sleep.flatMap(referringSleepSettings),
  ];
  return [...new Set(needed)];
}

function wantedHosts(
  { hosts, cluster }: EnvironmentSettings,
  needs: Needs,
  withCluster: boolean,
): readonly HostGiven[] {
  if (needs.kind === 'everything') return allHosts(hosts, cluster?.via?.value);
  if (needs.kind !== 'hosts')
    return withCluster && cluster?.via !== undefined ? hostChain(hosts, cluster.via.value) : [];
  const names = needs.choose({ hosts, usual: usualHost(hosts, cluster?.via?.value) });
  const chains = names.flatMap((name) => hostChain(hosts, name));
  return [...new Set(chains)];
}

/** Those of the file, and the one that brokers are reached through, which may be none of them. */
function allHosts(hosts: ReadonlyMap<string, HostGiven>, via: string | undefined): readonly HostGiven[] {
  const onTheWay = via === undefined ? [] : hostChain(hosts, via);
  return [...new Set([...hosts.values(), ...onTheWay])];
}

function usualHost(hosts: ReadonlyMap<string, HostGiven>, via: string | undefined): string | undefined {
  const [only, ...others] = hosts.keys();
  if (via !== undefined && hosts.has(via)) return via;
  return others.length === 0 ? only : undefined;
}

/** The settings of the cluster and the manifests that may hold references. */
export function referringSettings({
  cluster,
  topics,
}: Pick<EnvironmentSettings, 'cluster' | 'topics'>): readonly Setting[] {
  const { username, password, ca, certificate, key, serverName } = cluster?.auth ?? {};
  const inCluster = [cluster?.clusterId, username, password, ca, certificate, key, serverName];
  return [...(cluster?.brokers ?? []), ...inCluster.filter((one) => one !== undefined), ...topics];
}
