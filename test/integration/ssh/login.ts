import { once } from 'node:events';
import net, { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import { connectSsh } from '../../../src/lib/ssh/connect.js';
import type { SshLogin, SshSession } from '../../../src/lib/ssh/ssh.js';
import { listenOnFreePort } from '../../lab/ports.js';
import type { SshHost } from '../../lab/ssh/host.js';

export const never = new AbortController().signal;

/** A login to a port, and what became of it. */
export interface RecordedLogin {
  readonly login: SshLogin;
  /** The steps that were taken, and what was traced, in order. */
  readonly events: readonly string[];
  /** What was dialed. */
  readonly sockets: readonly Socket[];
  /** What was authorized. */
  readonly keys: readonly string[];
}

/** A login that accepts any host key. */
export function loginTo(port: number, changes: Partial<SshLogin> = {}): RecordedLogin {
  const events: string[] = [];
  const sockets: Socket[] = [];
  const keys: string[] = [];
  const dial = async () => {
    const socket = net.connect({ host: '127.0.0.1', port, noDelay: true });
    sockets.push(socket);
    await once(socket, 'connect');
    return socket;
  };
  const login: SshLogin = {
    user: 'somebody',
    name: 'kafka (i-0123456789abcdef0)',
    knownKeyTypes: [],
    ...changes,
    trace(event) {
      events.push(event);
      changes.trace?.(event);
    },
    dial(signal) {
      events.push('dial');
      return (changes.dial ?? dial)(signal);
    },
    async verify(key) {
      events.push('verify');
      await changes.verify?.(key);
    },
    async authorize(publicKey) {
      events.push('authorize');
      keys.push(publicKey);
      await changes.authorize?.(publicKey);
    },
  };
  return { login, events, sockets, keys };
}

/** A login to a host of the lab, which lets the key in. */
export function loginToHost(host: SshHost, changes: Partial<SshLogin> = {}): RecordedLogin {
  return loginTo(host.port, { user: host.user, authorize: (key) => host.admit(key), ...changes });
}

/** A session that ends with the test, and the socket under it. */
export async function openSession(recorded: RecordedLogin): Promise<{ session: SshSession; socket: Socket }> {
  const session = await connectSsh(recorded.login, never);
  onTestFinished(session.close);
  const [socket] = recorded.sockets;
  if (socket === undefined) throw new Error('Nothing was dialed.');
  return { session, socket };
}

/** What a login that must fail fails with. */
export async function failureOf(login: SshLogin, signal = never): Promise<unknown> {
  try {
    (await connectSsh(login, signal)).close();
  } catch (error) {
    return error;
  }
  throw new Error('The login should have failed.');
}

/** Waits for the end of a stream. */
export async function isClosed(stream: Duplex | undefined): Promise<boolean> {
  if (stream?.closed === false) await once(stream, 'close');
  return stream?.closed === true;
}

/** A port that answers each connection with these bytes and is silent then. */
export async function talkingPort(words: string): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write(words, 'latin1');
  });
  const port = await listenOnFreePort(server);
  onTestFinished(() => {
    server.close();
  });
  return port;
}
