import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { ExopsError, messageOf } from '../errors.js';
import { listen, type OpenForward } from './forward-listener.js';
import { type Endpoint, type ForwardSpec, formatEndpoint } from './forward-spec.js';
import { cut, joinStreams } from './forward-streams.js';

export interface ForwardWay {
  /** Opens a connection at the far end: `forward` of a session. */
  forward(host: string, port: number): Promise<Duplex>;
  /** Told in a sentence about a connection that failed; about the same failure once, until one succeeds. */
  report(problem: string): void;
}

/**
 * Opens a port on this machine that leads to an address at the far end. Every connection is independent: one that
 * fails is reported and closed, and the port stays open.
 * @throws ExopsError when it can't listen
 */
export function openLocalForward(spec: ForwardSpec, way: ForwardWay): Promise<OpenForward> {
  const report = onceInARow(way.report);
  return listen(spec, (socket) => void connectThrough(socket, spec.target, { ...way, report }));
}

async function connectThrough(
  socket: Socket,
  { host, port }: Endpoint,
  { forward, report }: ForwardWay & { readonly report: Reporter },
): Promise<void> {
  try {
    const channel = await forward(host, port);
    report(undefined);
    await joinStreams(socket, channel);
  } catch (error) {
    report(problemOf(error));
    cut(socket);
  }
}

type Reporter = (problem: string | undefined) => void;

/** Passes a problem on unless it was the last one, too; undefined is that there is none. */
export function onceInARow(report: (problem: string) => void): Reporter {
  let last: string | undefined;
  return (problem) => {
    if (problem !== undefined && problem !== last) report(problem);
    last = problem;
  };
}

/** What failed, and what to do about it on a line of its own. */
export function problemOf(error: unknown): string {
  const hint = error instanceof ExopsError && error.hint !== undefined ? `\n  ${error.hint}` : '';
  return messageOf(error) + hint;
}

/** `127.0.0.1:8080 and [::1]:8080 → localhost:8080`, to show what is open. */
export function describeForward({ listening }: OpenForward, { target }: ForwardSpec): string {
  return `${listening.map(formatEndpoint).join(' and ')} → ${formatEndpoint(target)}`;
}
