import { describe, expect, test } from 'vitest';
import { type Outcome, outcomeOf } from '../../../src/lib/change/outcome.js';
import type { Action, Plan } from '../../../src/lib/change/plan.js';
import { reportLines } from '../../../src/lib/change/report.js';
import { noColor } from '../../../src/lib/terminal/palette.js';
import { change, planOf, refusal } from './builders.js';

const reported = (plan: Plan, outcomes: readonly Outcome[], verified = true) =>
  reportLines({ plan, outcomes, elapsedMs: 412, verified, journalFile: '/state/j.jsonl' }, noColor);
const ended = (name: string, status: Outcome['status'], reason?: string) =>
  outcomeOf({ kind: 'topic', name }, status, reason === undefined ? {} : { reason });
const plan = planOf(
  (['create', 'create', 'change', 'delete'] as Action[]).map((action, index) =>
    change({ name: `t${index}`, action }),
  ),
);
const goesOn = '  Run the same command again: it goes on from here. Record: /state/j.jsonl';

describe('what a person reads after an apply', () => {
  test('is one line when everything is done', () => {
    const outcomes = plan.changes.map(({ name }) => ended(name, 'done'));
    expect(reported(plan, outcomes)).toEqual(['✓ 2 created, 1 changed, 1 deleted, verified in 0.4 s']);
  });

  test('says when nobody looked whether it is so', () => {
    const outcomes = plan.changes.map(({ name }) => ended(name, 'done'));
    expect(reported(plan, outcomes, false)).toEqual(['✓ 2 created, 1 changed, 1 deleted, not verified']);
  });

  test('counts what was refused before', () => {
    const one = planOf([change({ name: 't0' })], { refusals: [refusal()] });
    expect(reported(one, [ended('t0', 'done')])).toEqual(['✓ 1 created, verified in 0.4 s · 1 refused']);
  });

  test('names each failure in the words of the system, and where to go on', () => {
    const outcomes = [
      ended('t0', 'done'),
      ended('t1', 'failed', 'Replication factor: 3 larger than available brokers: 1.'),
      ended('t2', 'unknown', 'the connection was lost\u001b[2J'),
      ended('t3', 'not tried'),
    ];
    expect(reported(plan, outcomes)).toEqual([
      '✗ t1: Replication factor: 3 larger than available brokers: 1.',
      '? t2: the connection was lost\\x1b[2J',
      '✗ 1 created, 1 failed, 1 uncertain, 1 not tried, verified in 0.4 s',
      goesOn,
    ]);
  });

  test('names twenty failures and counts the others', () => {
    const many = planOf(Array.from({ length: 1_050 }, (_, index) => change({ name: `t${index}` })));
    const lines = reported(
      many,
      many.changes.map(({ name }) => ended(name, 'failed')),
    );
    expect(lines).toHaveLength(23);
    expect(lines.slice(19)).toEqual([
      '✗ t19: failed',
      '  … and 1,030 more',
      '✗ 1,050 failed, verified in 0.4 s',
      '  Put right what was refused, then run the command again. Record: /state/j.jsonl',
    ]);
  });

  test('counts targets of one name and several kinds apart', () => {
    const two = planOf([change({ name: 'a' }), change({ name: 'a', kind: 'secret', action: 'change' })]);
    const outcomes = [ended('a', 'done'), outcomeOf({ kind: 'secret', name: 'a' }, 'failed')];
    expect(reported(two, outcomes)).toContain('✗ 1 created, 1 failed, verified in 0.4 s');
  });
});
