import { parseBroker } from '../../config/parse-broker.js';
import { type Address, formatAddress } from '../../kafka/address.js';
import { mskPort } from '../../kafka/msk-ports.js';

/** How a list of servers compares with a cluster. */
export type Comparison =
  /** Each of them is a broker of it. */
  | { readonly kind: 'same' }
  /** Its brokers, on the port of another login that MSK has. */
  | { readonly kind: 'other login'; readonly port: number }
  /** Its brokers' hosts, on a port that isn't known. */
  | { readonly kind: 'other port'; readonly servers: readonly string[] }
  /** Some of them are, others aren't. */
  | { readonly kind: 'partly'; readonly gone: readonly string[] }
  | { readonly kind: 'elsewhere' }
  /** Nothing is known to compare it with. */
  | { readonly kind: 'unknown' };

export interface KnownBrokers {
  /** Of exops.yaml; undefined where that says nothing of what applications should have. */
  readonly brokers: readonly Address[] | undefined;
  /** As the cluster tells clients; undefined when it wasn't reached. */
  readonly advertised: readonly Address[] | undefined;
  /** Those of exops.yaml that took a connection; undefined when none was tried. */
  readonly answering?: readonly Address[] | undefined;
}

/**
 * Pure. A part of the brokers is enough to begin with, and their order says nothing. What exops.yaml has, and neither the
 * cluster names any more nor anything answers at, is gone.
 * @param servers each `host:port`
 */
export function compareServers(
  servers: readonly string[],
  { brokers, advertised, answering }: KnownBrokers,
): Comparison {
  if (brokers === undefined && advertised === undefined) return { kind: 'unknown' };
  const isJudged = advertised !== undefined && advertised.length > 0 && answering !== undefined;
  const today = [...(isJudged ? answering : (brokers ?? [])), ...(advertised ?? [])];
  const known = new Set(today.map(normal));
  const gone = servers.filter((one) => !known.has(one.toLowerCase()));
  if (gone.length === 0) return { kind: 'same' };
  if (gone.length < servers.length) return { kind: 'partly', gone };
  return byHosts(servers, today);
}

function byHosts(servers: readonly string[], known: readonly Address[]): Comparison {
  const hosts = new Set(known.map(({ host }) => host.toLowerCase()));
  const read = servers.flatMap((text) => {
    const parsed = parseBroker(text);
    return 'address' in parsed ? [parsed.address] : [];
  });
  const own = read.filter(({ host }) => hosts.has(host.toLowerCase()));
  const [first] = own;
  if (first === undefined || own.length < servers.length) return { kind: 'elsewhere' };
  const areMsks = [...own, ...known].every(({ port }) => mskPort(port) !== undefined);
  return areMsks ? { kind: 'other login', port: first.port } : { kind: 'other port', servers };
}

function normal(address: Address): string {
  return formatAddress(address).toLowerCase();
}
