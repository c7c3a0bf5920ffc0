import type { AwsEnvironment, EnvironmentInput } from './environment.js';
import type { EnvironmentSettings } from './environment-settings.js';
import { hostReferences } from './host-references.js';
import { clusterReferences } from './kubernetes-settings.js';
import { clusterSource, hostSource } from './reference-syntax.js';
import type { DerivedSource } from './resolve-settings.js';

/** Addresses of the environment's hosts, and what is made of its brokers, whose addresses may be theirs. */
export function derivedSources(
  { hosts, kubernetes }: EnvironmentSettings,
  { instances }: EnvironmentInput,
  aws: AwsEnvironment,
): readonly DerivedSource[] {
  return [
    {
      name: hostSource,
      source: (read) => hostReferences(hosts, read, instances?.(aws) ?? (async () => [])),
    },
    { name: clusterSource, source: (read) => clusterReferences(kubernetes.brokers, read) },
  ];
}
