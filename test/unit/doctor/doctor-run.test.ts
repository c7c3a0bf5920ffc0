import { describe, expect, test } from 'vitest';
import type { DoctorOptions } from '../../../src/commands/doctor/doctor.js';
import { runDoctor } from '../../../src/commands/doctor/doctor.run.js';
import type { RunFix } from '../../../src/commands/doctor/fix-runs.js';
import { DeclinedError } from '../../../src/lib/change/ask.js';
import type { Finding, Fix, Step } from '../../../src/lib/doctor/model.js';
import { broken, ok, skipped, step } from '../../../src/lib/doctor/step.js';
import { type ExitCode, ExopsError, UsageError } from '../../../src/lib/errors.js';
import { madeUp } from './context.js';

const options = (over: Partial<DoctorOptions> = {}): DoctorOptions => ({
  ...{ color: 'never', input: true, verbose: false, tls: true, output: 'table' },
  ...over,
});

const file =
  'version: 1\nenvironments:\n  dev:\n    aws: { accountId: "123456789012", region: us-east-1 }\n    cluster: { brokers: "b:9092" }\n';
const files = { 'exops.yaml': file };

/** Three layers in a row, of which the second is as it is told. */
function threeSteps(second: Omit<Finding, 'verdict'> | undefined): readonly Step[] {
  const settings = step({ layer: 'settings', tries: 'settings', run: async () => ok('b:9092', 1) });
  const dns = step({
    ...{ layer: 'dns', tries: 'names', after: [settings] },
    run: async () => (second === undefined ? ok('10.0.0.7', 1) : broken(second)),
  });
  const tcp = step({ layer: 'tcp', tries: 'ports', after: [dns], run: async () => ok('connected', 1) });
  const trip = step({
    layer: 'round trip',
    tries: 'a message',
    run: async () => skipped('not asked for', 1),
  });
  return [trip, tcp, dns, settings];
}

test('on a terminal: the target, the layers in order, and what it comes to', async () => {
  const { context, out, err } = await madeUp({ columns: 80, files });
  expect(await runDoctor(context, options(), () => threeSteps(undefined))).toBe(0);
  expect(out()).toBe(
    [
      '✓ settings           b:9092',
      '✓ DNS                10.0.0.7',
      '✓ TCP                connected',
      '– not looked at: round trip (not asked for)',
      '',
    ].join('\n'),
  );
  expect(err()).toBe('dev · 123456789012 us-east-1\n✓ Nothing is broken: 3 layers · 0.0 s\n');
});

test('in a pipe: records, and the exit code of the first break', async () => {
  const { context, out, err } = await madeUp({ files });
  const steps = threeSteps({ saw: 'b: no such name', problem: 'no-answer', access: true });
  expect(await runDoctor(context, options(), () => steps)).toBe(4);
  expect(out()).toBe(
    [
      'settings\tok\t0\tb:9092\t',
      'dns\tbroken\t0\tb: no such name\tno-answer',
      'tcp\tnot reached\t0\tdns\t',
      'round trip\tskipped\t0\tnot asked for\t',
      '',
    ].join('\n'),
  );
  expect(err()).toBe('dev · 123456789012 us-east-1\n✗ DNS: Nothing comes back · 0.0 s\n');
});

test('as JSON: one document and nothing else', async () => {
  const { context, out } = await madeUp({ columns: 80, files });
  const steps = threeSteps({ saw: 'b: no such name', problem: 'no-answer' });
  expect(await runDoctor(context, options({ output: 'json' }), () => steps)).toBe(1);
  expect(JSON.parse(out())).toMatchObject({
    schema: 'exops.doctor/v1',
    target: {
      environment: 'dev',
      account: '123456789012',
      region: 'us-east-1',
      kind: 'kafka',
      brokers: 'b:9092',
    },
    verdict: { layer: 'dns', problem: 'no-answer', saw: 'b: no such name' },
    layers: [
      { layer: 'settings' },
      { layer: 'dns' },
      { layer: 'tcp', because: 'dns' },
      { layer: 'round trip' },
    ],
    exitCode: 1,
  });
});

test('as YAML', async () => {
  const { context, out } = await madeUp({ files });
  expect(await runDoctor(context, options({ output: 'yaml' }), () => threeSteps(undefined))).toBe(0);
  expect(out()).toMatch(/^schema: exops\.doctor\/v1\n/);
});

test('without a file the brokers are the target', async () => {
  const { context, err } = await madeUp();
  await runDoctor(context, options({ brokers: 'b-1:9098' }), () => threeSteps(undefined));
  expect(err().split('\n')[0]).toBe('b-1:9098');
});

test('what the steps left open is closed, the last first, also when a step is a mistake of ours', async () => {
  const { context } = await madeUp({ files });
  const closed: string[] = [];
  await runDoctor(context, options(), (deps) => {
    deps.atEnd(() => closed.push('first'));
    deps.atEnd(() => closed.push('last'));
    return threeSteps(undefined);
  });
  expect(closed).toEqual(['last', 'first']);
});

