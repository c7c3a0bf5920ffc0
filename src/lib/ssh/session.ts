import type { Duplex } from 'node:stream';
import type { Client, ClientCallback, ClientChannel, PseudoTtyOptions } from 'ssh2';
import { ExopsError } from '../errors.js';
import { printable } from '../terminal/printable.js';
import { ChannelStream } from './channel-stream.js';
import { explainForward } from './direct-tcpip.js';
import { SshConnectionLostError } from './errors.js';
import { remoteProcess } from './remote-process.js';
import type { ExecOptions, SshSession } from './ssh.js';

/** How long the farewell may take before the connection is cut; milliseconds. */
const farewellMs = 500;

/**
 * The session of a client that is logged in.
 * @param stream what the client speaks over
 * @param name the host's, fit to print
 */
export function openSession(client: Client, stream: Duplex, name: string): SshSession {
  const streams = new Set<ChannelStream>();
  let isClosing = false;
  let end: SshConnectionLostError | undefined;

  const lost = new Promise<Error | undefined>((resolve) => {
    const onEnd = (cause?: Error) => {
      end ??= isClosing ? closedHere(name) : lostConnection(name, cause);
      for (const one of streams) one.lose(end);
      // A stream that isn't a socket stays half open when the other side ends it.
      stream.destroy();
    };
    client.on('error', onEnd).on('end', onEnd).on('close', onEnd);
    client.once('close', () => resolve(isClosing ? undefined : end));
  });

  /** Opens a channel, and takes it into use before anything can happen to it. */
  const open = <Result>(
    request: (done: ClientCallback) => unknown,
    use: (channel: ClientChannel, channelStream: ChannelStream) => Result,
    explain: (error: Error) => ExopsError,
  ): Promise<Result> => {
    const whyNot = () => {
      if (isClosing) return closedHere(name);
      return end ?? (stream.writable ? undefined : lostConnection(name));
    };
    return new Promise((resolve, reject) => {
      const reason = whyNot();
      if (reason !== undefined) {
        reject(reason);
        return;
      }
      request((error, channel) => {
        if (error !== undefined) {
          reject(whyNot() ?? explain(error));
          return;
        }
        const channelStream = new ChannelStream(channel);
        streams.add(channelStream);
        channel.once('close', () => streams.delete(channelStream));
        resolve(use(channel, channelStream));
      });
    });
  };

  return {
    exec: (command, options = {}) =>
      open(
        (done) => client.exec(command, execOptions(options), done),
        (channel, stdio) => remoteProcess(channel, stdio, { hasTerminal: options.pty !== undefined }),
        (error) => notStarted(name, 'the command', error),
      ),
    shell: (pty) =>
      open(
        (done) => client.shell(terminal(pty), done),
        (channel, stdio) => remoteProcess(channel, stdio, { hasTerminal: true }),
        (error) => notStarted(name, 'a shell', error),
      ),
    forward: (host, port) =>
      open(
        (done) => client.forwardOut('127.0.0.1', 0, host, port, done),
        (_, channelStream) => channelStream,
        (error) => explainForward(error, name, host, port),
      ),
    lost,
    close() {
      if (isClosing || end !== undefined) return;
      isClosing = true;
      client.end();
      const cut = setTimeout(() => stream.destroy(), farewellMs);
      void lost.then(() => clearTimeout(cut));
      stream.once('finish', () => stream.destroy());
    },
  };
}

function execOptions({ pty, env }: ExecOptions) {
  return { ...(pty === undefined ? {} : { pty: terminal(pty) }), ...(env === undefined ? {} : { env }) };
}

function terminal({ term, columns, rows }: NonNullable<ExecOptions['pty']>): PseudoTtyOptions {
  // Left out, the size in pixels would be that of 80 columns.
  return { term, cols: columns, rows, width: 0, height: 0 };
}

function notStarted(name: string, what: string, error: Error): ExopsError {
  const said = printable(error.message.replace(/^\(SSH\) Channel open failure: /, '')).replace(/\.$/, '');
  return new ExopsError(`${name} didn't start ${what}: ${said}.`, {
    hint: 'Its sshd_config may limit what it starts: MaxSessions, PermitTTY, ForceCommand.',
    cause: error,
  });
}

function lostConnection(name: string, cause?: Error): SshConnectionLostError {
  const lost = `The connection to ${name} was lost`;
  if (cause instanceof ExopsError) {
    return new SshConnectionLostError(`${lost}. ${cause.message}`, { hint: cause.hint, cause });
  }
  const reason = cause === undefined ? 'the other side closed it' : printable(cause.message);
  const words = reason === 'Keepalive timeout' ? 'it stopped answering' : reason;
  return new SshConnectionLostError(`${lost}: ${words}.`, { cause });
}

function closedHere(name: string): SshConnectionLostError {
  return new SshConnectionLostError(`The connection to ${name} is closed.`);
}
