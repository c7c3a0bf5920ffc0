import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frameGuard } from '../../../../src/lib/kafka/wire/frame-guard.js';

const longest = 256 * 1024 * 1024;

function frame(body: Uint8Array): Buffer {
  const header = Buffer.alloc(4);
  header.writeInt32BE(body.length, 0);
  return Buffer.concat([header, body]);
}

function header(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(length, 0);
  return bytes;
}

/** The bytes in chunks that end at these places. */
function split(bytes: Buffer, ends: readonly number[]): Buffer[] {
  const places = [0, ...ends.map((end) => end % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

// Bytes below zero as lengths, so that a guard that loses its place notices.
const bodies = fc.array(
  fc.oneof(
    fc.uint8Array({ minLength: 4, maxLength: 40 }),
    fc.integer({ min: 4, max: 40 }).map((length) => new Uint8Array(length).fill(0xff)),
  ),
  { maxLength: 6 },
);
const ends = fc.array(fc.nat({ max: 400 }), { maxLength: 12 });

test('frames pass, wherever the network cuts them', () => {
  fc.assert(
    fc.property(bodies, ends, (frames, cuts) => {
      const check = frameGuard();
      for (const chunk of split(Buffer.concat(frames.map(frame)), cuts)) check(chunk);
    }),
  );
});

const badLengths = fc.oneof(
  fc.integer({ min: -0x80000000, max: 3 }),
  fc.integer({ min: longest + 1, max: 0x7fffffff }),
);

test('a bad length is caught behind any frames, wherever the network cuts them', () => {
  fc.assert(
    fc.property(bodies, badLengths, ends, (frames, length, cuts) => {
      const check = frameGuard();
      const chunks = split(Buffer.concat([...frames.map(frame), header(length)]), cuts);
      expect(() => chunks.forEach(check)).toThrow(`it announces a frame of ${length} bytes`);
    }),
  );
});

test.each([4, longest])('a frame of %i bytes is neither too short nor too long', (length) => {
  expect(() => frameGuard()(header(length))).not.toThrow();
});