describe('what does not fit together', () => {
  test.each([
    [{ yes: true }, '--yes is about what --fix changes, and without it nothing is changed.'],
    [{ dryRun: true }, '--dry-run is about what --fix changes, and without it nothing is changed.'],
    [{ fix: true, output: 'json' }, '--fix shows plans of its own after the report: leave --output out.'],
    [
      { fix: true },
      '--fix asks before each change, and nobody can be asked (no terminal, or --no-input). Nothing has changed.',
    ],
  ] as const)('%j', async (over, message) => {
    const { context, out } = await madeUp({ files });
    const running = runDoctor(context, options(over), () => threeSteps(undefined));
    await expect(running).rejects.toMatchObject({ name: 'UsageError', message });
    expect(out()).toBe('');
  });

  test('where nobody can be asked the flag is named that answers', async () => {
    const { context } = await madeUp({ files });
    await expect(runDoctor(context, options({ fix: true }), () => [])).rejects.toMatchObject({
      exitCode: 2,
      hint: 'See the plans with --fix --dry-run, then run the command again with: --fix --yes',
    });
  });
});

describe('--round-trip in a protected environment', () => {
  const prod = { 'exops.yaml': file.replace('  dev:\n', '  prod:\n    protected: true\n') };
  const said = 'A temporary topic is made, written to, read, and deleted.\n';

  test.each([
    ['y', 0],
    ['n', DeclinedError],
  ] as const)('the answer %s', async (answer, end) => {
    const { context, out, err } = await madeUp({ columns: 80, files: prod, answers: [answer] });
    const running = runDoctor(context, options({ roundTrip: true }), () => threeSteps(undefined));
    if (end === 0) expect(await running).toBe(0);
    else await expect(running).rejects.toThrow(end);
    expect(err()).toContain(said);
    expect(out() === '').toBe(end !== 0);
  });

  test('where nobody can be asked nothing is looked at, unless --yes says so', async () => {
    const { context, out, err } = await madeUp({ files: prod });
    const look = (over: Partial<DoctorOptions>) =>
      runDoctor(context, options({ roundTrip: true, ...over }), () => threeSteps(undefined));
    await expect(look({})).rejects.toMatchObject({ name: 'UsageError', exitCode: 2 });
    expect(out()).toBe('');
    expect(await look({ yes: true })).toBe(0);
    expect(err()).toContain(said);
  });

  test('any other is looked at without a question', async () => {
    const { context, err } = await madeUp({ files });
    expect(await runDoctor(context, options({ roundTrip: true }), () => threeSteps(undefined))).toBe(0);
    expect(err()).not.toContain(said);
  });
});

describe('--fix', () => {
  /** A world in which each fix that was made is gone; the second shows when the first is made. */
  async function fixing(
    over: Partial<DoctorOptions>,
    end: (fix: Fix) => ExitCode | Error = () => 0,
    terminal: { columns?: number } = { columns: 80 },
  ) {
    const { context, err } = await madeUp({ ...terminal, files });
    const made: string[] = [];
    let looks = 0;
    const run: RunFix = async (_, __, fix) => {
      const ended = end(fix);
      if (ended instanceof Error) throw ended;
      if (over.dryRun !== true) made.push(fix.kind);
      return ended;
    };
    const stepsOf = () => {
      looks += 1;
      const fix = (['wake', 'patch bootstrap'] as const).find((kind) => !made.includes(kind));
      return threeSteps(
        fix === undefined ? undefined : { saw: 'asleep', problem: 'no-answer', fix: { kind: fix } },
      );
    };
    const running = runDoctor(context, options({ fix: true, ...over }), stepsOf, run);
    const ended = await running.catch((error: unknown) => error);
    return { ended, made, looks, err: err() };
  }

  test('each is made, and looked at again, until nothing new is found', async () => {
    const { ended, made, looks, err } = await fixing({});
    expect({ ended, made, looks }).toEqual({ ended: 0, made: ['wake', 'patch bootstrap'], looks: 3 });
    expect(err).toContain('\nFix: wake what sleeps\n\nLooking again\n');
  });

  test('a no leaves it as it is, and the exit code says so', async () => {
    const { ended, made, looks, err } = await fixing({}, () => new DeclinedError());
    expect({ ended, made, looks }).toEqual({ ended: 1, made: [], looks: 1 });
    expect(err).toContain('Left as it is.');
  });

  test('--dry-run shows plans and looks once', async () => {
    expect(await fixing({ dryRun: true })).toMatchObject({ ended: 1, looks: 1 });
  });

  test('one that fails is said, and offered no second time', async () => {
    const { ended, looks, err } = await fixing({}, () => new ExopsError('EC2 said no.'));
    expect({ ended, looks }).toEqual({ ended: 1, looks: 1 });
    expect(err).toContain('EC2 said no.');
  });

  test('an interruption ends it with its own exit code', async () => {
    expect(await fixing({}, () => 130)).toMatchObject({ ended: 130, looks: 1 });
  });

  test('words that --yes does not answer are asked for by the exit code where nobody is', async () => {
    const needed = new UsageError('--yes is not enough for this plan.');
    expect(await fixing({ yes: true }, () => needed, {})).toMatchObject({ ended: needed });
    expect(await fixing({ yes: true }, () => needed)).toMatchObject({ ended: 1 });
  });

  test('where nothing can be changed from here, that is said', async () => {
    const { context, err } = await madeUp({ columns: 80, files });
    const steps = () => threeSteps({ saw: 'no such name', problem: 'no-answer' });
    expect(await runDoctor(context, options({ fix: true }), steps)).toBe(1);
    expect(err()).toContain('None of this can be changed from here.');
  });
});
