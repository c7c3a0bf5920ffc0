import { MalformedResponseError } from '../wire/reader.js';

/** A signed number takes at most this many bytes. */
export const longestVarint = 10;

/**
 * A signed number as records have it: zigzag, then seven bits a byte, the lowest first.
 * https://protobuf.dev/programming-guides/encoding/#signed-ints
 * @param value of 64 bits
 */
export function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

/**
 * The number that begins there.
 * @throws MalformedResponseError where the bytes end before it does, or it has more than 64 bits
 */
export function readVarint(bytes: Buffer, at: number): { readonly value: bigint; readonly end: number } {
  let zigzag = 0n;
  for (let index = 0; index < longestVarint; index++) {
    const byte = bytes[at + index];
    if (byte === undefined) throw new MalformedResponseError('a number of a record is cut off');
    zigzag |= BigInt(byte & 0x7f) << BigInt(7 * index);
    if (byte >= 0x80) continue;
    if (zigzag >= 1n << 64n) break;
    return { value: (zigzag >> 1n) ^ -(zigzag & 1n), end: at + index + 1 };
  }
  throw new MalformedResponseError('a number of a record has more than 64 bits');
}

/** The same at a place of a buffer that has room for it. @returns where it ends */
export function writeVarint(to: Buffer, at: number, value: bigint | number): number {
  const short = Number(value);
  // What doubles within 31 bits.
  if (short < -(2 ** 29) || short >= 2 ** 29) return at + varint(BigInt(value)).copy(to, at);
  let end = at;
  let rest = (short << 1) ^ (short >> 31);
  for (; rest > 0x7f; rest >>>= 7) to[end++] = (rest & 0x7f) | 0x80;
  to[end++] = rest;
  return end;
}
