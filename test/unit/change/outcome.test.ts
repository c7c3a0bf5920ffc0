import { describe, expect, test } from 'vitest';
import { exitCodeOfOutcomes, type Outcome, outcomeOf } from '../../../src/lib/change/outcome.js';
import { refusal } from './builders.js';

const ended = (status: Outcome['status'], access?: boolean): Outcome =>
  outcomeOf({ kind: 'topic', name: status }, status, access === undefined ? {} : { access });
const done = ended('done');
const failed = ended('failed');
const denied = ended('failed', true);
const unknown = ended('unknown');
const notTried = ended('not tried');

describe('the exit code of an applied plan', () => {
  test.each<[string, readonly Outcome[], number]>([
    ['all done', [done, done], 0],
    ['nothing at all', [], 0],
    ['all failed: the world is as before', [failed, failed], 1],
    ['nothing tried', [notTried], 1],
    ['failed, then not tried', [failed, notTried], 1],
    ['some done, some failed', [done, failed], 5],
    ['some done, some not tried', [done, notTried], 5],
    ['some done, some without the right', [done, denied], 5],
    ['nobody knows', [unknown], 5],
    ['nobody knows of one, the other failed', [unknown, failed], 5],
    ['all without the right', [denied, denied], 4],
    ['some without the right, some failed otherwise', [denied, failed], 1],
    ['some without the right, some not tried', [denied, notTried], 1],
  ])('%s', (_, outcomes, exitCode) => {
    expect(exitCodeOfOutcomes({ refusals: [] }, outcomes)).toBe(exitCode);
  });

  test.each<[string, boolean, readonly Outcome[], number]>([
    ['refused alone', false, [], 1],
    ['refused for want of a right', true, [], 4],
    ['refused, the others done', false, [done], 5],
    ['refused for want of a right, the others done', true, [done], 5],
    ['refused, the others failed', false, [failed], 1],
    ['refused, the others without the right', false, [denied], 1],
    ['refused for want of a right, and so are the others', true, [denied], 4],
  ])('%s', (_, access, outcomes, exitCode) => {
    const refused = refusal(access ? { access: true } : {});
    expect(exitCodeOfOutcomes({ refusals: [refused] }, outcomes)).toBe(exitCode);
  });

  test('with one right missing among other refusals is not a matter of rights', () => {
    const refusals = [refusal({ access: true }), refusal()];
    expect(exitCodeOfOutcomes({ refusals }, [])).toBe(1);
  });
});
