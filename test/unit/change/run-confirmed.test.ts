import { describe, expect, test } from 'vitest';
import { DeclinedError } from '../../../src/lib/change/ask.js';
import { ExopsError, InterruptedError, UsageError } from '../../../src/lib/errors.js';
import { change, field, planOf } from './builders.js';
import { journalLines, type Ran, ran } from './run.js';

const safe = planOf([change()]);
const destructive = planOf([change({ name: 'orders.dlq', severity: 'destructive' })]);

async function expectUntouched({ calls, stateFolder }: Ran): Promise<void> {
  expect(calls).not.toContain('apply');
  expect(await journalLines(stateFolder)).toEqual([]);
}

describe('a person', () => {
  test.each(['y', 'Y', 'yes', 'YES', ' y '])('who answers %j has it applied', async (answer) => {
    const run = await ran({ plans: [safe], answer });
    expect(run.exitCode).toBe(0);
    expect(run.calls).toEqual(['observe', 'ask Apply to dev? [y/N] ', 'observe', 'apply', 'verify']);
  });

  test.each(['', 'n', 'no', 'yep', 'y y', 'end of input'])(
    'who answers %j has nothing applied',
    async (answer) => {
      const run = await ran({ plans: [safe], answer });
      expect(run.error).toBeInstanceOf(DeclinedError);
      expect(run.error).toMatchObject({ exitCode: 1, message: 'Declined. Nothing has changed.' });
      await expectUntouched(run);
    },
  );

  test('types the words that a destructive plan asks for', async () => {
    const run = await ran({ plans: [destructive], answer: 'orders.dlq' });
    expect(run.exitCode).toBe(0);
    expect(run.calls[1]).toBe('ask Type "orders.dlq" to apply: ');
  });

  test.each(['y', 'yes', 'orders', 'Orders.dlq', '"orders.dlq"', 'end of input'])(
    'who types %j in place of the words has nothing applied',
    async (answer) => {
      const run = await ran({ plans: [destructive], answer });
      expect(run.error).toBeInstanceOf(DeclinedError);
      await expectUntouched(run);
    },
  );

  test('types words for a safe plan where the environment is protected', async () => {
    const run = await ran({ plans: [safe], answer: 'y', isProtected: true });
    expect(run.calls).toContain('ask Type "orders" to apply: ');
    expect(run.error).toBeInstanceOf(DeclinedError);
  });

  test('reads the plan before the question', async () => {
    const { out } = await ran({ plans: [safe], answer: 'n' });
    expect(out).toMatch('Plan: 1 to create.');
  });

  test('reads the plan on stderr where stdout is for a program', async () => {
    const { out, err } = await ran({ plans: [safe], answer: 'n', options: { output: 'json' } });
    expect(err).toMatch('Plan: 1 to create.');
    expect(out).toBe('');
  });

  test('who presses Ctrl-C at the question has nothing applied', async () => {
    const run = await ran({ plans: [safe], answer: () => Promise.reject(new InterruptedError('SIGINT')) });
    expect(run.error).toMatchObject({ exitCode: 130 });
    await expectUntouched(run);
  });
});

describe('without a terminal', () => {
  test.each([
    [safe, '--yes'],
    [destructive, '--confirm "orders.dlq"'],
  ])('a plan needs a flag, and the error names it (%#)', async (plan, flag) => {
    const run = await ran({ plans: [plan] });
    expect(run.error).toBeInstanceOf(UsageError);
    expect(run.error).toMatchObject({ exitCode: 2, hint: expect.stringContaining(flag) });
    expect(run.out).toMatch('Plan: 1 to create');
    await expectUntouched(run);
  });

  test('--yes does not answer for what is lost', async () => {
    const run = await ran({ plans: [destructive], options: { yes: true } });
    expect(run.error).toBeInstanceOf(UsageError);
    await expectUntouched(run);
  });
});

describe('flags', () => {
  test.each([
    ['--yes', safe, { yes: true }],
    ['--confirm', destructive, { confirm: 'orders.dlq' }],
    ['--confirm for a plan that loses nothing', safe, { confirm: 'orders' }],
  ])('answer in place of a person, and nothing is read twice: %s', async (_, plan, options) => {
    const run = await ran({ plans: [plan], options, answer: 'n' });
    expect(run).toMatchObject({ exitCode: 0, calls: ['observe', 'apply', 'verify'] });
  });

  test('that were meant for another plan are an error, though somebody could be asked', async () => {
    const run = await ran({ plans: [destructive], options: { confirm: '3 topics' }, answer: 'orders.dlq' });
    expect(run.error).toBeInstanceOf(UsageError);
    expect(run.calls).toEqual(['observe']);
    await expectUntouched(run);
  });
});

describe('while a person thinks', () => {
  test('the world may move, and then nothing is applied', async () => {
    const run = await ran({ plans: [safe, planOf([change({ name: 'other' })])], answer: 'y' });
    expect(run.error).toBeInstanceOf(ExopsError);
    expect(run.error).toMatchObject({
      exitCode: 1,
      message: 'Somebody changed things since this plan was made. Nothing has been applied.',
      hint: 'Run the command again to see the plan as it is now.',
    });
    await expectUntouched(run);
  });

  test('somebody else may do it all, and then nothing is applied', async () => {
    const run = await ran({ plans: [safe, planOf([])], answer: 'y' });
    expect(run.error).toMatchObject({ exitCode: 1 });
    await expectUntouched(run);
  });

  const less = planOf([change({ name: 'other' })]);

  test('what was agreed to may shrink where the capability says that it stands', async () => {
    const run = await ran({ plans: [safe, less], answer: 'y', stands: true });
    expect(run.exitCode).toBe(0);
    expect(run.calls.slice(-2)).toEqual(['apply', 'verify']);
    const none = await ran({ plans: [safe, planOf([])], answer: 'y', stands: true });
    expect(none.exitCode).toBe(0);
    expect(none.out).toContain('Nothing to do');
    await expectUntouched(none);
  });

  test('nothing is applied where it says that it does not stand', async () => {
    await expectUntouched(await ran({ plans: [safe, safe], answer: 'y', stands: false }));
  });

  test('figures may move', async () => {
    const holding = (size: string) =>
      planOf([
        change({ cautions: [`holds ${size}`], fields: [field('retention.ms', '7', '3', `deletes ${size}`)] }),
      ]);
    const run = await ran({ plans: [holding('1 GiB'), holding('2 GiB')], answer: 'y' });
    expect(run.exitCode).toBe(0);
  });
});
