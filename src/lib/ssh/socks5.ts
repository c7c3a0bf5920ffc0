import type { Endpoint } from './forward-spec.js';

/** How a request ended, as far as the protocol can say it. */
export type SocksOutcome = 'connected' | 'refused' | 'prohibited' | 'failed';

/** What the bytes so far come to. */
export type SocksStep =
  | { readonly kind: 'more' }
  /** Send this, and read on. */
  | { readonly kind: 'send'; readonly bytes: Buffer }
  /** Connect there, then send what `answer` makes of the outcome; `rest` is already the client's own. */
  | {
      readonly kind: 'connect';
      readonly target: Endpoint;
      readonly rest: Buffer;
      answer(outcome: SocksOutcome): Buffer;
    }
  /** Send this, if anything, and close. */
  | { readonly kind: 'refuse'; readonly bytes: Buffer; readonly why: string };

type Read = { readonly step: SocksStep; readonly used: number };

const more: Read = { step: { kind: 'more' }, used: 0 };

/** An untidy client could let it grow without end; no request is half as long. */
const longestRequest = 1024;

const hostName = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;

/**
 * Reads the request of one client: SOCKS 5 (RFC 1928) without a password, SOCKS 4 and 4a; CONNECT only.
 * @returns takes bytes in whatever pieces they come, and returns the steps that follow from them; the last is never
 *   `more` unless it is the only one
 */
export function socksReader(): (bytes: Buffer) => readonly SocksStep[] {
  let held: Buffer = Buffer.alloc(0);
  let read: (bytes: Buffer) => Read = readFirst;
  const next = (): SocksStep => {
    const { step, used } = held.length === 0 ? more : read(held);
    held = held.subarray(used);
    if (step.kind === 'connect') return { ...step, rest: held };
    return step.kind === 'more' && held.length > longestRequest ? refused('sends more than a request') : step;
  };
  return (bytes) => {
    held = Buffer.concat([held, bytes]);
    const first = next();
    if (first.kind !== 'send') return [first];
    read = readRequest5;
    const second = next();
    return second.kind === 'more' ? [first] : [first, second];
  };
}

function refused(why: string, bytes: readonly number[] = []): SocksStep & { kind: 'refuse' } {
  return { kind: 'refuse', bytes: Buffer.from(bytes), why };
}

function refusal(why: string, bytes: readonly number[] = []): Read {
  return { step: refused(why, bytes), used: 0 };
}

function readFirst(bytes: Buffer): Read {
  switch (bytes[0]) {
    case 5:
      return readGreeting5(bytes);
    case 4:
      return readRequest4(bytes);
    default:
      return refusal("doesn't speak SOCKS");
  }
}

function readGreeting5(bytes: Buffer): Read {
  const count = bytes[1];
  if (count === undefined || bytes.length < 2 + count) return more;
  const acceptsNone = bytes.subarray(2, 2 + count).includes(0);
  if (!acceptsNone) return refusal('insists on a login, and this proxy has none', [5, 0xff]);
  return { step: { kind: 'send', bytes: Buffer.from([5, 0]) }, used: 2 + count };
}

const codes5: Readonly<Record<SocksOutcome, number>> = { connected: 0, failed: 1, prohibited: 2, refused: 5 };

function answer5(code: number): Buffer {
  return Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0]);
}

function readRequest5(bytes: Buffer): Read {
  const [version, command, , type, length = 0] = bytes;
  if (version !== 5) return refusal("doesn't keep to SOCKS 5");
  if (type === undefined) return more;
  const sizes: Readonly<Record<number, number>> = { 1: 4, 3: 1 + length, 4: 16 };
  const size = sizes[type];
  if (size === undefined) return refusal('asks for an unknown kind of address', [...answer5(8)]);
  const end = 4 + size + 2;
  if (bytes.length < Math.max(5, end)) return more;
  if (command !== 1) return refusal('asks for something else than a connection', [...answer5(7)]);
  const host = hostOf(type, bytes.subarray(4, 4 + size));
  if (host === undefined) return refusal('asks for a name that none can have', [...answer5(8)]);
  const target = { host, port: bytes.readUInt16BE(4 + size) };
  const answer = (outcome: SocksOutcome) => answer5(codes5[outcome]);
  return { step: { kind: 'connect', target, rest: Buffer.alloc(0), answer }, used: end };
}

function hostOf(type: number, bytes: Buffer): string | undefined {
  if (type === 1) return bytes.join('.');
  if (type === 4) return ipv6(bytes);
  return nameOf(bytes.subarray(1));
}

function nameOf(bytes: Buffer): string | undefined {
  const name = bytes.toString('latin1');
  return hostName.test(name) ? name : undefined;
}

function ipv6(bytes: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(2 * index).toString(16));
  return groups.join(':');
}

function answer4(outcome: SocksOutcome): Buffer {
  return Buffer.from([0, outcome === 'connected' ? 0x5a : 0x5b, 0, 0, 0, 0, 0, 0]);
}

/** A name instead of an address is told by the address 0.0.0.x (4a). */
function readRequest4(bytes: Buffer): Read {
  const userEnd = bytes.indexOf(0, 8);
  if (bytes.length < 9 || userEnd < 0) return more;
  const address = bytes.subarray(4, 8);
  const hasName = address.readUInt32BE() < 256 && address[3] !== 0;
  const nameEnd = hasName ? bytes.indexOf(0, userEnd + 1) : userEnd;
  if (nameEnd < 0) return more;
  const no = [...answer4('failed')];
  if (bytes[1] !== 1) return refusal('asks for something else than a connection', no);
  const host = hasName ? nameOf(bytes.subarray(userEnd + 1, nameEnd)) : address.join('.');
  if (host === undefined) return refusal('asks for a name that none can have', no);
  const target = { host, port: bytes.readUInt16BE(2) };
  return { step: { kind: 'connect', target, rest: Buffer.alloc(0), answer: answer4 }, used: nameEnd + 1 };
}
