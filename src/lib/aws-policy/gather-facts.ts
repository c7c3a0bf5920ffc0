import { abortable } from '../abortable.js';
import type { Aws } from '../aws/aws.js';
import type { AwsEnvironment, EnvironmentInput } from '../config/environment.js';
import { type EnvironmentSettings, environmentSettings } from '../config/environment-settings.js';
import { environmentVariables } from '../config/environment-variables.js';
import type { HostGiven } from '../config/hosts-given.js';
import { hostChain, referringHostSettings } from '../config/hosts-of.js';
import { awsOf } from '../config/load-environment.js';
import type { ReferenceSource } from '../config/references.js';
import { resolveSettings } from '../config/resolve-settings.js';
import { referringSleepSettings } from '../config/sleep-given.js';
import { UsageError } from '../errors.js';
import { readInstanceArgument } from '../hosts/find/instance-argument.js';
import { unknown } from './arns.js';
import type { Chosen, PolicyFacts, PolicyHost } from './facts.js';
import { findEndpoints } from './find-endpoints.js';
import { anyHost, policyHost, policySleeper } from './given-resources.js';
import type { CommandNeeds, HostChoice, Part } from './needs.js';
import { findCluster, policyCluster } from './policy-cluster.js';
import { referencesOf } from './settings-of-part.js';

export interface GatherDeps {
  readonly input: EnvironmentInput;
  /** Opened when first asked for; nothing is sent before its first call. */
  readonly aws: (settings: AwsEnvironment) => () => Promise<Aws>;
  /** Nothing is asked for: what stands in the file is what is known. */
  readonly isOffline: boolean;
  readonly signal: AbortSignal;
}

/**
 * What the environment has that these commands are about.
 * @throws UsageError, InvalidFileError for what is wrong in the file, ExopsError of AWS unless offline
 */
export async function gatherFacts(
  { input, aws, isOffline, signal }: GatherDeps,
  commands: readonly CommandNeeds[],
): Promise<PolicyFacts> {
  // Of the kinds of needs, this one takes the file as it is, and does without.
  const settings = await environmentSettings({ ...input, needs: { kind: 'kubernetes' } });
  const known = await awsOf(settings.aws, input);
  const open = aws(known.aws);
  const parts = new Set(commands.flatMap(({ resolves }) => resolves));
  const isKafka = isAboutKafka(commands);
  const given = givenHosts(commands, settings);
  const sleep = parts.has('sleep') ? settings.sleep : [];
  const named = [
    ...given.hosts.flatMap(({ host }) => referringHostSettings(host)),
    ...sleep.flatMap(referringSleepSettings),
    ...(isKafka && settings.msk !== undefined ? [settings.msk.cluster] : []),
  ];
  const sources = isOffline ? offlineSources(input) : known.sources;
  const read = await abortable(resolveSettings([...new Set(named)], sources), signal);
  const hosts = [...given.hosts.map(({ host, choices }) => policyHost(host, choices, read)), ...given.others];
  const cluster = isKafka ? policyCluster(settings, read) : undefined;
  const needsEndpoints = !isOffline && hosts.some(({ endpoints }) => endpoints.length > 0);
  return {
    environment: settings.name?.value,
    region: known.aws.region ?? (await regionOf(open, isOffline)),
    accountId: known.aws.accountId ?? (isOffline ? undefined : (await (await open()).identity()).accountId),
    hosts: needsEndpoints ? await findEndpoints((await open()).ec2, hosts, signal) : hosts,
    references: referencesOf([...parts], settings),
    sleepers: sleep.flatMap((line) => policySleeper(line, read) ?? []),
    cluster:
      cluster === undefined || isOffline ? cluster : await findCluster((await open()).msk, cluster, signal),
  };
}

/** Whether any of them looks up the cluster. */
function isAboutKafka(commands: readonly CommandNeeds[]): boolean {
  const parts: readonly Part[] = ['brokers', 'cluster', 'shown'];
  return commands.some(
    ({ resolves, does }) => resolves.some((part) => parts.includes(part)) || does.includes('FindMskCluster'),
  );
}

interface GivenHosts {
  readonly hosts: readonly { readonly host: HostGiven; readonly choices: readonly HostChoice[] }[];
  /** Those that the file doesn't have. */
  readonly others: readonly PolicyHost[];
}

function givenHosts(commands: readonly CommandNeeds[], { hosts, cluster }: EnvironmentSettings): GivenHosts {
  const isWanted = (choice: HostChoice) => commands.some(({ enters }) => enters === choice);
  const via = isWanted('way to brokers') ? cluster?.via?.value : undefined;
  const onWay = via === undefined ? [] : hostChain(hosts, via);
  const named = isWanted('hosts') ? [...hosts.values()] : [];
  const choicesOf = (host: HostGiven): readonly HostChoice[] => [
    ...(named.includes(host) ? (['hosts'] as const) : []),
    ...(onWay.includes(host) ? (['way to brokers'] as const) : []),
  ];
  return {
    hosts: [...new Set([...named, ...onWay])].map((host) => ({ host, choices: choicesOf(host) })),
    others: [
      ...(isWanted('hosts') && named.length === 0 ? [anyHost('hosts')] : []),
      ...(via !== undefined && onWay.length === 0 ? [anyHost('way to brokers', instanceNamed(via))] : []),
    ],
  };
}

function instanceNamed(text: string): Chosen {
  const { selector } = readInstanceArgument(text, new Map());
  return selector.by === 'id' ? { by: 'name', name: selector.id } : selector;
}

/** Variables are there without asking anybody; what AWS would say isn't known. */
function offlineSources({ env }: EnvironmentInput): readonly ReferenceSource[] {
  const ofAws = ['cfn', 'secretsmanager', 'ssm'].map(
    (name): ReferenceSource => ({
      name,
      isSecret: false,
      resolve: async (names) => new Map(names.map((one) => [one, unknown])),
    }),
  );
  return [environmentVariables(env), ...ofAws];
}

/** It comes from variables and profiles, which say nothing to AWS. */
async function regionOf(open: () => Promise<Aws>, isOffline: boolean): Promise<string | undefined> {
  try {
    return (await open()).region;
  } catch (error) {
    if (isOffline && error instanceof UsageError) return undefined;
    throw error;
  }
}
