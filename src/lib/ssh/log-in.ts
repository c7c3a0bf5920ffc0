import type { Duplex } from 'node:stream';
import type { Client, VerifyCallback } from 'ssh2';
import { printable } from '../terminal/printable.js';
import { keepBeginning } from './greeting.js';
import { Handshake } from './handshake.js';
import { hostKeyAlgorithms } from './key-types.js';
import { newLoginKey } from './login-key.js';
import { openSession } from './session.js';
import { signAtOnce } from './sign-at-once.js';
import type { SshLogin, SshSession } from './ssh.js';
import type * as Ssh2 from './ssh2-client.js';
import type { TimeLimit } from './time-limit.js';

/** Three questions without an answer mean that the connection is gone. */
const keepalive = { keepaliveInterval: 15_000, keepaliveCountMax: 3 };

/**
 * The handshake, the host's key, the user's key. When this rejects, the stream is the caller's to destroy.
 * @throws what `verify` and `authorize` reject with, and what `explainFailure` makes of the rest
 */
export function logIn(
  ssh2: typeof Ssh2,
  stream: Duplex,
  login: SshLogin,
  limit: TimeLimit,
): Promise<SshSession> {
  const { trace } = login;
  const client = new ssh2.Client();
  const key = newLoginKey(ssh2);
  return new Promise((resolve, reject) => {
    const handshake = new Handshake({ login, limit, key, fail: reject });
    const onEnd = (error?: Error) => handshake.end(error);
    client.on('error', onEnd).on('end', onEnd).on('close', onEnd);
    client.once('ready', () => {
      key.forget();
      trace(`logged in as ${printable(login.user)}`);
      const session = openSession(client, stream, printable(login.name));
      client.off('error', onEnd).off('end', onEnd).off('close', onEnd);
      resolve(session);
    });
    traceServer(client, trace);
    limit.enter('greeting');
    client.connect({
      sock: stream,
      username: login.user,
      ident: 'exops',
      readyTimeout: 0,
      ...keepalive,
      algorithms: { serverHostKey: hostKeyAlgorithms(login.knownKeyTypes) },
      hostVerifier: (bytes: Buffer, answer: VerifyCallback) => handshake.verify(bytes, answer),
      authHandler: (offered, isPartial, offer) => handshake.offerKey(offered, isPartial, offer),
    });
    signAtOnce(client, key.signer);
    const heard = keepBeginning(stream, {
      onVersion(version) {
        trace(`server ${version}`);
        limit.enter('key exchange');
      },
      onStranger: onEnd,
    });
    handshake.hear(heard);
    if (stream.destroyed) onEnd(stream.errored ?? undefined);
  });
}

function traceServer(client: Client, trace: (event: string) => void): void {
  client.on('greeting', (text) => trace(`greeting: ${printable(text)}`));
  client.on('banner', (text) => trace(`banner: ${printable(text)}`));
  client.on('handshake', ({ kex, cs }) => trace(`key exchange ${kex}, cipher ${cs.cipher}`));
}
