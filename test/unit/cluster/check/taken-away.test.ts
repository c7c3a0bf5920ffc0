import { expect, test } from 'vitest';
import { takenAwayWords } from '../../../../src/lib/cluster/check/take-away.js';

const clean = { state: 'ok', why: undefined, left: [] } as const;
const left = { state: 'ok', why: 'exops-check-x is still there: no', left: ['exops-check-x'] } as const;
const next = 'exops-check-x is still there: no. The next check that begins an hour from now takes it away.';
const stay = 'Records that it wrote to orders stay there until its retention takes them.';

test.each([
  ['all is gone', clean, undefined, 'What the check made is taken away.'],
  ['something is left', left, undefined, next],
  ['of a topic that was there', clean, 'orders', `The groups of the check are taken away. ${stay}`],
  ['of a topic that was there, something is left', left, 'orders', `${next} ${stay}`],
] as const)('%s', (_, cleanUp, given, words) => {
  expect(takenAwayWords(cleanUp, given)).toBe(words);
});
