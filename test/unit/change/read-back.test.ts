import { expect, test } from 'vitest';
import { outcomeOf, readBack } from '../../../src/lib/change/outcome.js';

const target = { kind: 'group', name: 'a' };
const kept = '/state/a.txt';

test('what was sent is done when nothing lacks, and keeps what was there before', () => {
  for (const status of ['done', 'unknown'] as const)
    expect(readBack(outcomeOf(target, status, { reason: 'no answer', kept }), undefined)).toEqual({
      ...target,
      status: 'done',
      kept,
    });
});

test('what lacks is said, behind what was known', () => {
  expect(readBack(outcomeOf(target, 'done', { kept }), 'it is there')).toEqual({
    ...{ ...target, status: 'unknown', kept },
    reason: 'accepted, but it is there',
  });
  expect(readBack(outcomeOf(target, 'unknown', { reason: 'no answer' }), 'it is there')).toEqual({
    ...{ ...target, status: 'unknown' },
    reason: 'no answer (it is there)',
  });
});

test.each(['failed', 'not tried', 'restored'] as const)('of what %s nothing is known anew', (status) => {
  const outcome = outcomeOf(target, status, { reason: 'refused' });
  expect(readBack(outcome, undefined)).toBe(outcome);
});
