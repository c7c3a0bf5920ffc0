import type { Context } from '../../context.js';
import type { GivenHosts } from '../../lib/config/environment.js';
import { UsageError } from '../../lib/errors.js';
import { chooseServices } from '../../lib/hosts/services/choose-services.js';
import type { NamedService } from '../../lib/hosts/services/service-state.js';
import { didYouMean } from '../../lib/yaml/nearest.js';
import type { HostOptions } from '../flags.js';
import { openEnvironment } from '../open-environment.js';
import { choosing, type Reached, reachHost } from '../reach-host.js';

export interface ReachedServices {
  readonly host: Reached;
  readonly services: readonly NamedService[];
}

/** Logs in to the host that has these services: the one that is named, or else the only one that has them. */
export async function reachServices(
  context: Context,
  options: HostOptions & { readonly host?: string | undefined },
  names: readonly string[],
  { withBrokers = false }: { readonly withBrokers?: boolean } = {},
): Promise<ReachedServices> {
  let known: readonly string[] = [];
  const opened = await openEnvironment(context, options, {
    kind: 'hosts',
    withBrokers,
    choose: (given) => {
      known = [...given.hosts.keys()];
      return options.host === undefined ? [hostWith(given, names)] : choosing(options.host)(given);
    },
  });
  const name = options.host ?? [...opened.environment.hosts.keys()][0] ?? '';
  const settings = opened.environment.hosts.get(name);
  if (settings === undefined) throw noSuchHost(name, known);
  const services = chooseServices(settings, names);
  return { host: await reachHost(context, opened, options, name), services };
}

/** Pure: the only host that has all of these services. */
export function hostWith({ hosts }: GivenHosts, names: readonly string[]): string {
  const having = [...hosts.values()].filter(({ services }) => names.every((name) => services.has(name)));
  const [only, ...others] = having.map(({ name }) => name);
  if (only === undefined) throw nowhere({ hosts }, names);
  if (others.length === 0) return only;
  throw new UsageError(
    `${names.join(' and ')} ${names.length > 1 ? 'are' : 'is'} on ${[only, ...others].join(' and on ')}.`,
    {
      hint: 'Name the host with --host.',
    },
  );
}

function nowhere({ hosts }: Pick<GivenHosts, 'hosts'>, names: readonly string[]): UsageError {
  const known = [...new Set([...hosts.values()].flatMap(({ services }) => [...services.keys()]))];
  const unknown = names.filter((name) => !known.includes(name));
  const [first = names.join(' and ')] = unknown;
  if (unknown.length === 0)
    return new UsageError(`No host has ${first} together.`, { hint: 'Run the command once for each.' });
  return new UsageError(`No host has a service ${JSON.stringify(first)}${didYouMean(first, known)}.`, {
    hint:
      known.length === 0
        ? 'Write them into exops.yaml: services: { kafka: { systemd: kafka } }'
        : `There are: ${known.join(', ')}`,
  });
}

/** For a name that no host of the file has. */
export function noSuchHost(name: string, known: readonly string[]): UsageError {
  return new UsageError(
    `exops.yaml has no host ${JSON.stringify(name)}${didYouMean(name, known)}, and so no services of it.`,
    {
      hint:
        known.length === 0
          ? 'Write hosts: with services: into exops.yaml.'
          : `Hosts there: ${known.join(', ')}`,
    },
  );
}
