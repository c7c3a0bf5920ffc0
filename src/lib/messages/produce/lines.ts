import { ExopsError } from '../../errors.js';

const newline = 0x0a;
/** A longer one is no message that a broker takes. */
const longestLine = 100 * 1024 * 1024;

export interface Line {
  readonly bytes: Buffer;
  /** Counted from 1. */
  readonly number: number;
}

/** The lines of a stream as bytes, without their ends; those that came together are handed on together. */
export async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Line[], void> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let number = 0;
  for await (const chunk of input) {
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const lines: Line[] = [];
    for (let end = rest.indexOf(newline); end >= 0; end = rest.indexOf(newline)) {
      lines.push({ bytes: Buffer.concat([...held, rest.subarray(0, end)]), number: ++number });
      held = [];
      heldBytes = 0;
      rest = rest.subarray(end + 1);
    }
    if (rest.length > 0) held.push(rest);
    heldBytes += rest.length;
    if (heldBytes > longestLine) throw new ExopsError(`Line ${number + 1} is longer than 100 MiB.`);
    if (lines.length > 0) yield lines;
  }
  if (held.length > 0) yield [{ bytes: Buffer.concat(held), number: number + 1 }];
}
