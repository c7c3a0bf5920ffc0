import { ExopsError, InterruptedError } from '../errors.js';
import { defaultUser, type ServiceSettings } from '../hosts/host-settings.js';
import { defaultAlgorithm } from './auth-rules.js';
import type { AuthSettings } from './auth-settings.js';
import { derivedSources } from './derived-sources.js';
import type { EnvironmentInput } from './environment.js';
import { type ClusterSettings, environmentSettings } from './environment-settings.js';
import type { HostGiven } from './hosts-given.js';
import { referringHostSettings } from './hosts-of.js';
import { awsOf } from './load-environment.js';
import { settingsOfMsk } from './msk-given.js';
import { type FindMskCluster, type MskClusterWanted, mskReferences } from './msk-references.js';
import { clusterSource, mskSource } from './reference-syntax.js';
import { type ReadSetting, resolveSettings } from './resolve-settings.js';
import { mask } from './secret.js';
import { byDefault, originText, type Setting } from './setting.js';
import { pathOf } from './setting-path.js';
import { referringSleepSettings } from './sleep-given.js';
import { viewedKubernetes, viewKubernetes } from './view-kubernetes.js';
import { viewSleep } from './view-sleep.js';
import { referringSettings } from './wanted-parts.js';

/** One setting that is in force. */
export interface ConfigEntry {
  /** `cluster.brokers` */
  readonly path: string;
  /** Resolved; masked when it is a secret. */
  readonly value: string;
  /** `exops.yaml:7`, `EXOPS_BROKERS`, `--brokers` or `default` */
  readonly origin: string;
}

export interface ConfigView {
  /** The absolute path of the file that is used. */
  readonly file: string | undefined;
  readonly environment: string | undefined;
  readonly entries: readonly ConfigEntry[];
  /** Why the brokers of an MSK cluster, and what is made of them, couldn't be looked up and are shown as they are written. */
  readonly unknownBrokers: string | undefined;
}

/**
 * What `loadEnvironment` would take, and where each setting comes from. No file that a setting names is read,
 * and the password's reference isn't resolved: it may be there only where the command really runs.
 * @throws UsageError, InvalidFileError as `loadEnvironment` does
 */
export async function describeEnvironment(input: EnvironmentInput): Promise<ConfigView> {
  const settings = await environmentSettings(input);
  const { file, name, aws, cluster, topics } = settings;
  const hosts = [...settings.hosts.values()];
  const { kubernetes, sleep, prices } = settings;
  const shown = [
    ...referringSettings(settings),
    ...hosts.flatMap(referringHostSettings),
    ...viewedKubernetes(kubernetes),
    ...sleep.flatMap(referringSleepSettings),
  ].filter((setting) => setting !== cluster?.auth.password);
  const known = await awsOf(aws, input);
  const msk = triedLookup(input.mskCluster?.(known.aws));
  const read = await resolveSettings(
    [...new Set([...shown, ...settingsOfMsk(shown, settings.msk)])],
    known.sources,
    {
      derived: derivedSources(settings, input, known.aws, mskReferences(settings.msk, msk.find)),
      mayMiss: (_, { source }) =>
        msk.failure() !== undefined && (source === mskSource || source === clusterSource),
    },
  );
  const text: Show = (setting) => shownText(setting, read, (one) => read(one).text);
  const path = (setting: Setting) => shownText(setting, read, (one) => pathOf(one, read, input));
  const entries = [
    entry('environment', name),
    entry('protected', settings.protected),
    entry('aws.profile', aws.profile, known.aws.profile),
    entry('aws.region', aws.region, known.aws.region),
    entry('aws.accountId', aws.accountId, known.aws.accountId),
    ...hosts.flatMap((host) => hostEntries(host, text)),
    ...(cluster === undefined ? [] : clusterEntries(cluster, text, path)),
    entry('topics', topics[0], topics.map(path).join(', ')),
    ...[...viewKubernetes(kubernetes, { text, path }), ...viewSleep(sleep, text)].map(
      ([at, setting, value]) => entry(at, setting, value),
    ),
    ...[...prices].map(([name, setting]) => entry(`prices.${name}`, setting)),
  ];
  return {
    file: file?.path,
    environment: name?.value,
    entries: entries.filter((one) => one !== undefined),
    unknownBrokers: msk.failure(),
  };
}

