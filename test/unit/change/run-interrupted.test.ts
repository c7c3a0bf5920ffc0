import { describe, expect, test } from 'vitest';
import { InterruptedError } from '../../../src/lib/errors.js';
import { change, planOf } from './builders.js';
import { ending, ran } from './run.js';

const two = planOf([change({ name: 'a' }), change({ name: 'b', action: 'change' })]);
const yes = { yes: true };

describe('Ctrl-C', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('during an apply (%s) says what is done and what is not', async (signal, exitCode) => {
    const stop = new AbortController();
    const run = await ran({
      plans: [two],
      options: yes,
      stop,
      apply: async (plan, work) => {
        stop.abort(new InterruptedError(signal));
        await ending(['done'])(plan, work);
      },
    });
    expect(run.calls).toEqual(['observe', 'apply']);
    expect(run.exitCode).toBe(exitCode);
    expect(run.err).toMatch(
      /^Interrupted: ending what is under way\. Once more to stop at once\.\n✗ 1 created, 1 not tried, not verified\n {2}Run the same command/,
    );
  });

  test('during the verification stops waiting, and leaves what was accepted', async () => {
    const stop = new AbortController();
    const verify = () => {
      stop.abort(new InterruptedError('SIGINT'));
      return new Promise<never>(() => {});
    };
    const run = await ran({ plans: [two], options: yes, stop, verify });
    expect(run.exitCode).toBe(130);
    expect(run.err).toBe(
      'Interrupted: what was applied stays, and is not verified.\n✓ 1 created, 1 changed, not verified\n',
    );
  });

  test('during the observation stops at once', async () => {
    const stop = new AbortController();
    stop.abort(new InterruptedError('SIGINT'));
    const run = await ran({ plans: [two], options: yes, stop });
    expect(run.error).toMatchObject({ exitCode: 130 });
    expect(run.calls).not.toContain('apply');
  });
});
