import { describe, expect, test } from 'vitest';
import { type Outcome, outcomeOf } from '../../../src/lib/change/outcome.js';
import type { Plan } from '../../../src/lib/change/plan.js';
import { change, planOf, refusal } from './builders.js';
import { type End, ending, journalLines, ran } from './run.js';

const two = planOf([change({ name: 'a' }), change({ name: 'b', action: 'change' })]);
const yes = { yes: true };

const denied = { reason: 'Topic authorization failed.', access: true };
const broken = { reason: 'No space left on device' };

describe('an apply ends', () => {
  test('well, with one line', async () => {
    expect(await ran({ plans: [two], options: yes })).toMatchObject({
      exitCode: 0,
      err: '✓ 1 created, 1 changed, verified in 0.0 s\n',
    });
  });

  test.each<[string, readonly End[], number, RegExp]>([
    ['in part', [['done'], ['failed', broken]], 5, /✗ b: No space left on device\n✗ 1 created, 1 failed, v/],
    [
      'in nothing',
      [
        ['failed', broken],
        ['failed', broken],
      ],
      1,
      /✗ 2 failed, verified/,
    ],
    [
      'for want of rights',
      [
        ['failed', denied],
        ['failed', denied],
      ],
      4,
      /✗ a: Topic auth.*\n✗ b: Topic auth/,
    ],
    ['early', [['done']], 5, /✗ 1 created, 1 not tried, verified/],
    ['before it began', [], 1, /✗ 2 not tried, not verified/],
    [
      'nobody knows how',
      [['unknown', { reason: 'no answer' }], ['done']],
      5,
      /\? a: no answer\n✗ 1 changed, 1 unc/,
    ],
  ])('%s', async (_, ends, exitCode, err) => {
    const run = await ran({ plans: [two], options: yes, apply: ending(...ends) });
    expect(run.exitCode).toBe(exitCode);
    expect(run.err).toMatch(err);
    const next = /\d (not tried|uncertain)/.test(run.err)
      ? 'Run the same command again: it goes on from here.'
      : 'Put right what was refused, then run the command again.';
    expect(run.err).toMatch(`\n  ${next} Record: `);
  });

  test('well but for what was refused', async () => {
    const run = await ran({ plans: [{ ...two, refusals: [refusal()] }], options: yes });
    expect(run).toMatchObject({
      exitCode: 5,
      err: expect.stringMatching(/verified in 0.0 s · 1 refused\n$/),
    });
  });

  test('without an end when the capability breaks off: what it did not report may have changed', async () => {
    const run = await ran({
      plans: [two],
      options: yes,
      apply: async (plan, work) => {
        await ending(['done'])(plan, work);
        throw new Error('the controller is gone');
      },
    });
    expect(run).toMatchObject({ exitCode: 5, calls: ['observe', 'apply', 'verify'] });
    expect(run.err).toMatch('? b: the controller is gone\n✗ 1 created, 1 uncertain, verified');
    expect(await journalLines(run.stateFolder)).toHaveLength(4);
  });

  test('as a document for programs, with the outcomes', async () => {
    const options = { ...yes, output: 'json' } as const;
    const { out, err } = await ran({ plans: [two], options, apply: ending(['done'], ['failed', broken]) });
    expect(JSON.parse(out)).toMatchObject({
      schema: 'exops.change/v1',
      plan: { changes: [{ name: 'a' }, { name: 'b' }] },
      outcomes: [
        { kind: 'topic', name: 'a', status: 'done' },
        { kind: 'topic', name: 'b', status: 'failed', reason: 'No space left on device' },
      ],
      exitCode: 5,
    });
    expect(err).toMatch('1 failed');
  });
});

describe('what was accepted is read back', () => {
  const to = (status: Outcome['status'], reason?: string) => async (_: Plan, outcomes: readonly Outcome[]) =>
    outcomes.map((one) => outcomeOf(one, status, reason === undefined ? {} : { reason }));

  test('and may turn out to be done after all', async () => {
    const apply = ending(['unknown', { reason: 'no answer' }], ['done']);
    const run = await ran({ plans: [two], options: yes, apply, verify: to('done') });
    expect(run).toMatchObject({
      exitCode: 0,
      err: expect.stringMatching('✓ 1 created, 1 changed, verified'),
    });
  });

  test('and is not called done when it never shows', async () => {
    const run = await ran({
      plans: [two],
      options: yes,
      verify: to('unknown', "accepted, but it isn't there"),
    });
    expect(run).toMatchObject({
      exitCode: 5,
      err: expect.stringMatching(/^\? a: accepted, but it isn't there/),
    });
  });

  test('and is not called done when it can not be read', async () => {
    const verify = () => Promise.reject(new Error('connection lost'));
    const apply = ending(['done'], ['failed', broken]);
    const run = await ran({ plans: [two], options: yes, apply, verify });
    expect(run.exitCode).toBe(5);
    expect(run.err).toMatch(
      '? a: accepted, but it could not be read back: connection lost\n✗ b: No space left',
    );
    expect(run.err).toMatch('1 failed, 1 uncertain, not verified');
  });

  test('and is kept where it was kept, when it can not be read', async () => {
    const verify = () => Promise.reject(new Error('connection lost'));
    const apply = ending(['done', { kept: '/state/a.txt' }], ['done']);
    const run = await ran({ plans: [two], options: { ...yes, output: 'json' }, apply, verify });
    expect(run.out).toContain('"kept": "/state/a.txt"');
  });
});
