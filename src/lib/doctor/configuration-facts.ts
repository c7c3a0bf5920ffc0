import type { EnvironmentSettings } from '../config/environment-settings.js';
import { settingsOfNamedHosts } from '../config/host-references.js';
import { settingsOfMsk } from '../config/msk-given.js';
import { hostSource, mskSource, referencesIn } from '../config/reference-syntax.js';
import { neededSettings, wantedParts } from '../config/wanted-parts.js';

/** The value of the configuration's step. */
export interface ConfigurationFacts {
  /** Relative where that is shorter, as people know it; undefined where flags or variables alone name the cluster. */
  readonly file: string | undefined;
  readonly environmentName: string | undefined;
  /** Whether anything of it is in AWS: hosts, references, an MSK cluster, IAM. */
  readonly usesAws: boolean;
  /** Whether its settings can't be known without asking AWS. */
  readonly refersToAws: boolean;
  readonly hasHosts: boolean;
  readonly hasCluster: boolean;
  readonly hasKubernetes: boolean;
  readonly given: EnvironmentSettings;
}

/** Where the values are that only AWS knows. */
const awsSources: ReadonlySet<string> = new Set(['cfn', 'secretsmanager', 'ssm', hostSource, mskSource]);

/** What an environment has, as far as that stands in what was given. */
export function factsOf(given: EnvironmentSettings): ConfigurationFacts {
  const { file, name, aws, hosts, cluster, msk, sleep, kubernetes } = given;
  const needed = neededSettings(wantedParts(given, { kind: 'everything' }));
  const refersToAws = [...needed, ...settingsOfNamedHosts(needed, hosts), ...settingsOfMsk(needed, msk)]
    .flatMap(({ value }) => referencesIn(value))
    .some(({ source }) => awsSources.has(source));
  const isPlaced = [aws.profile, aws.region, aws.accountId].some((setting) => setting !== undefined);
  const hasHosts = hosts.size > 0 || cluster?.via !== undefined;
  return {
    ...{ file: file?.yaml.name, environmentName: name?.value, refersToAws, given, hasHosts },
    usesAws: refersToAws || isPlaced || hasHosts || sleep.length > 0 || isOfMsk(cluster),
    hasCluster: cluster !== undefined,
    hasKubernetes: kubernetes.isGiven,
  };
}

function isOfMsk(cluster: EnvironmentSettings['cluster']): boolean {
  return cluster?.kind.value === 'msk' || cluster?.auth.mechanism.value === 'iam';
}
