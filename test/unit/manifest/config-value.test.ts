import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ConfigType, configTypeOf, knownConfigKeys } from '../../../src/lib/manifest/config-keys.js';
import { canonicalValue, formatValue, isSameValue } from '../../../src/lib/manifest/config-value.js';

/** Values as a broker reports them for a setting of this type. */
function reported(type: ConfigType): fc.Arbitrary<string> {
  switch (type.is) {
    case 'whole': {
      const near = (value: bigint) => (value < type.min ? type.min : value > type.max ? type.max : value);
      const units = fc.constantFrom(1n, 1_000n, 86_400_000n, 1_024n, 1_048_576n, 1_073_741_824n);
      const round = fc
        .tuple(fc.bigInt({ min: 0n, max: 1_000n }), units)
        .map(([count, unit]) => near(count * unit));
      const any = fc.bigInt({ min: type.min, max: type.max });
      return fc.oneof(any, round, fc.constantFrom(type.min, type.max)).map(String);
    }
    case 'fraction':
      return fc.double({ min: 0, max: 1, noNaN: true }).map((value) => String(value === 0 ? 0 : value));
    case 'boolean':
      return fc.constantFrom('true', 'false');
    case 'choice':
      return fc.constantFrom(...type.values);
    case 'set':
      return fc.subarray([...type.values].sort(), { minLength: 1 }).map((some) => some.join(','));
    case 'text':
      return fc.string().map((text) => text.trim());
  }
}

const settings = fc.constantFrom(...knownConfigKeys).chain((key) => {
  const type = configTypeOf(key);
  return fc.record({ key: fc.constant(key), value: type === undefined ? fc.string() : reported(type) });
});

describe('for every known setting', () => {
  test('what is shown of a value is read back as the same value', () => {
    fc.assert(
      fc.property(settings, ({ key, value }) => {
        expect(canonicalValue(key, formatValue(key, value))).toEqual({ value });
      }),
      { numRuns: 1_000 },
    );
  });

  test('a value means the same as itself, as shown, and in the other order of comparison', () => {
    fc.assert(
      fc.property(settings, settings, ({ key, value }, other) => {
        expect(isSameValue(key, value, formatValue(key, value))).toBe(true);
        expect(isSameValue(key, value, other.value)).toBe(isSameValue(key, other.value, value));
      }),
      { numRuns: 1_000 },
    );
  });
});

test.each([
  ['retention.ms', '-1', 'unlimited'],
  ['retention.bytes', '-1', 'unlimited'],
  ['local.retention.ms', '-2', '-2'],
  ['compression.gzip.level', '-1', '-1'],
  ['flush.messages', '9223372036854775807', '9223372036854775807'],
  ['segment.bytes', '1073741824', '1GiB'],
  ['retention.ms', 'what a later version may say', 'what a later version may say'],
  ['redpanda.remote.read', '86400000', '86400000'],
])('formatValue: %s %s is shown as %s', (key, value, shown) => {
  expect(formatValue(key, value)).toBe(shown);
});

describe('isSameValue', () => {
  test.each([
    ['retention.ms', '259200000', '3d', true],
    ['retention.ms', '259200000', '259200001', false],
    ['min.cleanable.dirty.ratio', '0.5', '0.50', true],
    ['min.cleanable.dirty.ratio', '1', '1.0', true],
    ['cleanup.policy', 'compact,delete', 'delete, compact', true],
    ['cleanup.policy', 'compact', 'compact,delete', false],
    ['preallocate', 'TRUE', 'true', true],
    ['retention.ms', 'nonsense', 'nonsense', true],
    ['retention.ms', 'nonsense', 'Nonsense', false],
    ['some.other', '1', '1.0', false],
  ])('%s: %j and %j', (key, a, b, isSame) => {
    expect(isSameValue(key, a, b)).toBe(isSame);
  });
});

test('a setting that Kafka does not have is text, as it stands', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(canonicalValue('some.other', text)).toEqual({ value: text });
      expect(formatValue('some.other', text)).toBe(text);
    }),
  );
});

test.each(['constructor', '__proto__', 'toString'])('%s is no known setting', (key) => {
  expect(configTypeOf(key)).toBeUndefined();
});
