import { addressesOf } from './addresses-of.js';
import { authOf } from './auth-of.js';
import { derivedSources } from './derived-sources.js';
import type { AwsEnvironment, Cluster, Environment, EnvironmentInput, Needs } from './environment.js';
import { type AwsSettings, type ClusterSettings, environmentSettings } from './environment-settings.js';
import { environmentVariables } from './environment-variables.js';
import { settingsOfNamedHosts } from './host-references.js';
import { hostOf } from './hosts-of.js';
import { kubernetesOf } from './kubernetes-settings.js';
import type { ReferenceSource } from './references.js';
import { type ReadSetting, resolveSettings } from './resolve-settings.js';
import type { Setting } from './setting.js';
import { pathOf } from './setting-path.js';
import type { Places } from './shown-path.js';
import { sleepOf } from './sleep-of.js';
import { neededSettings, wantedParts } from './wanted-parts.js';

export { referringSettings } from './wanted-parts.js';

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
  const { hosts, topics, kubernetes } = wanted;
  const needed = neededSettings(wanted);
  const read = await resolveSettings(
    [...new Set([...needed, ...settingsOfNamedHosts(needed, settings.hosts)])],
    sources,
    {
      derived: derivedSources(settings, input, aws),
      mayMiss: (_, { isForNow }) => needs.kind === 'sleep' && isForNow === true,
    },
  );
  const brokers = wanted.brokers.filter((setting) => read(setting).missing.length === 0);
  const cluster = brokers.length === 0 ? undefined : wanted.cluster;
  return {
    name: name?.value,
    protected: settings.protected.value,
    configFile: file?.path,
    aws,
    hosts: new Map(hosts.map((host) => [host.name, hostOf(host, read)])),
    brokers: brokers.flatMap((setting) => addressesOf(setting, read)),
    cluster: cluster === undefined ? undefined : await clusterOf({ ...cluster, brokers }, read, input),
    topics: topics.map((setting) => pathOf(setting, read, input)),
    kubernetes: kubernetes === undefined ? undefined : kubernetesOf(kubernetes, read, input),
    sleep: sleepOf(wanted.sleep, read),
    prices: new Map([...settings.prices].map(([price, { value }]) => [price, value])),
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
