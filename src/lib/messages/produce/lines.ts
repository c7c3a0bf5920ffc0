import { ExopsError } from '../../errors.js';

const newline = 0x0a;
/** A longer one is no message that a broker takes. */
const longestLine = 100 * 1024 * 1024;

export interface Line {
  readonly bytes: Buffer;
  /** Counted from 1. */
  readonly number: number;
}

/**
 * The lines of a stream as bytes, without their ends; those that came together are handed on together. They are views of what
 * was read, and to be used before the next are taken.
 */
export async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Line[], void> {
  let held: Buffer[] = [];
  let number = 0;
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const lines: Line[] = [];
    let start = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      lines.push({ bytes: joined(held, bytes.subarray(start, end)), number: ++number });
      if (held.length > 0) held = [];
      start = end + 1;
    }
    if (start < bytes.length) held.push(bytes.subarray(start));
    if (lines.length > 0) yield lines;
    if (sizeOf(held) > longestLine) throw new ExopsError(`Line ${number + 1} is longer than 100 MiB.`);
  }
  if (held.length > 0) yield [{ bytes: joined(held), number: number + 1 }];
}

function joined(held: readonly Buffer[], last?: Buffer): Buffer {
  if (last === undefined) return Buffer.concat(held);
  return held.length === 0 ? last : Buffer.concat([...held, last]);
}

function sizeOf(held: readonly Buffer[]): number {
  return held.reduce((sum, { length }) => sum + length, 0);
}
