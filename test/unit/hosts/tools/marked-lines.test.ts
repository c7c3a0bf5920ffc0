import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markReader, withoutMarks } from '../../../../src/lib/hosts/tools/marked-lines.js';

const id = 'exops-0123456789abcdef';
const mark = `\x1e${id} `;

function readAll(pieces: readonly Buffer[]) {
  const reader = markReader(id);
  const passed = pieces.map((piece) => reader.read(piece));
  return { passed: Buffer.concat([...passed, reader.rest()]), lines: reader.lines };
}

/** Cuts bytes at these places. */
function cut(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const sorted = [0, ...[...places].sort((a, b) => a - b), bytes.length];
  return sorted.slice(1).map((end, index) => bytes.subarray(sorted[index], end));
}

describe('markReader', () => {
  test('takes our lines out, wherever they are', () => {
    const { passed, lines } = readAll([
      Buffer.from(`motd ${mark}host /usr/bin/rpk\nerror: no\n${mark}absent\r\nmore`),
    ]);
    expect(passed.toString()).toBe('motd error: no\nmore');
    expect(lines).toEqual(['host /usr/bin/rpk', 'absent']);
  });

  test('holds nothing back that is not ours', () => {
    const reader = markReader(id);
    expect(reader.read(Buffer.from('Password: ')).toString()).toBe('Password: ');
    expect(reader.read(Buffer.from('\x1eexops')).toString()).toBe('');
    expect(reader.read(Buffer.from('?')).toString()).toBe('\x1eexops?');
    expect(reader.read(Buffer.from(`\x1e`)).toString()).toBe('');
    expect(reader.rest().toString()).toBe('\x1e');
  });

  test('does the same however the bytes are cut, and loses none', () => {
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 40 }).map(Buffer.from),
      fc.constantFrom('\x1e', '\x1eexops-', '\n', id).map(Buffer.from),
    );
    const line = fc.stringMatching(/^[ -~]{0,20}$/);
    const parts = fc.array(fc.oneof(noise, line), { maxLength: 12 });
    fc.assert(
      fc.property(parts, fc.array(fc.nat(600)), (some, places) => {
        const bytes = Buffer.concat(
          some.map((part) => (typeof part === 'string' ? Buffer.from(`${mark}${part}\n`) : part)),
        );
        const pieces = cut(
          bytes,
          places.map((place) => place % (bytes.length + 1)),
        );
        const noises = some.filter((part) => typeof part !== 'string');
        // Noise that holds a whole mark by chance is ours; random bytes don't.
        fc.pre(!Buffer.concat(noises).includes(mark));
        const { passed, lines } = readAll(pieces);
        expect(passed.equals(Buffer.concat(noises))).toBe(true);
        expect(lines).toEqual(some.filter((part) => typeof part === 'string'));
      }),
    );
  });

  test('is a stream, too, that passes on what was held back', async () => {
    const reader = markReader(id);
    const stream = withoutMarks(reader);
    stream.write(Buffer.from(`${mark}host x\nout`));
    stream.end(Buffer.from('\x1e'));
    const chunks = await stream.toArray();
    expect(Buffer.concat(chunks).toString()).toBe('out\x1e');
    expect(reader.lines).toEqual(['host x']);
  });
});
