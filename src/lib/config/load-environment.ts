import { ExopsError } from '../errors.js';
import { mskRegionOf } from '../kafka/msk-ports.js';
import { parseClusterArn } from '../msk/cluster-arn.js';
import { addressesOf } from './addresses-of.js';
import { authOf } from './auth-of.js';
import { derivedSources } from './derived-sources.js';
import type { AwsEnvironment, Cluster, Environment, EnvironmentInput, Needs } from './environment.js';
import { type AwsSettings, type ClusterSettings, environmentSettings } from './environment-settings.js';
import { environmentVariables } from './environment-variables.js';
import { settingsOfNamedHosts } from './host-references.js';
import { hostOf } from './hosts-of.js';
import { kubernetesOf } from './kubernetes-settings.js';
import { settingsOfMsk } from './msk-given.js';
import { type FindMskCluster, type FoundMskCluster, mskReferences } from './msk-references.js';
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
  await input.permit?.({ file, via: settings.cluster?.via?.value });
  const needs = input.needs ?? clusterNeeds;
  const { aws, sources } = await awsOf(settings.aws, input);
  const wanted = wantedParts(settings, needs);
  const { hosts, topics, kubernetes } = wanted;
  const needed = neededSettings(wanted);
  const msk = mskReferences(settings.msk, input.mskCluster?.(aws) ?? noMsk);
  const referredTo = [
    ...settingsOfNamedHosts(needed, settings.hosts),
    ...settingsOfMsk(needed, settings.msk),
  ];
  const read = await resolveSettings([...new Set([...needed, ...referredTo])], sources, {
    derived: derivedSources(settings, input, aws, msk),
    mayMiss: (_, { isForNow }) =>
      (needs.kind === 'sleep' || needs.kind === 'everything') && isForNow === true,
  });
  const brokers = wanted.brokers.filter((setting) => read(setting).missing.length === 0);
  const cluster = brokers.length === 0 ? undefined : wanted.cluster;
  return {
    name: name?.value,
    protected: settings.protected.value,
    configFile: file?.path,
    configDigest: file?.digest,
    aws,
    hosts: new Map(hosts.map((host) => [host.name, hostOf(host, read)])),
    brokers: brokers.flatMap((setting) => addressesOf(setting, read)),
    cluster:
      cluster === undefined
        ? undefined
        : await clusterOf({ ...cluster, brokers }, read, input, {
            found: msk.found(),
            token: input.mskToken?.(aws) ?? noTokens,
          }),
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

const noMsk: FindMskCluster = async () => undefined;
const noTokens = async (): Promise<string> => {
  throw new ExopsError('There is nothing here to make a token for IAM with.');
};

interface Msk {
  readonly found: FoundMskCluster | undefined;
  token(region: string | undefined): Promise<string>;
}

async function clusterOf(
  cluster: ClusterSettings,
  read: ReadSetting,
  places: Places,
  { found, token }: Msk,
): Promise<Cluster> {
  const { kind, clusterId, auth, via, msk } = cluster;
  const brokers = cluster.brokers.flatMap((setting) => addressesOf(setting, read));
  const lookedUp =
    found === undefined || msk === undefined
      ? undefined
      : { arn: found.arn, flavour: found.flavour, access: msk.access.value };
  const region = parseClusterArn(lookedUp?.arn ?? '')?.region ?? mskRegionOf(brokers[0]?.host ?? '');
  return {
    kind: kind.value,
    brokers,
    clusterId: clusterId === undefined ? undefined : read(clusterId).text,
    auth: await authOf(auth, read, places, () => token(region)),
    via: via?.value,
    ...(lookedUp === undefined ? {} : { msk: lookedUp }),
  };
}
