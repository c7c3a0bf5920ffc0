import { expect, test } from 'vitest';
import { parseOptions } from '../../bench/options.js';
import { withPart } from '../../bench/report/document.js';

test('writing one part of the benchmarks keeps the others, byte for byte, in the same order', () => {
  const topics = withPart('', 'topics', '## Topics\n\n| a |  b |\n');
  const both = withPart(topics, 'connect', '## Getting in\n');
  expect(both.startsWith(topics)).toBe(true);
  expect(withPart(withPart('', 'connect', '## Getting in'), 'topics', '## Topics\n\n| a |  b |')).toBe(both);
  expect(withPart(both, 'topics', '## Topics\n\nanew')).toBe(both.replace('| a |  b |', 'anew'));
  const all = withPart(both, 'k8s', '## Brokers moved\n');
  expect(all.startsWith(both)).toBe(true);
  expect(withPart(withPart('', 'k8s', '## Brokers moved'), 'topics', '## Topics\n\n| a |  b |')).toBe(
    all.replace(/<!-- connect:.*<!-- end of connect -->\n\n/s, ''),
  );
});

test('a document without marks is not written over', () => {
  expect(() => withPart('# Benchmarks\n\nBy hand.\n', 'connect', '## Getting in')).toThrow(
    'docs/benchmarks.md has no part between marks: what it says would be lost.',
  );
});

test('the bench is told which suite to run', () => {
  expect(parseOptions(['connect', '--quick'])).toEqual({
    suite: 'connect',
    quick: true,
    write: false,
    capMs: 30_000,
    minutes: undefined,
  });
  expect(parseOptions(['topics', '--minutes', '45', '--cap', '30', '--write'])).toEqual({
    suite: 'topics',
    quick: false,
    write: true,
    capMs: 30_000,
    minutes: 45,
  });
  for (const misfit of [
    [],
    ['both'],
    ['topics', 'connect'],
    ['connect', '--minutes', '5'],
    ['k8s', '--minutes', '5'],
    ['topics', '--cap', '0'],
  ])
    expect(parseOptions(misfit)).toBeUndefined();
});
