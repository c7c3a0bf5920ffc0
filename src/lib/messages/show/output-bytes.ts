import { isUtf8 } from 'node:buffer';
import type { ViewedBytes } from '../../kafka/records/stored-record.js';
import { areAllPlain, type ByteKinds, byteKind } from './byte-kinds.js';

const usualRoom = 128 * 1024;
const backslash = 0x5c;
const quote = 0x22;
const zero = 0x30;
const minus = 0x2d;
/** Bytes that are looked at together. */
const word = 4;
/** What is counted in 32 bits is written much faster. */
const tenMillions = 10_000_000;

/** Lines in the making, as bytes: most of a message is copied, without a text in between. */
export class OutputBytes {
  #bytes = Buffer.allocUnsafeSlow(usualRoom);
  #view = viewOf(this.#bytes);
  #length = 0;
  /** What was escaped last. */
  #isAscii = true;

  get length(): number {
    return this.#length;
  }

  /** All of it, after which it is empty. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#use(Buffer.allocUnsafeSlow(usualRoom));
    this.#length = 0;
    return taken;
  }

  /** Something short that was made before. */
  fixed(bytes: Buffer): void {
    this.#makeRoom(bytes.length);
    const to = this.#bytes;
    let end = this.#length;
    for (let at = 0; at < bytes.length; at++) to[end++] = bytes[at] ?? 0;
    this.#length = end;
  }

  text(text: string): void {
    const most = 3;
    this.#makeRoom(text.length * most);
    this.#length += this.#bytes.write(text, this.#length);
  }

  /** A safe integer. */
  integer(value: number): void {
    const digits = 17;
    this.#makeRoom(digits);
    const size = Math.abs(value);
    if (value < 0) this.#bytes[this.#length++] = minus;
    const high = Math.floor(size / tenMillions);
    const highest = Math.floor(high / tenMillions);
    if (highest > 0) this.#digits(highest, 1);
    if (high > 0) this.#digits(high - highest * tenMillions, highest > 0 ? 7 : 1);
    this.#digits(size - high * tenMillions, high > 0 ? 7 : 1);
  }

  /** With zeros in front. @param value of so many digits at most, and less than 2^31 */
  padded(value: number, digits: number): void {
    this.#makeRoom(digits);
    this.#digits(value, digits);
  }

  /**
   * Text of others, with a backslash in front of what needs one.
   * @param bytes which hold it
   * @returns false where that isn't enough, or it is no UTF-8; nothing was written then
   */
  escaped({ bytes, view }: ViewedBytes, start: number, end: number, kinds: ByteKinds): boolean {
    this.#makeRoom((end - start) * 2 + 1);
    const before = this.#length;
    this.#isAscii = true;
    for (let at = start; at < end; ) {
      const copied = copyPlain(view, at, end, this.#view, this.#length, kinds);
      this.#length += copied;
      const stop = Math.min(at + copied + word, end);
      if (!this.#escape(bytes, at + copied, stop, kinds)) {
        this.#length = before;
        return false;
      }
      at = stop;
    }
    if (this.#isAscii || isUtf8(bytes.subarray(start, end))) return true;
    this.#length = before;
    return false;
  }

  /** Byte by byte. */
  #escape(bytes: Buffer, start: number, end: number, kinds: ByteKinds): boolean {
    const to = this.#bytes;
    for (let at = start; at < end; at++) {
      const byte = bytes[at] ?? 0;
      const kind = kinds.of[byte] ?? byteKind.special;
      if (kind === byteKind.special) return false;
      if (kind === byteKind.ofSeveral) this.#isAscii = false;
      const isEscaped = kind > byteKind.special;
      if (isEscaped) to[this.#length++] = backslash;
      to[this.#length++] = isEscaped ? kind : byte;
    }
    return true;
  }

  /** The same between double quotes. */
  quoted(bytes: ViewedBytes, start: number, end: number, kinds: ByteKinds): boolean {
    const before = this.#length;
    this.#makeRoom((end - start + 1) * 2);
    this.#bytes[this.#length++] = quote;
    if (this.escaped(bytes, start, end, kinds)) {
      this.#bytes[this.#length++] = quote;
      return true;
    }
    this.#length = before;
    return false;
  }

  /** At least so many of them. */
  #digits(value: number, least: number): void {
    let count = least;
    for (let limit = 10 ** least; limit <= value; limit *= 10) count++;
    let rest = value | 0;
    for (let at = this.#length + count - 1; at >= this.#length; at--) {
      const next = (rest / 10) | 0;
      this.#bytes[at] = zero + rest - next * 10;
      rest = next;
    }
    this.#length += count;
  }

  #makeRoom(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#use(larger);
  }

  #use(bytes: Buffer<ArrayBuffer>): void {
    this.#bytes = bytes;
    this.#view = viewOf(bytes);
  }
}

/** Word by word, up to the first that has something else. @returns how many bytes */
function copyPlain(
  from: DataView,
  start: number,
  end: number,
  to: DataView,
  toStart: number,
  kinds: ByteKinds,
): number {
  let at = start;
  for (; at + word <= end; at += word) {
    const four = from.getInt32(at, true);
    if (!areAllPlain(four, kinds)) break;
    to.setInt32(toStart + at - start, four, true);
  }
  return at - start;
}

function viewOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
