import type { Address } from '../kafka/address.js';
import { authOf } from './auth-of.js';
import type { Cluster, Environment, EnvironmentInput } from './environment.js';
import {
  type ClusterSettings,
  type EnvironmentSettings,
  environmentSettings,
} from './environment-settings.js';
import { environmentVariables } from './environment-variables.js';
import { parseBrokers } from './parse-broker.js';
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
  const sources = input.sources ?? [environmentVariables(input.env)];
  const read = await resolveSettings(referringSettings(settings), sources);
  const { name, file, cluster, topics } = settings;
  return {
    name: name?.value,
    protected: settings.protected.value,
    configFile: file?.path,
    cluster: cluster === undefined ? undefined : await clusterOf(cluster, read, input),
    topics: topics.map((setting) => pathOf(setting, read, input)),
  };
}

async function clusterOf(cluster: ClusterSettings, read: ReadSetting, places: Places): Promise<Cluster> {
  const { kind, brokers, clusterId, auth } = cluster;
  return {
    kind: kind.value,
    brokers: brokers.flatMap((setting) => addressesOf(setting, read)),
    clusterId: clusterId === undefined ? undefined : read(clusterId).text,
    auth: await authOf(auth, read, places),
  };
}

function addressesOf(setting: Setting, read: ReadSetting): Address[] {
  const { text, isSecret } = read(setting);
  return parseBrokers(text).map((parsed) => {
    if ('address' in parsed) return parsed.address;
    throw settingError(setting, isSecret ? 'its value is not host:port' : parsed.problem);
  });
}

/** The settings that may hold references. */
export function referringSettings({ cluster, topics }: EnvironmentSettings): readonly Setting[] {
  const { username, password, ca, certificate, key, serverName } = cluster?.auth ?? {};
  const inCluster = [cluster?.clusterId, username, password, ca, certificate, key, serverName];
  return [...(cluster?.brokers ?? []), ...inCluster.filter((one) => one !== undefined), ...topics];
}
