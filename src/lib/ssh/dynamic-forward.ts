import type { Socket } from 'node:net';
import { SshForwardError } from './errors.js';
import { listen, type OpenForward } from './forward-listener.js';
import type { ListenSpec } from './forward-spec.js';
import { joinStreams } from './forward-streams.js';
import { type ForwardWay, onceInARow, problemOf } from './local-forward.js';
import { type SocksOutcome, type SocksStep, socksReader } from './socks5.js';

/** A client that says nothing is let go after this time; milliseconds. */
const patienceMs = 30_000;

/**
 * Opens a SOCKS proxy on this machine whose connections begin at the far end, where names are resolved, too.
 * @param spec of `parseDynamicForward`, which lets only this machine in
 * @throws ExopsError when it can't listen
 */
export function openDynamicForward(spec: ListenSpec, way: ForwardWay): Promise<OpenForward> {
  const report = onceInARow(way.report);
  return listen(spec, (socket) => void serve(socket, way.forward, report));
}

async function serve(
  socket: Socket,
  forward: ForwardWay['forward'],
  report: (problem: string | undefined) => void,
): Promise<void> {
  const request = await readRequest(socket);
  if (request === undefined) return;
  if (request.kind === 'refuse') {
    report(`A client of the SOCKS proxy ${request.why}.`);
    socket.end(request.bytes, () => socket.destroy());
    return;
  }
  const { target, rest, answer } = request;
  try {
    const channel = await forward(target.host, target.port);
    report(undefined);
    socket.write(answer('connected'));
    if (rest.length > 0) channel.write(rest);
    await joinStreams(socket, channel);
  } catch (error) {
    report(problemOf(error));
    socket.end(answer(outcomeOf(error)), () => socket.destroy());
  }
}

type Request = SocksStep & { kind: 'connect' | 'refuse' };

/** Leaves the socket paused; undefined when the client left before it had said what it wants. */
function readRequest(socket: Socket): Promise<Request | undefined> {
  return new Promise((resolve) => {
    const read = socksReader();
    const finish = (request: Request | undefined) => {
      socket
        .pause()
        .off('data', take)
        .off('end', leave)
        .off('close', leave)
        .off('timeout', leave)
        .setTimeout(0);
      resolve(request);
    };
    const take = (bytes: Buffer) => {
      const request = takeSteps(read(bytes), socket);
      if (request !== undefined) finish(request);
    };
    const leave = () => {
      socket.destroy();
      finish(undefined);
    };
    socket
      .on('data', take)
      .once('end', leave)
      .once('close', leave)
      .once('timeout', leave)
      .setTimeout(patienceMs);
    socket.resume();
  });
}

function takeSteps(steps: readonly SocksStep[], socket: Socket): Request | undefined {
  for (const step of steps) {
    if (step.kind === 'send') socket.write(step.bytes);
    if (step.kind === 'connect' || step.kind === 'refuse') return step;
  }
  return undefined;
}

function outcomeOf(error: unknown): SocksOutcome {
  if (!(error instanceof SshForwardError) || error.reason === 'other') return 'failed';
  return error.reason;
}
