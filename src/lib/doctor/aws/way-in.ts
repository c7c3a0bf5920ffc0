import type { Environment } from '../../config/environment.js';
import type { HostSettings } from '../../hosts/host-settings.js';
import type { ConfigurationFacts } from '../configuration-facts.js';
import type { DoctorDeps } from '../doctor-deps.js';

/**
 * The host that brokers are reached through, or the only one of an environment without a cluster; undefined where nothing is
 * on the way.
 */
export function wayIn({ given }: Pick<ConfigurationFacts, 'given'>): string | undefined {
  if (given.cluster !== undefined) return given.cluster.via?.value;
  return given.hosts.size === 1 ? [...given.hosts.keys()][0] : undefined;
}

/** The way's end first, then the host that it is reached through, and so on. @throws UsageError */
export async function hostsOnTheWay(
  deps: Pick<DoctorDeps, 'approach'>,
  facts: Pick<ConfigurationFacts, 'given'>,
  environment: Environment,
  signal: AbortSignal,
): Promise<readonly HostSettings[]> {
  const via = wayIn(facts);
  return via === undefined ? [] : (await deps.approach(environment, via, signal)).chain;
}