/** Whoever may not ask MSK sees the rest all the same. */
function triedLookup(find: FindMskCluster | undefined) {
  let failure: string | undefined;
  return {
    failure: () => failure,
    find: async (wanted: MskClusterWanted) => {
      try {
        const found = await find?.(wanted);
        if (found === undefined) failure = 'it is not looked up here';
        return found;
      } catch (error) {
        if (!(error instanceof ExopsError) || error instanceof InterruptedError) throw error;
        failure = error.message;
        return undefined;
      }
    },
  };
}

type Show = (setting: Setting) => string;

function clusterEntries(cluster: ClusterSettings, text: Show, path: Show): (ConfigEntry | undefined)[] {
  const { kind, msk, clusterId, auth, via } = cluster;
  const brokers = cluster.brokers.filter((setting) => msk === undefined || text(setting) !== setting.value);
  return [
    entry('cluster.kind', kind),
    entry(`cluster.${msk?.by}`, msk?.cluster, msk && text(msk.cluster)),
    entry('cluster.access', msk?.access),
    entry('cluster.brokers', brokers[0], brokers.map(text).join(', ')),
    entry('cluster.clusterId', clusterId, clusterId && text(clusterId)),
    entry('cluster.via', via),
    ...authEntries(auth, text, path),
  ];
}

function hostEntries({ name, ...host }: HostGiven, text: Show): (ConfigEntry | undefined)[] {
  const path = `hosts.${name}`;
  const { instance } = host;
  return [
    ...('id' in instance
      ? [entry(`${path}.instance`, instance.id, text(instance.id))]
      : [...instance.tags].map(([key, setting]) =>
          entry(`${path}.instance.tag.${key}`, setting, text(setting)),
        )),
    entry(`${path}.user`, host.user ?? byDefault(defaultUser)),
    entry(`${path}.port`, host.port),
    entry(`${path}.address`, host.address),
    entry(`${path}.route`, host.route),
    entry(`${path}.via`, host.via),
    ...[...host.tools].map(([tool, words]) => entry(`${path}.tools.${tool}`, host.toolsAt, words.join(' '))),
    ...[...host.services].map(([service, settings]) =>
      entry(`${path}.services.${service}`, host.servicesAt, serviceText(settings)),
    ),
  ];
}

function serviceText(service: ServiceSettings): string {
  const what =
    service.kind === 'systemd'
      ? `systemd ${service.unit}`
      : `compose ${service.folder} ${service.service ?? ''}`;
  return service.health === undefined ? what : `${what}, ${service.health}`;
}

function authEntries(auth: AuthSettings, text: Show, path: Show): (ConfigEntry | undefined)[] {
  const { mechanism, username, password, ca, certificate, key, serverName } = auth;
  const isScram = mechanism.value === 'scram';
  const hasTlsSwitch = isScram || mechanism.value === 'plain';
  return [
    entry('cluster.auth.mechanism', mechanism),
    entry('cluster.auth.username', username, username && text(username)),
    entry('cluster.auth.password', password, mask),
    entry('cluster.auth.algorithm', auth.algorithm ?? (isScram ? byDefault(defaultAlgorithm) : undefined)),
    entry('cluster.auth.tls', auth.tls ?? (hasTlsSwitch ? byDefault(true) : undefined)),
    entry('cluster.auth.ca', ca, ca && path(ca)),
    entry('cluster.auth.certificate', certificate, certificate && path(certificate)),
    entry('cluster.auth.key', key, key && path(key)),
    entry('cluster.auth.serverName', serverName, serverName && text(serverName)),
  ];
}

function shownText(setting: Setting, read: ReadSetting, show: Show): string {
  const { isSecret, missing } = read(setting);
  if (missing.length > 0) return setting.value;
  return isSecret ? mask : show(setting);
}

function entry(
  path: string,
  setting: Setting<unknown> | undefined,
  value = String(setting?.value),
): ConfigEntry | undefined {
  return setting === undefined ? undefined : { path, value, origin: originText(setting.origin) };
}
