import type { Instance } from '../aws/aws.js';
import { AccessError, ExopsError, InterruptedError } from '../errors.js';
import { SshTimeoutError } from '../ssh/errors.js';
import type { SshSession } from '../ssh/ssh.js';
import { printable } from '../terminal/printable.js';
import { createProgress } from '../terminal/progress.js';
import { approach, type FoundHost, findHost, type ReachDeps, type ReachInput } from './approach.js';
import { instanceWords } from './find/instance-words.js';
import type { HostSettings } from './host-settings.js';
import type { Route } from './route/route.js';
import { hostKeyTag } from './trust/tag.js';
import type { Trust } from './trust/verify-host-key.js';
import { verified } from './verified.js';

/** A host that we are logged in to. */
export interface ReachedHost extends FoundHost {
  readonly session: SshSession;
  readonly trust: Trust;
  /** Ends the sessions with it and with every host on the way. */
  close(): void;
}

/** A host first, then the one that it is reached through, and so on. */
export type Chain = readonly [HostSettings, ...HostSettings[]];

/** An address of yesterday answers soon, or isn't worth waiting for. */
const hastyDialMs = 1_000;

/**
 * Logs in to a host through those on the way to it: route, host key, pushed key. Where all of them were before is
 * tried first, without asking where they are, since their pinned keys decide; otherwise they are found, all at once.
 * Nothing is pushed for a host that failed verification.
 * @throws ExopsError that names the part that failed
 */
export async function reachHost(deps: ReachDeps, input: ReachInput, chain: Chain): Promise<ReachedHost> {
  const remembered = await rememberedHosts(deps, chain);
  if (remembered !== undefined) {
    const said: (() => void)[] = [];
    const quietly = {
      ...input,
      onRoute: (...words: Parameters<ReachInput['onRoute']>) => said.push(() => input.onRoute(...words)),
    };
    try {
      const reached = await logInToAll(deps, { ...quietly, dialTimeoutMs: hastyDialMs }, remembered);
      for (const say of said) say();
      return reached;
    } catch (error) {
      deps.signal.throwIfAborted();
      if (!mayBeElsewhere(error)) {
        for (const say of said) say();
        throw error;
      }
      deps.trace(`not where it was: ${error.message}`);
    }
  }
  return logInToAll(deps, input, await findHosts(deps, chain));
}

/** Whether looking the host up could help: what AWS refused to us, and what a person stopped, stays as it is. */
function mayBeElsewhere(error: unknown): error is ExopsError {
  if (!(error instanceof ExopsError) || error instanceof InterruptedError) return false;
  const answeredTooLate = error instanceof SshTimeoutError && error.step !== 'dial';
  return !(error instanceof AccessError) && !answeredTooLate;
}

/** Logs in to every host of the chain but the first, which is found. */
export async function reachNext(
  deps: ReachDeps,
  input: ReachInput,
  chain: Chain,
): Promise<{ readonly found: FoundHost; readonly through: SshSession | undefined; close(): void }> {
  const [found, ...onTheWay] = await findHosts(deps, chain);
  const open = await openAll(deps, input, onTheWay);
  return { found, through: open.at(-1)?.session, close: () => closeAll(open) };
}

type FoundHosts = readonly [FoundHost, ...FoundHost[]];
type LoggedIn = Omit<ReachedHost, 'close'>;

async function logInToAll(deps: ReachDeps, input: ReachInput, hosts: FoundHosts): Promise<ReachedHost> {
  const open = await openAll(deps, input, hosts);
  const last = open.at(-1);
  if (last === undefined) throw new TypeError('an empty chain');
  return { ...last, close: () => closeAll(open) };
}

/** From the far end of the chain to its first. */
async function openAll(
  deps: ReachDeps,
  input: ReachInput,
  hosts: readonly FoundHost[],
): Promise<readonly LoggedIn[]> {
  const open: LoggedIn[] = [];
  try {
    for (const host of [...hosts].reverse()) open.push(await logIn(deps, input, host, open.at(-1)?.session));
    return open;
  } catch (error) {
    closeAll(open);
    throw error;
  }
}

function closeAll(open: readonly LoggedIn[]): void {
  for (const { session } of [...open].reverse()) session.close();
}

async function logIn(
  deps: ReachDeps,
  input: ReachInput,
  host: FoundHost,
  through: SshSession | undefined,
): Promise<LoggedIn> {
  const { login, verify, route } = await approach(deps, input, host, through);
  const { result: session, trust } = await verified(
    createProgress(deps.terminal),
    host.label,
    verify,
    (check) => deps.connect({ ...login, verify: check }, deps.signal),
  );
  if (host.route === undefined) await remember(deps, host, route);
  return { ...host, session, trust };
}

async function findHosts(deps: ReachDeps, [first, ...others]: Chain): Promise<FoundHosts> {
  return createProgress(deps.terminal).during(`Looking for ${printable(first.name)}`, () =>
    Promise.all([findHost(deps, first), ...others.map((settings) => findHost(deps, settings))]),
  );
}

/** Undefined unless every host of the chain has a pinned key and was reached by its address before. */
async function rememberedHosts(deps: ReachDeps, [first, ...others]: Chain): Promise<FoundHosts | undefined> {
  const nearest = await rememberedHost(deps, first);
  const onTheWay = await Promise.all(others.map((settings) => rememberedHost(deps, settings)));
  const known = onTheWay.filter((host) => host !== undefined);
  return nearest === undefined || known.length < others.length ? undefined : [nearest, ...known];
}

/** The ways but these hang on more than an address. */
async function remember({ seenHosts }: ReachDeps, { instance }: FoundHost, route: Route): Promise<void> {
  if (route.kind !== 'direct' && route.kind !== 'via') return;
  const { kind, address } = route;
  const why = route.kind === 'direct' ? route.why : undefined;
  const { id, availabilityZone, tags } = instance;
  await seenHosts.remember(id, { kind, address, why, availabilityZone, hostKeyTag: tags.get(hostKeyTag) });
}

async function rememberedHost(
  { seenHosts, knownHosts }: ReachDeps,
  settings: HostSettings,
): Promise<FoundHost | undefined> {
  const { instance: selector, name, route: wanted, via } = settings;
  if (selector.by !== 'id' || (wanted !== undefined && wanted !== 'direct')) return undefined;
  const { id } = selector;
  const [seen, pins] = await Promise.all([seenHosts.find(id), knownHosts.find(id)]);
  // A key that nobody vouched for is held against the tag each time.
  const isVouchedFor = pins.some(({ source }) => source !== 'unseen' && source !== undefined);
  if (seen === undefined || !isVouchedFor || (seen.kind === 'via') !== (via !== undefined)) return undefined;
  const { address, availabilityZone, why } = seen;
  const tag = seen.hostKeyTag;
  const instance: Instance = {
    ...{ id, state: 'running', availabilityZone, privateAddress: address },
    tags: new Map(tag === undefined ? [] : [[hostKeyTag, tag]]),
    ...{ transitionReason: undefined, stateReason: undefined, platform: undefined },
    ...{ publicAddress: undefined, ipv6Address: undefined, vpcId: undefined, subnetId: undefined },
    ...{ instanceType: undefined, launchedAt: undefined, spotRequest: undefined, volumeIds: [] },
    ...{ hasInstanceStoreRoot: false, hasElasticAddress: false, securityGroupIds: [] },
  };
  const route: Route =
    via === undefined ? { kind: 'direct', address, others: [], why } : { kind: 'via', host: via, address };
  return { settings, instance, label: instanceWords(instance, name), route, pins };
}
