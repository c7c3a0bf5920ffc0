import type { Duplex } from 'node:stream';
import type { Clock } from '../../context.js';
import type { Aws, Instance } from '../aws/aws.js';
import type { Variables } from '../config/environment-variables.js';
import type { KnownHosts } from '../ssh/known-hosts.js';
import type { Pin } from '../ssh/known-hosts-line.js';
import type { ConnectSsh, SshLogin, SshSession } from '../ssh/ssh.js';
import { createProgress } from '../terminal/progress.js';
import type { Terminal } from '../terminal/terminal.js';
import { findInstance } from './find/find-instance.js';
import { instanceWords } from './find/instance-words.js';
import type { SeenHosts } from './find/last-seen.js';
import type { HostSettings } from './host-settings.js';
import { dialRoute } from './route/dial-route.js';
import { dialTimeoutMs as usualDialTimeoutMs } from './route/dial-target.js';
import { findRoute } from './route/find-route.js';
import { type Route, routeNotes, routeWords } from './route/route.js';
import { knownKeyTypes } from './trust/decide.js';
import { hostKeyTag } from './trust/tag.js';
import { hostKeyVerifier, type Trust } from './trust/verify-host-key.js';

export interface ReachDeps {
  readonly aws: Aws;
  readonly env: Variables;
  /** The AWS profile that was chosen. */
  readonly profile: string | undefined;
  readonly accountId: string | undefined;
  /** Of the hosts in `exops.yaml`, for a name that is none of them. */
  readonly hostNames?: readonly string[] | undefined;
  readonly terminal: Terminal;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly knownHosts: KnownHosts;
  readonly seenHosts: SeenHosts;
  readonly connect: ConnectSsh;
  trace(event: string): void;
}

export interface ReachInput {
  /** Trust a key that nothing vouches for. */
  readonly acceptNew: boolean;
  /** Milliseconds that the network may take, of each host. */
  readonly timeoutMs: number | undefined;
  /** Milliseconds that opening the way may take; as `timeoutMs` when left out. */
  readonly dialTimeoutMs?: number;
  /** Told how a host will be reached, before it is. */
  onRoute(host: FoundHost, way: string, notes: readonly string[]): void;
}

export interface FoundHost {
  readonly settings: HostSettings;
  readonly instance: Instance;
  /** `kafka (i-0123456789abcdef0)` */
  readonly label: string;
  /** The way that it was reached by before; undefined where it is to be chosen. */
  readonly route?: Route;
  /** What was pinned of it when it was found; it is verified by what is pinned then. */
  readonly pins?: readonly Pin[];
}

/** What it takes to log in to a host, once the way there is known. */
export interface Approach {
  readonly login: Omit<SshLogin, 'verify'>;
  readonly route: Route;
  verify(key: Parameters<SshLogin['verify']>[0]): Promise<Trust>;
}

/** The way's own time ends before the login's, since it knows what the matter is. */
const dialFirstMs = 40;

/** Asks EC2 for a host's instance. */
export async function findHost(deps: ReachDeps, settings: HostSettings): Promise<FoundHost> {
  const { profile, accountId, clock, signal, hostNames: hosts } = deps;
  const scene = { name: settings.name, profile, accountId, now: clock.now(), hosts };
  const instance = await findInstance(deps, settings.instance, scene, signal);
  return { settings, instance, label: instanceWords(instance, settings.name) };
}

/**
 * Chooses the way to a host and says which it is. Nothing is dialled yet.
 * @param through the session with the host in between, when there is one
 */
export async function approach(
  deps: ReachDeps,
  { acceptNew, timeoutMs, dialTimeoutMs = timeoutMs, onRoute }: ReachInput,
  host: FoundHost,
  through: SshSession | undefined,
): Promise<Approach> {
  const { aws, env, profile, signal, knownHosts, terminal, trace } = deps;
  const { settings, instance, label } = host;
  const question = { settings, instance, name: label };
  const [route, pins] = await Promise.all([
    host.route ??
      createProgress(terminal).during(`Finding a way to ${label}`, () => findRoute(question, deps, signal)),
    host.pins ?? knownHosts.find(instance.id),
  ]);
  onRoute(host, routeWords(route), routeNotes(route, instance.availabilityZone));
  const target = {
    name: label,
    instanceId: instance.id,
    port: settings.port,
    timeoutMs: Math.min(dialTimeoutMs ?? usualDialTimeoutMs, usualDialTimeoutMs),
  };
  const session = async () => {
    if (through === undefined) throw new TypeError(`${label} has no host to go through`);
    return through;
  };
  return {
    route,
    verify: hostKeyVerifier(deps, { instance, acceptNew, shownName: label }),
    login: {
      user: settings.user,
      name: label,
      knownKeyTypes: knownKeyTypes(pins, instance.tags.get(hostKeyTag)),
      dial: (stop): Promise<Duplex> => {
        const dialing = dialRoute(route, target, { aws, env, profile, through: session }, stop);
        // While the host forks a process for us there is time to load what the push takes.
        aws.instanceConnect.prepare();
        return dialing;
      },
      authorize: (publicKey) => {
        const { id: instanceId, availabilityZone } = instance;
        const push = { instanceId, user: settings.user, key: publicKey, availabilityZone };
        return aws.instanceConnect.sendPublicKey(push, signal);
      },
      ...(timeoutMs === undefined ? {} : { timeoutMs: timeoutMs + dialFirstMs }),
      trace,
    },
  };
}
