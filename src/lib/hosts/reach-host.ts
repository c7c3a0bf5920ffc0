import type { SshLogin, SshSession } from '../ssh/ssh.js';
import { createProgress, type Progress } from '../terminal/progress.js';
import { approach, type FoundHost, findHost, type ReachDeps, type ReachInput } from './approach.js';
import type { HostSettings } from './host-settings.js';
import type { Trust } from './trust/verify-host-key.js';

/** A host that we are logged in to. */
export interface ReachedHost extends FoundHost {
  readonly session: SshSession;
  readonly trust: Trust;
  /** Ends the sessions with it and with every host on the way. */
  close(): void;
}

/** A host first, then the one that it is reached through, and so on. */
export type Chain = readonly [HostSettings, ...HostSettings[]];

/**
 * Finds a host and those on the way to it, all at once, and logs in to one after the other: route, host key, pushed
 * key. Nothing is pushed for a host that failed verification.
 * @throws ExopsError that names the part that failed
 */
export async function reachHost(deps: ReachDeps, input: ReachInput, chain: Chain): Promise<ReachedHost> {
  const { found, through, close } = await reachNext(deps, input, chain);
  try {
    const { session, trust } = await logIn(deps, input, found, through);
    const closeAll = () => {
      session.close();
      close();
    };
    return { ...found, session, trust, close: closeAll };
  } catch (error) {
    close();
    throw error;
  }
}

export interface NextHost {
  readonly found: FoundHost;
  /** The session with the host in between, when there is one. */
  readonly through: SshSession | undefined;
  /** Ends the sessions on the way. */
  close(): void;
}

/** Logs in to every host of the chain but the first, which is found. */
export async function reachNext(deps: ReachDeps, input: ReachInput, chain: Chain): Promise<NextHost> {
  const [first, ...others] = await createProgress(deps.terminal).during(`Looking for ${chain[0].name}`, () =>
    Promise.all(chain.map((settings) => findHost(deps, settings))),
  );
  if (first === undefined) throw new TypeError('an empty chain');
  const open: SshSession[] = [];
  const close = () => {
    for (const session of open.splice(0).reverse()) session.close();
  };
  try {
    for (const host of others.reverse()) open.push((await logIn(deps, input, host, open.at(-1))).session);
    return { found: first, through: open.at(-1), close };
  } catch (error) {
    close();
    throw error;
  }
}

async function logIn(
  deps: ReachDeps,
  input: ReachInput,
  host: FoundHost,
  through: SshSession | undefined,
): Promise<{ readonly session: SshSession; readonly trust: Trust }> {
  const { login, verify } = await approach(deps, input, host, through);
  const { result, trust } = await verified(createProgress(deps.terminal), host.label, verify, (check) =>
    deps.connect({ ...login, verify: check }, deps.signal),
  );
  return { session: result, trust };
}

/** Says what is waited for, except while a person may be asked about the key. */
export async function verified<Result>(
  progress: Progress,
  label: string,
  verify: (key: Parameters<SshLogin['verify']>[0]) => Promise<Trust>,
  connect: (verify: SshLogin['verify']) => Promise<Result>,
): Promise<{ readonly result: Result; readonly trust: Trust }> {
  let trust: Trust | undefined;
  let keySeen: () => void = () => {};
  const untilKey = new Promise<void>((resolve) => {
    keySeen = resolve;
  });
  let indicator: Promise<void> = Promise.resolve();
  const connecting = connect(async (key) => {
    keySeen();
    await indicator;
    trust = await verify(key);
  });
  const ended = connecting.then(
    () => {},
    () => {},
  );
  indicator = progress.during(`Connecting to ${label}`, () => Promise.race([untilKey, ended]));
  const result = await connecting;
  if (trust === undefined) throw new TypeError('logged in without verification');
  return { result, trust };
}
