import type { Aws, Instance } from '../../aws/aws.js';
import type { HostSettings } from '../../hosts/host-settings.js';
import { findRoute } from '../../hosts/route/find-route.js';
import type { Address } from '../../kafka/address.js';
import type { DoctorDeps } from '../doctor-deps.js';
import type { FoundInstances } from './instance-step.js';
import type { Source } from './judge-security-group.js';
import { isPublicAddress, sourceHere, sourceOfHost } from './source-of.js';

/** Somebody who is to reach a port of an instance. */
export interface SshApproach {
  readonly source: Source;
  readonly address: Address;
  readonly securityGroupIds: readonly string[];
  /** False where it is known that this very port is silent. */
  readonly answers: false | undefined;
  readonly isPublic: boolean;
}

/**
 * Who comes to the SSH port of each host on the way, where one of them is silent: the one before it, an endpoint, or this
 * machine.
 */
export async function sshApproaches(
  { env }: Pick<DoctorDeps, 'env'>,
  aws: Pick<Aws, 'ec2' | 'ssm'>,
  { way, hosts }: FoundInstances,
  signal: AbortSignal,
): Promise<readonly SshApproach[]> {
  const all = await Promise.all(
    way.map(async (settings, index) => {
      const instance = hosts.get(settings.name);
      if (instance === undefined) return [];
      const before = way[index + 1];
      const through = before === undefined ? undefined : hosts.get(before.name);
      const route = await findRoute({ settings, instance, name: settings.name }, { aws, env }, signal);
      return sourceBy(route, settings, instance, {
        answers: way.length === 1 ? false : undefined,
        through,
        before,
      });
    }),
  );
  return all.flat();
}

async function sourceBy(
  route: Awaited<ReturnType<typeof findRoute>>,
  { port }: HostSettings,
  { securityGroupIds }: Instance,
  {
    answers,
    through,
    before,
  }: {
    readonly answers: false | undefined;
    readonly through: Instance | undefined;
    readonly before: HostSettings | undefined;
  },
): Promise<readonly SshApproach[]> {
  const to = (host: string, source: Source): readonly SshApproach[] => [
    { source, address: { host, port }, securityGroupIds, answers, isPublic: isPublicAddress(host) },
  ];
  switch (route.kind) {
    case 'direct':
      return to(route.address, await sourceHere(route.address));
    case 'via':
      return through === undefined || before === undefined
        ? []
        : to(route.address, sourceOfHost(through, before.name, isPublicAddress(route.address)));
    case 'eice': {
      const { id, securityGroupIds: groupIds } = route.endpoint;
      // The endpoint may keep the address of whoever comes: then its groups say nothing.
      return to(route.privateAddress, {
        label: `endpoint ${id}`,
        groupIds,
        addresses: [],
        isKnown: groupIds.length > 0,
      });
    }
    // The instance asks Systems Manager, and nobody comes to its port.
    case 'ssm':
      return [];
  }
}
