import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatBytes, formatQuantity, parseQuantity } from '../../../src/lib/manifest/quantity.js';

const day = 86_400_000n;

describe('parseQuantity', () => {
  test.each([
    ['3d', 'ms', 3n * day],
    ['1w', 'ms', 7n * day],
    ['12h', 'ms', 43_200_000n],
    ['90m', 'ms', 5_400_000n],
    ['1500ms', 'ms', 1_500n],
    ['1.5s', 'ms', 1_500n],
    ['0.001s', 'ms', 1n],
    ['-1.5s', 'ms', -1_500n],
    ['-0.5s', 'ms', -500n],
    ['259200000', 'ms', 3n * day],
    ['86400000.0', 'ms', day],
    [' 3 d ', 'ms', 3n * day],
    ['3D', 'ms', undefined],
    ['1M', 'ms', undefined],
    ['1GiB', 'bytes', 1_073_741_824n],
    ['1gib', 'bytes', 1_073_741_824n],
    ['1GB', 'bytes', 1_000_000_000n],
    ['1kB', 'bytes', 1_000n],
    ['1.5KiB', 'bytes', 1_536n],
    ['2 TiB', 'bytes', 2_199_023_255_552n],
    ['7B', 'bytes', 7n],
    ['99999999999999999999', 'bytes', 99_999_999_999_999_999_999n],
  ] as const)('%j in %s is %s', (text, kind, value) => {
    expect(parseQuantity(text, kind)).toBe(value);
  });

  test.each(['', '-', 'd', '3x', '3 d h', '1GiB', '1,5s', '0.0001s', '1.', '.5s', '1e3', '0x10', '+3d', '∞'])(
    '%j is no duration',
    (text) => {
      expect(parseQuantity(text, 'ms')).toBeUndefined();
    },
  );

  test.each(['3d', '0.5B', '1Gi', '1 G', '½GiB'])('%j is no size', (text) => {
    expect(parseQuantity(text, 'bytes')).toBeUndefined();
  });
});

describe('formatQuantity', () => {
  test.each([
    [3n * day, 'ms', '3d'],
    [14n * day, 'ms', '14d'],
    [5_400_000n, 'ms', '90m'],
    [1_000n, 'ms', '1s'],
    [1_500n, 'ms', '1500ms'],
    [999_999n, 'ms', '999999ms'],
    [1_000_001n, 'ms', '1000001'],
    [0n, 'ms', '0'],
    [-1n, 'ms', '-1'],
    [1_073_741_824n, 'bytes', '1GiB'],
    [1_536n, 'bytes', '1536'],
    [1_000_000n, 'bytes', '1000000'],
    [5n * 1024n ** 4n, 'bytes', '5TiB'],
  ] as const)('%s in %s is %s', (value, kind, text) => {
    expect(formatQuantity(value, kind)).toBe(text);
  });

  test('is read back as the same number', () => {
    const kinds = fc.constantFrom('ms' as const, 'bytes' as const);
    const round = fc.constantFrom(1n, 1_000n, 60_000n, 3_600_000n, day, 1024n, 1024n ** 2n, 1024n ** 3n);
    const values = fc.oneof(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n }),
      fc.tuple(fc.bigInt({ min: 0n, max: 10_000n }), round).map(([count, unit]) => count * unit),
    );
    fc.assert(
      fc.property(values, kinds, (value, kind) => {
        expect(parseQuantity(formatQuantity(value, kind), kind)).toBe(value);
      }),
    );
  });
});

test.each([
  [0n, '0 B'],
  [512n, '512 B'],
  [1_024n, '1.0 KiB'],
  [1_288_490_189n, '1.2 GiB'],
  [1_073_741_823n, '1023.9 MiB'],
  [5_000n * 1024n ** 4n, '5000.0 TiB'],
])('formatBytes: %s is about %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
