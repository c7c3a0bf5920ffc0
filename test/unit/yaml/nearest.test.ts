import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { didYouMean, nearest } from '../../../src/lib/yaml/nearest.js';

const keys = [
  'partitions',
  'replicationFactor',
  'configs',
  'retention.ms',
  'retention.bytes',
  'cleanup.policy',
];

describe('nearest', () => {
  test.each([
    ['partitons', 'partitions'],
    ['Partitions', 'partitions'],
    ['retension', 'retention.ms'],
    ['retention.msec', 'retention.ms'],
    ['retention.byte', 'retention.bytes'],
    ['cleanup-policy', 'cleanup.policy'],
    ['config', 'configs'],
    ['brokers', undefined],
    ['', undefined],
  ])('%j was meant to be %j', (word, meant) => {
    expect(nearest(word, keys)).toBe(meant);
  });

  test('a word of two letters is near with one letter changed, never with two', () => {
    expect(nearest('de', ['db'])).toBe('db');
    expect(nearest('xx', ['db'])).toBeUndefined();
  });

  test('a whole word beats the first part of another', () => {
    expect(nearest('retention', ['retention.ms', 'retention'])).toBe('retention');
  });

  test('every word is nearest to itself', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.array(fc.string()), (word, others) => {
        const found = nearest(word, [...others, word]);
        expect(found?.toLowerCase()).toBe(word.toLowerCase());
      }),
    );
  });
});

test('didYouMean is a question in brackets, or nothing', () => {
  expect(didYouMean('partitons', keys)).toBe(' (did you mean "partitions"?)');
  expect(didYouMean('brokers', keys)).toBe('');
});
