import { Transform } from 'node:stream';
import { markStart } from './scripts.js';

const newline = 0x0a;
/** Bytes; the longest tells the names of many containers. */
const longestLine = 8 * 1024;
const mostLines = 64;

/** Takes the lines that our script says to us out of what a tool writes, whatever pieces that comes in. */
export interface MarkReader {
  /** Without the mark, in their order. */
  readonly lines: readonly string[];
  /** What is left of the bytes, for the user. */
  read(bytes: Buffer): Buffer;
  /** What was held back because more might have followed. */
  rest(): Buffer;
}

/** @param id a word that nothing on the host can know */
export function markReader(id: string): MarkReader {
  const mark = Buffer.from(`${markStart}${id} `);
  const lines: string[] = [];
  let held: Buffer = Buffer.alloc(0);
  return {
    lines,
    read(bytes) {
      let left = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
      const passed: Buffer[] = [];
      for (;;) {
        const begin = firstMark(left, mark);
        const end = begin + mark.length > left.length ? -1 : left.indexOf(newline, begin);
        passed.push(left.subarray(0, begin));
        held = left.subarray(begin);
        if (end < 0 && held.length <= longestLine) return Buffer.concat(passed);
        if (end < 0 || lines.length >= mostLines) {
          // Not ours: a line of the script's is short, and there are few.
          passed.push(held);
          held = Buffer.alloc(0);
          return Buffer.concat(passed);
        }
        // A terminal makes CR LF of it.
        lines.push(left.toString('utf8', begin + mark.length, end).replace(/\r$/, ''));
        left = left.subarray(end + 1);
      }
    },
    rest() {
      const rest = held;
      held = Buffer.alloc(0);
      return rest;
    },
  };
}

/** Where a mark begins, or the end may be the beginning of one; the length when there is none. */
function firstMark(bytes: Buffer, mark: Buffer): number {
  const whole = bytes.indexOf(mark);
  if (whole >= 0) return whole;
  const last = bytes.lastIndexOf(markStart);
  return last >= 0 && mark.indexOf(bytes.subarray(last)) === 0 ? last : bytes.length;
}

/** The same as a stream. */
export function withoutMarks(reader: MarkReader): Transform {
  return new Transform({
    transform(bytes: Buffer, _encoding, done) {
      done(null, reader.read(bytes));
    },
    flush(done) {
      done(null, reader.rest());
    },
  });
}
