import { expect, test } from 'vitest';
import { whatIsLeft } from '../../../src/lib/bootstrap/apply-patch.js';

const waiting = (...reasons: readonly string[]) =>
  new Map(reasons.map((reason, index) => [`uid-${index}`, { name: `deployment/w${index}`, reason }]));

test.each([
  [['0 of 2 pods updated', ''], '2 workloads to go'],
  [['1 of 2 updated pods ready'], 'deployment/w0: 1 of 2 updated pods ready'],
  [[''], '1 workload to go'],
  [['Progressing: \u001b[31mmore'], 'deployment/w0: Progressing: \\x1b[31mmore'],
  [[], '0 workloads to go'],
])('while %j are waited for', (reasons, words) => {
  expect(whatIsLeft(waiting(...reasons))).toBe(words);
});
