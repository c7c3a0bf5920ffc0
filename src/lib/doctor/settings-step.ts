import type { Environment } from '../config/environment.js';
import { hostSource, referencesIn } from '../config/reference-syntax.js';
import { MissingReferenceError } from '../config/resolve-settings.js';
import { UsageError } from '../errors.js';
import { formatAddress } from '../kafka/address.js';
import { countOf } from '../terminal/plural.js';
import { printable } from '../terminal/printable.js';
import { InvalidFileError } from '../yaml/problem.js';
import type { ConfigurationFacts } from './configuration-facts.js';
import { ClusterLookUpError, type DoctorDeps } from './doctor-deps.js';
import { findingOf } from './finding-of.js';
import { invalidFile } from './invalid-file.js';
import type { Outcome, Step } from './model.js';
import { broken, lacking, ok, step } from './step.js';

/** The value of the settings' step. */
export interface ResolvedSettings {
  readonly environment: Environment;
  /** Whether the cluster is what the file has, and not a tunnel's end that a flag or a variable names. */
  readonly isClusterOfFile: boolean;
  /** Why the cluster's addresses aren't known for now, though it has some: `kafka has no address now`. */
  readonly clusterAwaits: string | undefined;
}

export interface SettingsAfter {
  readonly configuration: Step<ConfigurationFacts>;
  readonly account: Step;
}

/**
 * What the settings come to: references resolved, files read. What needs no AWS goes on without it. An MSK cluster that can't
 * be looked up is left to the step of that layer, which therefore waits for no settings.
 */
export function settingsStep(
  deps: DoctorDeps,
  { configuration, account }: SettingsAfter,
): Step<ResolvedSettings> {
  return step({
    layer: 'settings',
    tries: 'what the settings refer to',
    after: [configuration],
    beside: [account],
    deadlineMs: deps.timeoutMs ?? settingsDeadlineMs,
    run: async (known) => {
      const facts = known.value(configuration);
      const ofAccount = known.outcome(account);
      const hasAccount = ofAccount !== undefined && 'value' in ofAccount;
      if (facts.refersToAws && !hasAccount) return lacking('account');
      try {
        return judgeSettings(facts, await deps.environment());
      } catch (error) {
        return explainSettings(error, deps);
      }
    },
  });
}

/** Several questions to AWS, one after the other. */
const settingsDeadlineMs = 15_000;

export function judgeSettings(
  facts: ConfigurationFacts,
  environment: Environment,
): Outcome<ResolvedSettings> {
  const { cluster, hosts } = environment;
  const given = facts.given.cluster?.brokers ?? [];
  const isClusterOfFile = given.every(({ origin }) => origin.kind === 'file');
  const clusterAwaits =
    cluster === undefined && facts.hasCluster
      ? `${hostsNamedIn(given.map(({ value }) => value)).join(', ')} has no address now`
      : undefined;
  const [first, ...others] = cluster?.brokers.map(formatAddress) ?? [];
  const saw = [
    ...(first === undefined ? [] : [others.length === 0 ? first : `${first} and ${others.length} more`]),
    ...(cluster === undefined
      ? []
      : [cluster.auth.mechanism === 'none' ? 'no login' : cluster.auth.mechanism]),
    ...(clusterAwaits === undefined ? [] : [clusterAwaits]),
    ...(hosts.size === 0 ? [] : [countOf(hosts.size, 'host')]),
  ];
  return ok(printable(saw.join(', ')) || 'nothing to resolve', {
    environment,
    isClusterOfFile,
    clusterAwaits,
  });
}

function hostsNamedIn(texts: readonly string[]): readonly string[] {
  const names = texts
    .flatMap(referencesIn)
    .filter(({ source }) => source === hostSource)
    .map(({ name }) => name);
  return [...new Set(names)];
}

/** @throws what AWS or the network said */
export function explainSettings(
  error: unknown,
  { commandLine }: Pick<DoctorDeps, 'commandLine'>,
): Outcome<never> {
  const view = commandLine('config view');
  if (error instanceof MissingReferenceError) return broken(invalidFile(error, 'reference-missing', view));
  if (error instanceof InvalidFileError) return broken(invalidFile(error, 'setting-unusable', view));
  if (error instanceof ClusterLookUpError) return lacking('cluster');
  if (error instanceof UsageError) return { findings: [findingOf(error, 'setting-unusable')] };
  throw error;
}
