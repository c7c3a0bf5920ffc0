import { expect, test } from 'vitest';
import { copyProgress } from '../../../../src/lib/topics/move/copy-progress.js';

const mebibyte = 1_048_576n;
const look = (at: number, moving: number, mebibytes: bigint | undefined) => ({
  at,
  moving,
  bytesLeft: mebibytes === undefined ? undefined : mebibytes * mebibyte,
  down: [],
});

test('partitions done, bytes left, rate and time to go', () => {
  const describe = copyProgress(12);
  expect(describe(look(0, 12, 500n))).toBe('0 of 12 partitions · 500.0 MiB left');
  expect(describe(look(10_000, 9, 300n))).toBe(
    '3 of 12 partitions · 300.0 MiB left · 20.0 MiB/s · 15 s to go',
  );
});

test('the rate is that of the last half minute', () => {
  const describe = copyProgress(1);
  describe(look(0, 1, 1_000n));
  describe(look(20_000, 1, 200n));
  expect(describe(look(40_000, 1, 100n))).toContain('5.0 MiB/s · 20 s to go');
});

test('nothing is said of what is not known, or does not shrink', () => {
  const describe = copyProgress(2);
  expect(describe(look(0, 2, undefined))).toBe('0 of 2 partitions');
  expect(describe(look(5_000, 2, 10n))).toBe('0 of 2 partitions · 10.0 MiB left');
  expect(describe(look(9_000, 2, 10n))).toBe('0 of 2 partitions · 10.0 MiB left');
});
