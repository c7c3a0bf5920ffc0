import type { Duplex } from 'node:stream';
import { abortable } from '../abortable.js';
import { printable } from '../terminal/printable.js';
import { logIn } from './log-in.js';
import type { ConnectSsh, SshLogin } from './ssh.js';
import { startTimeLimit } from './time-limit.js';

const usualTimeoutMs = 20_000;

/**
 * Opens the way to a host, verifies its key, has ours authorized and logs in, in this order. However it fails, the
 * connection is gone afterwards.
 * @throws what `dial`, `verify` and `authorize` reject with; the signal's reason; SshTimeoutError; SshHandshakeError
 *   when it isn't SSH that answers; SshAuthError; SshConnectionLostError when the connection ends in between
 */
export const connectSsh: ConnectSsh = async (login, signal) => {
  signal.throwIfAborted();
  const limit = startTimeLimit(login.timeoutMs ?? usualTimeoutMs, signal, printable(login.name));
  let stream: Duplex | undefined;
  try {
    const [ssh2, dialed] = await Promise.all([import('./ssh2-client.js'), dial(login, limit.signal)]);
    stream = dialed;
    login.trace('connected');
    return await abortable(logIn(ssh2, stream, login, limit), limit.signal);
  } catch (error) {
    stream?.destroy();
    throw error;
  } finally {
    limit.end();
  }
};

/** The stream that was dialed. Nobody else listens to it until the handshake begins, or when it comes too late. */
async function dial(login: SshLogin, signal: AbortSignal): Promise<Duplex> {
  const dialing = login.dial(signal).then((stream) => stream.on('error', () => undefined));
  try {
    return await abortable(dialing, signal);
  } catch (error) {
    dialing.then(
      (late) => late.destroy(),
      () => undefined,
    );
    throw error;
  }
}
