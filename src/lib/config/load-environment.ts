import type { Address } from '../kafka/address.js';
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
import { parseBrokers } from './parse-broker.js';
import type { ReferenceSource } from './references.js';
import { type ReadSetting, resolveSettings } from './resolve-settings.js';
import { type Setting, settingError } from './setting.js';
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
  const { kind } = needs;
  const { aws, sources } = await awsOf(settings.aws, input);
  const wanted = wantedHosts(settings, needs);
  const brokers = kind === 'cluster' || needs.withBrokers === true ? (settings.cluster?.brokers ?? []) : [];
  const needed = [...wanted.flatMap(referringHostSettings), ...brokers];
  if (kind === 'cluster') needed.push(...referringSettings(settings));
  const read = await resolveSettings(needed, sources);
  const cluster = kind === 'cluster' ? settings.cluster : undefined;
  const topics = kind === 'cluster' ? settings.topics : [];
  return {
    name: name?.value,
    protected: settings.protected.value,
    configFile: file?.path,
    aws,
    hosts: new Map(wanted.map((host) => [host.name, hostOf(host, read)])),
    brokers: brokers.flatMap((setting) => addressesOf(setting, read)),
    cluster: cluster === undefined ? undefined : await clusterOf(cluster, read, input),
    topics: topics.map((setting) => pathOf(setting, read, input)),
  };
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

function wantedHosts({ hosts, cluster }: EnvironmentSettings, needs: Needs): readonly HostGiven[] {
  if (needs.kind === 'cluster') return cluster?.via === undefined ? [] : hostChain(hosts, cluster.via.value);
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

function addressesOf(setting: Setting, read: ReadSetting): Address[] {
  const { text, isSecret } = read(setting);
  if (isSecret) throw settingError(setting, 'an address is shown wherever it is used, and this is a secret');
  return parseBrokers(text).map((parsed) => {
    if ('address' in parsed) return parsed.address;
    throw settingError(setting, parsed.problem);
  });
}

/** The settings of the cluster and the manifests that may hold references. */
export function referringSettings({ cluster, topics }: EnvironmentSettings): readonly Setting[] {
  const { username, password, ca, certificate, key, serverName } = cluster?.auth ?? {};
  const inCluster = [cluster?.clusterId, username, password, ca, certificate, key, serverName];
  return [...(cluster?.brokers ?? []), ...inCluster.filter((one) => one !== undefined), ...topics];
}
