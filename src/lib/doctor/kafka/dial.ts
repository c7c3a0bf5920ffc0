import { messageOf } from '../../errors.js';
import type { Address } from '../../kafka/address.js';
import type { Route } from '../../kafka/route.js';
import { mapAtMost } from '../../map-at-most.js';

/** How it went to connect to an address, and no more. */
export type Dialled =
  | { readonly kind: 'open' }
  | { readonly kind: 'refused' | 'silent' | 'no way' | 'unknown name' | 'failed'; readonly why: string };

export interface DialledBroker {
  readonly address: Address;
  readonly dialled: Dialled;
}

/** More than any cluster has of brokers: what metadata says of them is the broker's word alone. */
const atOnce = 200;

/** Connects and hangs up, to all of them at once. @param timeoutMs for each */
export function dialAll(
  route: Route,
  addresses: readonly Address[],
  timeoutMs: number,
  signal: AbortSignal,
): Promise<readonly DialledBroker[]> {
  return mapAtMost(atOnce, addresses, signal, async (address, own) => ({
    address,
    dialled: await dial(route, address, timeoutMs, own),
  }));
}

function dial(route: Route, address: Address, timeoutMs: number, signal: AbortSignal): Promise<Dialled> {
  return new Promise((resolve, reject) => {
    const end = (answer: Dialled) => {
      clearTimeout(deadline);
      signal.removeEventListener('abort', onAbort);
      stream.destroy();
      resolve(answer);
    };
    const onAbort = () => {
      clearTimeout(deadline);
      stream.destroy();
      reject(signal.reason);
    };
    const deadline = setTimeout(() => end({ kind: 'silent', why: 'no answer' }), timeoutMs);
    const stream = route.open(address, () => end({ kind: 'open' }));
    stream.on('error', (error) => end(whyNot(error)));
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

const kinds: Readonly<Record<string, Exclude<Dialled['kind'], 'open'>>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'silent',
  EHOSTUNREACH: 'no way',
  ENETUNREACH: 'no way',
  EADDRNOTAVAIL: 'no way',
  ENOTFOUND: 'unknown name',
  EAI_AGAIN: 'unknown name',
};

/** In the words of the C library, as sshd hands them on for a connection that it couldn't make. */
const spoken: readonly (readonly [RegExp, Exclude<Dialled['kind'], 'open'>])[] = [
  [/connection refused/i, 'refused'],
  [/timed out/i, 'silent'],
  [/no route to host|network is unreachable/i, 'no way'],
  [/name or service not known|name resolution|no address associated|unknown host/i, 'unknown name'],
];

export function whyNot(error: Error): Dialled {
  const code = 'code' in error ? String(error.code) : '';
  const why = messageOf(error);
  if (Object.hasOwn(kinds, code)) return { kind: kinds[code] ?? 'failed', why: code };
  return { kind: spoken.find(([words]) => words.test(why))?.[1] ?? 'failed', why };
}
