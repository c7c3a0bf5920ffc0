import type { Duplex } from 'node:stream';
import type { HostKey } from '../../ssh/ssh.js';
import { createProgress } from '../../terminal/progress.js';
import { approach, type FoundHost, type ReachDeps, type ReachInput } from '../approach.js';
import { type Chain, reachNext } from '../reach-host.js';
import type { Trust } from '../trust/verify-host-key.js';
import { verified } from '../verified.js';

/** A way to a host's sshd for somebody else's SSH client. */
export interface Proxy {
  readonly host: FoundHost;
  readonly trust: Trust;
  /** The host's verified key. */
  readonly key: HostKey;
  readonly stream: Duplex;
  close(): void;
}

/**
 * Verifies a host's key, lets a public key in for 60 seconds and opens a connection to its sshd. The handshake that
 * the key was seen in ends before anything is pushed.
 * @param publicKey an OpenSSH public key line without a comment
 */
export async function openProxy(
  deps: ReachDeps,
  input: ReachInput,
  chain: Chain,
  publicKey: string,
): Promise<Proxy> {
  const { found, through, close } = await reachNext(deps, input, chain);
  try {
    const { login, verify } = await approach(deps, input, found, through);
    let key: HostKey | undefined;
    const { trust } = await verified(createProgress(deps.terminal), found.label, verify, async (check) => {
      const enough = new Error('The key was all that was wanted.');
      const connecting = deps.connect(
        {
          ...login,
          verify: async (presented) => {
            await check(presented);
            key = presented;
          },
          authorize: () => Promise.reject(enough),
        },
        deps.signal,
      );
      await connecting.catch((error: unknown) => {
        if (error !== enough) throw error;
      });
    });
    if (key === undefined) throw new TypeError('verified without a key');
    const dialing = login.dial(deps.signal);
    const [stream] = await Promise.all([dialing, login.authorize(publicKey)]).catch((error: unknown) => {
      dialing.then(
        (late) => late.destroy(),
        () => {},
      );
      throw error;
    });
    const closeAll = () => {
      stream.destroy();
      close();
    };
    return { host: found, trust, key, stream, close: closeAll };
  } catch (error) {
    close();
    throw error;
  }
}
