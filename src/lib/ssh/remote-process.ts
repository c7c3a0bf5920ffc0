import { once } from 'node:events';
import type { ClientChannel } from 'ssh2';
import { sendSignal, sendSize } from './channel-requests.js';
import type { ChannelStream } from './channel-stream.js';
import type { RemoteExit, RemoteProcess } from './ssh.js';

/**
 * A command that runs in a channel. Its `exit` waits until both outputs were read to their end, so whoever isn't
 * interested in one has to `resume()` it; on a terminal there is only one. Destroying `stdio` gives the command up.
 */
export function remoteProcess(
  channel: ClientChannel,
  stdio: ChannelStream,
  { hasTerminal }: { readonly hasTerminal: boolean },
): RemoteProcess {
  let status: RemoteExit = { code: undefined, signal: undefined };
  channel.once('exit', (code: number | null, signal?: string) => {
    status = { code: code ?? undefined, signal };
  });
  const { stderr } = channel;
  stderr.on('error', () => undefined);
  if (hasTerminal) stderr.resume();
  const allRead = once(stderr, 'end');
  const exit = stdio.ended.then(async () => {
    if (stdio.readableEnded) await allRead;
    else stderr.resume();
    return status;
  });
  // Whoever awaits it hears of a lost connection; nobody awaiting it must not bring the process down.
  exit.catch(() => undefined);
  return {
    stdio,
    stderr,
    exit,
    resize: (size) => sendSize(channel, size),
    signal: (name) => sendSignal(channel, name),
  };
}
