import { describe, expect, test } from 'vitest';
import {
  answeredByFlags,
  type Confirmation,
  confirmationFor,
  nobodyToAsk,
} from '../../../src/lib/change/confirmation.js';
import type { Change } from '../../../src/lib/change/plan.js';
import { failureOf } from '../config/failure.js';
import { change, planOf, refusal } from './builders.js';

const safe = (name: string, kind = 'topic') => change({ name, kind });
const destructive = (name: string, kind = 'topic') => change({ name, kind, severity: 'destructive' });
const words = (text: string, because = 'it is destructive'): Confirmation => ({
  ask: 'words',
  words: text,
  because,
});
const isProtected = 'the environment is protected';
const both = `it is destructive, and ${isProtected}`;

describe('what a plan asks for', () => {
  test.each<[string, readonly Change[], Confirmation, Confirmation]>([
    ['nothing to do', [], { ask: 'nothing' }, { ask: 'nothing' }],
    ['one safe change', [safe('a')], { ask: 'yes' }, words('a', isProtected)],
    ['several safe changes', [safe('a'), safe('b')], { ask: 'yes' }, words('2 topics', isProtected)],
    ['one destructive change', [destructive('a')], words('a'), words('a', both)],
    [
      'several destructive changes',
      [destructive('a'), destructive('b'), destructive('c')],
      words('3 topics'),
      words('3 topics', both),
    ],
    [
      'one destructive change among safe ones',
      [safe('a'), destructive('b'), safe('c')],
      words('b'),
      words('3 topics', both),
    ],
    [
      'several destructive changes among safe ones',
      [safe('a'), destructive('b'), destructive('c')],
      words('2 topics'),
      words('3 topics', both),
    ],
    [
      'destructive changes of several kinds',
      [destructive('a'), destructive('b', 'secret')],
      words('2 changes'),
      words('2 changes', both),
    ],
    [
      'a destructive change of one kind and safe ones of another',
      [destructive('a'), safe('b', 'secret')],
      words('a'),
      words('2 changes', both),
    ],
    [
      'many',
      Array.from({ length: 2_000 }, (_, index) => destructive(`t${index}`)),
      words('2,000 topics'),
      words('2,000 topics', both),
    ],
  ])('%s', (_, changes, usually, whenProtected) => {
    const plan = planOf(changes, { refusals: [refusal()] });
    expect(confirmationFor(plan, false)).toEqual(usually);
    expect(confirmationFor(plan, true)).toEqual(whenProtected);
  });
});

test('a plan whose stakes are something else than its targets has words of its own', () => {
  const own = (changes: readonly Change[]) => planOf(changes, { words: 'settlement' });
  expect(confirmationFor(own([safe('a')]), false)).toEqual({ ask: 'yes' });
  expect(confirmationFor(own([safe('a'), safe('b')]), true)).toEqual(words('settlement', isProtected));
  expect(confirmationFor(own([destructive('a')]), false)).toEqual(words('settlement'));
  expect(confirmationFor(own([]), true)).toEqual({ ask: 'nothing' });
  expect(confirmationFor(planOf([destructive('a')], { words: '' }), false)).toEqual(words('a'));
});

describe('what flags answer', () => {
  const silent = { yes: false, confirm: undefined };
  const yes = { yes: true, confirm: undefined };
  const confirm = (text: string) => ({ yes: false, confirm: text });

  test.each([
    ['nothing', { ask: 'nothing' }, silent, true],
    ['yes to y/N', { ask: 'yes' }, yes, true],
    ['silence to y/N', { ask: 'yes' }, silent, false],
    ['any words to y/N', { ask: 'yes' }, confirm('3 topics'), true],
    ['the words', words('3 topics'), confirm('3 topics'), true],
    ['yes to words', words('3 topics'), yes, false],
    ['silence to words', words('3 topics'), silent, false],
  ] as const)('%s', (_, confirmation, given, isAnswered) => {
    expect(answeredByFlags(confirmation, given)).toBe(isAnswered);
  });

  test.each([words('3 topics'), { ask: 'yes' }] as const)(
    'an empty answer to %j is a variable that was not set',
    async (confirmation) => {
      const error = await failureOf(() => answeredByFlags(confirmation, confirm('')));
      expect(error.message).toBe('--confirm is empty. Nothing has changed.');
    },
  );

  test.each(['2 topics', '3 Topics', ' 3 topics'])('%j is meant for another plan', async (given) => {
    const error = await failureOf(() => answeredByFlags(words('3 topics'), confirm(given)));
    expect(error.message).toBe(`--confirm "${given}" does not fit this plan. Nothing has changed.`);
    expect(error.hint).toBe('This plan needs: --confirm "3 topics"');
  });
});

test.each([
  [{ ask: 'yes' }, '--yes'],
  [words('3 topics'), '--confirm "3 topics"'],
] as const)('where nobody can be asked %j needs %s', (confirmation, flag) => {
  const error = nobodyToAsk(confirmation, { yes: false, confirm: undefined });
  expect(error.exitCode).toBe(2);
  expect(error.message).toMatch(
    /nobody can be asked \(no terminal, or --no-input\)\. Nothing has changed\.$/,
  );
  expect(error.hint).toBe(`After reading it, run the command again with: ${flag}`);
});

test('who gave --yes is told why it was not enough', () => {
  const error = nobodyToAsk(words('3 topics', both), { yes: true, confirm: undefined });
  expect(error.message).toBe(
    '--yes is not enough for this plan: it is destructive, and the environment is protected. Nothing has changed.',
  );
});
