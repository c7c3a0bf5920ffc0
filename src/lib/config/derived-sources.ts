import type { AwsEnvironment, EnvironmentInput } from './environment.js';
import type { EnvironmentSettings } from './environment-settings.js';
import { hostReferences } from './host-references.js';
import { clusterReferences } from './kubernetes-settings.js';
import type { MskReferences } from './msk-references.js';
import { clusterSource, hostSource } from './reference-syntax.js';
import type { DerivedSource } from './resolve-settings.js';

/**
 * Addresses of the environment's hosts, the brokers of its MSK cluster, and what is made of its brokers, whose addresses
 * may be either.
 */
export function derivedSources(
  { hosts, kubernetes }: EnvironmentSettings,
  { instances }: EnvironmentInput,
  aws: AwsEnvironment,
  msk: MskReferences,
): readonly DerivedSource[] {
  return [
    {
      name: hostSource,
      source: (read) => hostReferences(hosts, read, instances?.(aws) ?? (async () => [])),
    },
    msk,
    { name: clusterSource, source: (read) => clusterReferences(kubernetes.brokers, read) },
  ];
}
