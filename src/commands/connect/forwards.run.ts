import type { Context } from '../../context.js';
import { openDynamicForward } from '../../lib/ssh/dynamic-forward.js';
import type { OpenForward } from '../../lib/ssh/forward-listener.js';
import {
  type ForwardSpec,
  formatEndpoint,
  type ListenSpec,
  parseDynamicForward,
  parseForward,
} from '../../lib/ssh/forward-spec.js';
import { describeForward, type ForwardWay, openLocalForward } from '../../lib/ssh/local-forward.js';
import type { SshSession } from '../../lib/ssh/ssh.js';
import type { ConnectOptions } from './connect.js';

export interface ForwardSpecs {
  readonly local: readonly ForwardSpec[];
  readonly dynamic: readonly ListenSpec[];
}

/** @throws UsageError for one that can't be read, before anything is reached */
export function forwardSpecs({ forward = [], dynamicForward = [] }: ConnectOptions): ForwardSpecs {
  return { local: forward.map(parseForward), dynamic: dynamicForward.map(parseDynamicForward) };
}

/** Opens all of them or none, and says which are open. */
export async function openForwards(
  { terminal }: Context,
  session: Pick<SshSession, 'forward'>,
  { local, dynamic }: ForwardSpecs,
): Promise<{ close(): Promise<void> }> {
  const way: ForwardWay = {
    forward: (host, port) => session.forward(host, port),
    report: (problem) => terminal.err.line(problem),
  };
  const open: OpenForward[] = [];
  const close = async () => {
    await Promise.all(open.map((one) => one.close()));
  };
  try {
    for (const spec of local) {
      const opened = await openLocalForward(spec, way);
      open.push(opened);
      terminal.err.line(`forwarding ${describeForward(opened, spec)}`);
    }
    for (const spec of dynamic) {
      const opened = await openDynamicForward(spec, way);
      open.push(opened);
      terminal.err.line(`SOCKS proxy on ${opened.listening.map(formatEndpoint).join(' and ')}`);
    }
    return { close };
  } catch (error) {
    await close();
    throw error;
  }
}
