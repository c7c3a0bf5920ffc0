import { addressesOf } from './addresses-of.js';
import { authOf } from './auth-of.js';
import type { AwsEnvironment, Cluster, Environment, EnvironmentInput, Needs } from './environment.js';
import {
  type AwsSettings,
  type ClusterSettings,
  type EnvironmentSettings,
  environmentSettings,
} from './environment-settings.js';
import { environmentVariables } from './environment-variables.js';
import type { HostGiven } from './hosts-given.js';
import { hostChain, hostOf, referringHostSettings } from './hosts-of.js';
import {
  clusterReferences,
  type KubernetesWanted,
  kubernetesOf,
  kubernetesWanted,
  referringKubernetes,
} from './kubernetes-settings.js';
import { clusterSource } from './reference-syntax.js';
import type { ReferenceSource } from './references.js';
import { type ReadSetting, resolveSettings } from './resolve-settings.js';
import type { Setting } from './setting.js';
import { pathOf } from './setting-path.js';
import type { Places } from './shown-path.js';

/**
 * The environment that a command works on: flags over variables over the file, references resolved, files read.
 * @throws UsageError when it isn't clear which one is meant or what was given can't be used
 * @throws InvalidFileError when that stands in the file
 */
export async function loadEnvironment(input: EnvironmentInput): Promise<Environment> {
  const settings = await environmentSettings(input);
  const { name, file } = settings;
  const needs = input.needs ?? clusterNeeds;
  const { aws, sources } = await awsOf(settings.aws, input);
  const wanted = wantedParts(settings, needs);
  const { hosts, brokers, cluster, topics, kubernetes } = wanted;
  const read = await resolveSettings(neededSettings(wanted), sources, {
    name: clusterSource,
    source: (given) => clusterReferences(settings.kubernetes.brokers, given),
  });
  return {
    name: name?.value,
    protected: settings.protected.value,
    configFile: file?.path,
    aws,
    hosts: new Map(hosts.map((host) => [host.name, hostOf(host, read)])),
    brokers: brokers.flatMap((setting) => addressesOf(setting, read)),
    cluster: cluster === undefined ? undefined : await clusterOf(cluster, read, input),
    topics: topics.map((setting) => pathOf(setting, read, input)),
    kubernetes: kubernetes === undefined ? undefined : kubernetesOf(kubernetes, read, input),
  };
}

/** What a command needs of what was given. */
interface WantedParts {
  readonly hosts: readonly HostGiven[];
  readonly brokers: readonly Setting[];
  readonly cluster: ClusterSettings | undefined;
  readonly topics: readonly Setting[];
  readonly kubernetes: KubernetesWanted | undefined;
}

function wantedParts(settings: EnvironmentSettings, needs: Needs): WantedParts {
  const isCluster = needs.kind === 'cluster';
  const withCluster = isCluster || (needs.kind === 'kubernetes' && needs.withCluster === true);
  const withBrokers = isCluster || withCluster || needs.withBrokers === true;
  return {
    hosts: wantedHosts(settings, needs, withCluster),
    brokers: withBrokers ? (settings.cluster?.brokers ?? []) : [],
    cluster: withCluster ? settings.cluster : undefined,
    topics: isCluster ? settings.topics : [],
    kubernetes: needs.kind === 'kubernetes' ? kubernetesWanted(settings.kubernetes, needs) : undefined,
  };
}

function neededSettings({ hosts, brokers, cluster, topics, kubernetes }: WantedParts): readonly Setting[] {
  const needed = [
    ...hosts.flatMap(referringHostSettings),
    ...brokers,
    ...(cluster === undefined ? [] : referringSettings({ cluster, topics: [] })),
    ...topics,
    ...(kubernetes === undefined ? [] : referringKubernetes(kubernetes)),
  ];
  return [...new Set(needed)];
}

const clusterNeeds: Needs = { kind: 'cluster' };

/** What AWS is asked with, and with that where the other references are resolved. */
export async function awsOf(
  { profile, region, accountId }: AwsSettings,
  input: EnvironmentInput,
): Promise<{ readonly aws: AwsEnvironment; readonly sources: readonly ReferenceSource[] }> {
  const variables = environmentVariables(input.env);
  const given = [profile, region, accountId].filter((setting) => setting !== undefined);
  const read = await resolveSettings(given, [variables]);
  const text = (setting: Setting | undefined) => (setting === undefined ? undefined : read(setting).text);
  const aws = { profile: text(profile), region: text(region), accountId: text(accountId) };
  return { aws, sources: [variables, ...(input.sources?.(aws) ?? [])] };
}

function wantedHosts(
  { hosts, cluster }: EnvironmentSettings,
  needs: Needs,
  withCluster: boolean,
): readonly HostGiven[] {
  if (needs.kind !== 'hosts')
    return withCluster && cluster?.via !== undefined ? hostChain(hosts, cluster.via.value) : [];
  const names = needs.choose({ hosts, usual: usualHost(hosts, cluster?.via?.value) });
  const chains = names.flatMap((name) => hostChain(hosts, name));
  return [...new Set(chains)];
}

function usualHost(hosts: ReadonlyMap<string, HostGiven>, via: string | undefined): string | undefined {
  const [only, ...others] = hosts.keys();
  if (via !== undefined && hosts.has(via)) return via;
  return others.length === 0 ? only : undefined;
}

async function clusterOf(cluster: ClusterSettings, read: ReadSetting, places: Places): Promise<Cluster> {
  const { kind, brokers, clusterId, auth, via } = cluster;
  return {
    kind: kind.value,
    brokers: brokers.flatMap((setting) => addressesOf(setting, read)),
    clusterId: clusterId === undefined ? undefined : read(clusterId).text,
    auth: await authOf(auth, read, places),
    via: via?.value,
  };
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
