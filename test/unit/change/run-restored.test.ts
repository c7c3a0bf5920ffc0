import { describe, expect, test } from 'vitest';
import { change, planOf, refusal } from './builders.js';
import { ending, ran } from './run.js';

const two = planOf([
  change({ kind: 'secret', name: 'a', action: 'change' }),
  change({ kind: 'workload', name: 'b', action: 'restart' }),
]);
const yes = { yes: true };
const crash = { reason: 'CrashLoopBackOff, exit 1' };

describe('a plan that is all of it or nothing', () => {
  const heldBack = { ...two, refusals: [refusal()], isIndivisible: true } as const;

  test.each([
    ['is not applied with a refusal', {}, refusal(), 1],
    ['ends with 4 when a right is missing', {}, refusal({ access: true }), 4],
    ['is shown by --dry-run as any other', { dryRun: true }, refusal(), 0],
    ['differs for --check', { check: true }, refusal(), 3],
  ])('%s', async (_, options, one, exitCode) => {
    const run = await ran({
      plans: [{ ...heldBack, refusals: [one] }],
      options: { ...yes, ...options },
    });
    expect(run).toMatchObject({ exitCode, calls: ['observe'], err: '' });
    expect(run.out).toMatch(
      'Plan: 1 secret to change, 1 workload to restart, 1 refused: nothing is done\nuntil that is put right.\n',
    );
  });

  test('is applied when nothing is refused', async () => {
    const run = await ran({ plans: [{ ...two, isIndivisible: true }], options: yes });
    expect(run).toMatchObject({ exitCode: 0, err: '✓ 1 changed, 1 restarted, verified in 0.0 s\n' });
  });
});

describe('what was put back', () => {
  test('is a failure after which the world is as before', async () => {
    const apply = ending(['restored'], ['restored', crash]);
    const run = await ran({ plans: [two], options: yes, apply });
    expect(run.exitCode).toBe(1);
    expect(run.err).toMatch(/^✗ Rolled back in 0\.0 s: nothing has changed\.\n {2}Record: \S+\n$/);
  });

  test('is partly applied when something could not be put back', async () => {
    const apply = ending(['restored'], ['unknown', crash]);
    const run = await ran({ plans: [two], options: yes, apply });
    expect(run.exitCode).toBe(5);
    expect(run.err).toMatch(
      /\? b: CrashLoopBackOff, exit 1\n✗ 1 put back, 1 uncertain, verified in 0\.0 s\n/,
    );
  });
});

test('what happens during an apply is told at once, and as text', async () => {
  const run = await ran({
    plans: [two],
    options: yes,
    apply: async (plan, work) => {
      work.tell({ mark: 'done', text: 'secret patched' });
      work.tell({ mark: 'failed', text: 'b \u001b[2J' });
      work.tell({ mark: 'back', text: 'secret restored' });
      await ending(['done'], ['done'])(plan, work);
    },
  });
  expect(run.err).toMatch(/^✓ secret patched\n✗ b \\x1b\[2J\n↩ secret restored\n✓ 1 changed, 1 restarted/);
});
