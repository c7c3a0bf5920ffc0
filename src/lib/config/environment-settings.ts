import type { Path } from '../yaml/yaml-file.js';
import type { Mechanism } from './auth-rules.js';
import { type AuthSettings, authSettings } from './auth-settings.js';
import { chooseEnvironment } from './choose-environment.js';
import type { ClusterKind } from './cluster-schema.js';
import type { ConfigFile } from './config-file.js';
import type { EnvironmentInput } from './environment.js';
import { fromFile, fromOutside, listFromFile } from './given-settings.js';
import { type HostGiven, hostsGiven } from './hosts-given.js';
import { type KubernetesGiven, kubernetesGiven } from './kubernetes-given.js';
import { brokersOfMsk, type MskGiven, mskGiven, regionOfMsk } from './msk-given.js';
import { byDefault, type Setting } from './setting.js';
import { type SleepGiven, sleepGiven } from './sleep-given.js';

/** An environment as it was given: references unresolved, files unread. */
export interface EnvironmentSettings {
  readonly file: ConfigFile | undefined;
  readonly name: Setting | undefined;
  readonly protected: Setting<boolean>;
  readonly aws: AwsSettings;
  readonly hosts: ReadonlyMap<string, HostGiven>;
  readonly cluster: ClusterSettings | undefined;
  /** The MSK cluster of the file, where it has one instead of brokers; a flag or a variable may say others. */
  readonly msk: MskGiven | undefined;
  readonly topics: readonly Setting[];
  readonly kubernetes: KubernetesGiven;
  readonly sleep: readonly SleepGiven[];
  /** By their names, in USD. */
  readonly prices: ReadonlyMap<string, Setting<number>>;
}

export interface AwsSettings {
  readonly profile: Setting | undefined;
  readonly region: Setting | undefined;
  readonly accountId: Setting | undefined;
}

export interface ClusterSettings {
  readonly kind: Setting<ClusterKind>;
  /** Of an MSK cluster that isn't looked up yet, what stands for them. */
  readonly brokers: readonly Setting[];
  readonly msk: MskGiven | undefined;
  readonly clusterId: Setting | undefined;
  readonly auth: AuthSettings;
  readonly via: Setting | undefined;
}

/**
 * Lays flags over variables over the environment that is meant.
 * @throws UsageError, InvalidFileError
 */
export async function environmentSettings(input: EnvironmentInput): Promise<EnvironmentSettings> {
  const { file, name } = await chooseEnvironment(input);
  const path = ['environments', name?.value ?? ''];
  const cluster = [...path, 'cluster'];
  const outside = takesBrokersOfFile(input)
    ? undefined
    : fromOutside(input, { flag: 'brokers', variable: 'EXOPS_BROKERS' });
  const msk = mskGiven(file, cluster);
  const written = brokersOfFile(file, cluster, msk);
  return {
    file,
    name,
    protected: fromFile<boolean>(file, [...path, 'protected']) ?? byDefault(false),
    aws: awsSettings(input, file, [...path, 'aws'], msk),
    hosts: hostsGiven(file, [...path, 'hosts']),
    msk,
    cluster:
      outside === undefined && written.length === 0
        ? undefined
        : clusterSettings(input, file, cluster, { outside, written, msk }),
    topics: listFromFile(file, [...path, 'topics']),
    kubernetes: kubernetesGiven(input, file, path, written),
    sleep: sleepGiven(file, [...path, 'sleep']),
    prices: pricesGiven(file, [...path, 'prices']),
  };
}

/** What applications are told: the listener of an MSK cluster is that of the file's own login. */
function brokersOfFile(
  file: ConfigFile | undefined,
  path: Path,
  msk: MskGiven | undefined,
): readonly Setting[] {
  if (msk === undefined) return listFromFile(file, [...path, 'brokers']);
  const mechanism = fromFile<Mechanism>(file, [...path, 'auth', 'mechanism']);
  return [brokersOfMsk(msk, mechanism ?? byDefault<Mechanism>('none'))];
}

interface GivenBrokers {
  readonly outside: Setting | undefined;
  readonly written: readonly Setting[];
  readonly msk: MskGiven | undefined;
}

function clusterSettings(
  input: EnvironmentInput,
  file: ConfigFile | undefined,
  path: Path,
  { outside, written, msk }: GivenBrokers,
): ClusterSettings {
  const auth = authSettings(input, file, [...path, 'auth']);
  const lookedUp = outside === undefined ? msk : undefined;
  const usual: ClusterKind = msk !== undefined || auth.mechanism.value === 'iam' ? 'msk' : 'kafka';
  const ofFile =
    lookedUp === undefined || takesBrokersOfFile(input) ? written : [brokersOfMsk(lookedUp, auth.mechanism)];
  return {
    kind: fromFile<ClusterKind>(file, [...path, 'kind']) ?? byDefault(usual),
    brokers: outside === undefined ? ofFile : [outside],
    msk: lookedUp,
    clusterId: fromFile(file, [...path, 'clusterId']),
    auth,
    via: viaSetting(input, file, path),
  };
}

/** What applications are told, and what runs on the instances that sleep, isn't the way that this machine gets there. */
function takesBrokersOfFile({ needs }: EnvironmentInput): boolean {
  return needs?.kind === 'kubernetes' || needs?.kind === 'sleep';
}

function pricesGiven(file: ConfigFile | undefined, path: Path): ReadonlyMap<string, Setting<number>> {
  const names = Object.keys(fromFile<object>(file, path)?.value ?? {});
  return new Map(
    names.flatMap((name) => {
      const price = fromFile<number>(file, [...path, name]);
      return price === undefined ? [] : [[name, price] as const];
    }),
  );
}

/** `direct` in the place of a host's name goes without one, whatever the file says. */
function viaSetting(
  input: EnvironmentInput,
  file: ConfigFile | undefined,
  cluster: Path,
): Setting | undefined {
  const outside = fromOutside(input, { flag: 'via', variable: 'EXOPS_VIA' });
  if (outside?.value === 'direct') return undefined;
  return outside ?? fromFile(file, [...cluster, 'via']);
}

function awsSettings(
  input: EnvironmentInput,
  file: ConfigFile | undefined,
  path: Path,
  msk: MskGiven | undefined,
): AwsSettings {
  return {
    profile:
      fromOutside(input, { flag: 'profile', variable: 'EXOPS_PROFILE' }) ??
      fromFile(file, [...path, 'profile']),
    region:
      fromOutside(input, { flag: 'region', variable: 'EXOPS_REGION' }) ??
      fromFile(file, [...path, 'region']) ??
      regionOfMsk(msk),
    accountId: fromFile(file, [...path, 'accountId']),
  };
}
