import { join } from 'node:path';
import type { Context } from '../context.js';
import type { Environment, GivenHosts } from '../lib/config/environment.js';
import { UsageError } from '../lib/errors.js';
import type { ReachDeps, ReachInput } from '../lib/hosts/approach.js';
import { readInstanceArgument } from '../lib/hosts/find/instance-argument.js';
import { openSeenHosts } from '../lib/hosts/find/last-seen.js';
import { defaultUser, type HostSettings, userPattern } from '../lib/hosts/host-settings.js';
import { type Chain, type ReachedHost, reachHost as reach } from '../lib/hosts/reach-host.js';
import { connectSsh } from '../lib/ssh/connect.js';
import { type KnownHosts, knownHostsFile, openKnownHosts } from '../lib/ssh/known-hosts.js';
import { stateFolder } from '../lib/state-folder.js';
import { dottedLine } from '../lib/terminal/dotted-line.js';
import type { HostOptions } from './flags.js';
import { type OpenEnvironment, openEnvironment, tracer } from './open-environment.js';

/** A host that we are logged in to, and where it is. */
export interface Reached extends ReachedHost {
  /** `123456789012 ap-northeast-2` */
  readonly place: string;
  readonly environment: Environment;
}

/** The hosts that a command means by the name on its command line. */
export function choosing(host: string | undefined): (known: GivenHosts) => readonly string[] {
  return ({ hosts, usual }) => {
    if (host !== undefined) return [host];
    if (usual !== undefined) return [usual];
    const names = [...hosts.keys()];
    if (names.length === 0)
      throw new UsageError('No host is named, and the environment has none.', {
        hint: 'Name an instance id or a Name tag, or write hosts: into exops.yaml.',
      });
    throw new UsageError(`The environment has ${names.length} hosts and none is named.`, {
      hint: `Name one of them: ${names.join(', ')}`,
    });
  };
}

/** Logs in to the host that is named, or the environment's usual one; says on stderr how. */
export async function reachNamedHost(
  context: Context,
  options: HostOptions,
  host: string | undefined,
): Promise<Reached> {
  const { opened, name } = await nameOfHost(context, options, host);
  return reachHost(context, opened, options, name);
}

/** The environment with the host that is named, or its usual one. */
export async function nameOfHost(
  context: Context,
  options: HostOptions,
  host: string | undefined,
  { withBrokers = false }: { readonly withBrokers?: boolean } = {},
): Promise<{ readonly opened: OpenEnvironment; readonly name: string; readonly known: readonly string[] }> {
  let name = host ?? '';
  let known: readonly string[] = [];
  const opened = await openEnvironment(context, options, {
    kind: 'hosts',
    withBrokers,
    choose: (given) => {
      known = [...given.hosts.keys()];
      const names = choosing(host)(given);
      name = names[0] ?? name;
      return names;
    },
  });
  return { opened: { ...opened, hostNames: known }, name, known };
}

/**
 * Logs in to a host by its name in the environment, an instance id or a Name tag; says on stderr how.
 * @throws UsageError, ExopsError that names the part that failed
 */
export async function reachHost(
  context: Context,
  opened: OpenEnvironment,
  options: HostOptions,
  name: string,
): Promise<Reached> {
  const { deps, input, chain, place } = await approachNamed(context, opened, options, name);
  return { ...(await reach(deps, input, chain)), place, environment: opened.environment };
}

export interface NamedApproach {
  readonly deps: ReachDeps;
  readonly input: ReachInput;
  readonly chain: Chain;
  readonly place: string;
}

/** Everything that reaching a host takes. */
export async function approachNamed(
  context: Context,
  { environment, aws: openAws, hostNames }: OpenEnvironment,
  options: HostOptions,
  name: string,
): Promise<NamedApproach> {
  const chain = chainOf(environment, name, options);
  const { profile, accountId } = environment.aws;
  const { terminal, env, clock, signal } = context;
  const aws = await openAws();
  const knownHosts = openKnownHostsOf(context);
  const seenHosts = openSeenHosts(join(stateFolder(env, context.home), 'hosts'), context.self, clock.now);
  const place = [accountId, aws.region].filter((word) => word !== undefined).join(' ');
  const trace = tracer(context, options.verbose);
  return {
    deps: {
      aws,
      env,
      profile,
      accountId,
      hostNames,
      terminal,
      clock,
      signal,
      connect: connectSsh,
      knownHosts,
      seenHosts,
      trace,
    },
    input: {
      acceptNew: options.acceptNewHostKey === true,
      timeoutMs: options.timeout,
      onRoute: ({ label }, way, notes) => {
        const { err } = terminal;
        err.line(dottedLine([environment.name, place, label, way], err.columns));
        for (const note of notes) terminal.err.line(`  ${note}`);
      },
    },
    chain,
    place,
  };
}

/** The host keys that this machine knows. */
export function openKnownHostsOf({ env, home, clock, self, signal }: Context): KnownHosts {
  return openKnownHosts({ file: knownHostsFile(env, home), clock, self, signal });
}

function chainOf(environment: Environment, name: string, { user, route }: HostOptions): Chain {
  const { selector, host } = readInstanceArgument(name, environment.hosts);
  const settings: HostSettings = host ?? {
    name,
    instance: selector,
    user: defaultUser,
    port: 22,
    address: undefined,
    route: undefined,
    via: undefined,
    tools: new Map(),
    services: new Map(),
  };
  if (user !== undefined) checkUser(user);
  const first = {
    ...settings,
    user: user ?? settings.user,
    ...(route === undefined ? {} : { route, via: undefined }),
  };
  return [first, ...hostsOnTheWay(environment.hosts, first.via)];
}

/** @throws UsageError for what AWS would refuse, and what must never become a path or a line of a file */
export function checkUser(user: string): void {
  if (userPattern.test(user)) return;
  const rule = 'it has letters, digits and . _ - @, at most 32';
  throw new UsageError(`--user ${JSON.stringify(user)} is no user name: ${rule}.`);
}

function hostsOnTheWay(hosts: Environment['hosts'], via: string | undefined): readonly HostSettings[] {
  const host = via === undefined ? undefined : hosts.get(via);
  return host === undefined ? [] : [host, ...hostsOnTheWay(hosts, host.via)];
}
