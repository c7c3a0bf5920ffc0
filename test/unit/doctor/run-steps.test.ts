import { describe, expect, test } from 'vitest';
import type { Outcome, Step } from '../../../src/lib/doctor/model.js';
import { runSteps } from '../../../src/lib/doctor/run-steps.js';
import { broken, lacking, ok, skipped, step } from '../../../src/lib/doctor/step.js';
import { verdictOf } from '../../../src/lib/doctor/verdict.js';
import { AccessError, ExopsError } from '../../../src/lib/errors.js';
import { VirtualClock } from '../power/virtual-clock.js';

const examined = (steps: readonly Step[]) =>
  runSteps(steps, { clock: new VirtualClock(), signal: new AbortController().signal });

const giving = (
  layer: Step['layer'],
  outcome: Outcome<unknown>,
  waiting: Partial<Pick<Step, 'after' | 'beside'>> = {},
) => step({ layer, tries: layer, run: async () => outcome, ...waiting });

describe('a step that ends in another way', () => {
  test('its deadline is a break of its own layer, even when it never looks at its signal', async () => {
    const silent = step<number>({
      layer: 'tcp',
      tries: 'b',
      deadlineMs: 5_000,
      run: () => new Promise(() => {}),
    });
    expect(await examined([silent])).toEqual([
      {
        ...{ layer: 'tcp', tries: 'b', status: 'broken', tookMs: 5_000 },
        findings: [
          {
            ...{ verdict: 'broken', saw: 'no answer in 5.0 s', problem: 'no-answer' },
            next: ['Wait longer for each answer with --timeout 30s, and see with --verbose what is asked.'],
          },
        ],
      },
    ]);
  });

  test('its signal is aborted by its deadline, so that it closes what it opened', async () => {
    let isAborted = false;
    const clock = new VirtualClock();
    const slow = step({
      ...{ layer: 'tcp', tries: 'b', deadlineMs: 1_000 },
      run: async (_, signal) => {
        await clock.sleep(2_000, signal).catch(() => {
          isAborted = true;
        });
        return ok('late', 1);
      },
    });
    await runSteps([slow], { clock, signal: new AbortController().signal });
    expect(isAborted).toBe(true);
  });

  test('what it throws is a break, with the hint as the next things to do', async () => {
    const throws = step({
      ...{ layer: 'ssh', tries: 'the host' },
      run: async () => {
        throw new ExopsError('kafka: the key \u001b[31mchanged', { hint: 'Pin it:\nexops host pin kafka' });
      },
    });
    const [one] = await examined([throws]);
    expect(one?.findings).toEqual([
      {
        ...{ verdict: 'broken', saw: 'kafka: the key \\x1b[31mchanged', problem: 'step-failed' },
        next: ['Pin it:', 'exops host pin kafka'],
      },
    ]);
  });

  test('a mistake of ours in a step is a break of its layer, too', async () => {
    const wrong = giving('dns', ok('', 1));
    const reads = step({ layer: 'tcp', tries: 'tcp', run: async (known) => ok('', known.value(wrong)) });
    const [one] = await examined([reads]);
    expect(one).toMatchObject({ status: 'broken', findings: [{ saw: "dns isn't waited for" }] });
  });

  test('a right that is missing is one, and decides the exit code', async () => {
    const refused = step({
      ...{ layer: 'cluster', tries: 'MSK' },
      run: async () => {
        throw new AccessError('kafka:DescribeClusterV2 is denied');
      },
    });
    const all = await examined([refused]);
    expect(all[0]?.findings[0]).toMatchObject({ access: true });
    expect(verdictOf(all)).toMatchObject({ layer: 'cluster', exitCode: 4 });
  });
});

describe('what comes after', () => {
  test('what is broken names itself to all that is behind it', async () => {
    const dns = giving('dns', broken({ saw: 'no such name' }));
    const tcp = giving('tcp', ok('', 1), { after: [dns] });
    const tls = giving('tls', ok('', 1), { after: [tcp] });
    const kubernetes = giving('kubernetes', ok('reached', 1));
    expect(await examined([tls, kubernetes])).toMatchObject([
      { layer: 'dns', status: 'broken' },
      { layer: 'tcp', status: 'not reached', because: 'dns', tookMs: 0 },
      { layer: 'tls', status: 'not reached', because: 'dns' },
      { layer: 'kubernetes', status: 'ok' },
    ]);
  });

  test('of several that are missing all are named, in their order', async () => {
    const ssh = giving('ssh', broken({ saw: 'refused' }));
    const account = giving('account', broken({ saw: 'another' }));
    const empty = giving('kubernetes', { findings: [], skipped: 'no Kubernetes' });
    const dns = giving('dns', ok('', 1), { after: [ssh, empty, account] });
    expect((await examined([dns])).find(({ layer }) => layer === 'dns')).toMatchObject({
      status: 'not reached',
      because: 'account, ssh',
    });
  });

  test('a break with a value keeps nothing from being looked at', async () => {
    const tcp = giving('tcp', { findings: [{ verdict: 'broken', saw: '1 of 2' }], value: ['b:9092'] });
    const login = giving('login', ok('as admin', 1), { after: [tcp] });
    const all = await examined([login]);
    expect(all.map(({ status }) => status)).toEqual(['broken', 'ok']);
    expect(verdictOf(all)).toMatchObject({ layer: 'tcp', exitCode: 1 });
  });

  test('what was skipped with a value is none in the way, and without one its reason goes on', async () => {
    const ssh = giving('ssh', skipped('there is no host on the way', 'direct'));
    const dns = giving('dns', ok('', 1), { after: [ssh] });
    const kubernetes = giving('kubernetes', { findings: [], skipped: 'no Kubernetes' });
    const pods = giving('pods', ok('', 1), { after: [kubernetes] });
    expect(await examined([dns, pods])).toMatchObject([
      { layer: 'ssh', status: 'skipped', because: 'there is no host on the way' },
      { layer: 'dns', status: 'ok' },
      { layer: 'kubernetes', status: 'skipped', because: 'no Kubernetes' },
      { layer: 'pods', status: 'skipped', because: 'no Kubernetes' },
    ]);
  });

  test('what turns out to lack something beside it was not reached', async () => {
    const ssh = giving('ssh', broken({ saw: 'refused' }));
    const tcp = step<number>({
      ...{ layer: 'tcp', tries: 'tcp', beside: [ssh] },
      run: async (known) => (known.outcome(ssh)?.value === undefined ? lacking('ssh') : ok('', 1)),
    });
    const tls = giving('tls', ok('', 1), { after: [tcp] });
    expect(await examined([tls])).toMatchObject([
      { layer: 'ssh', status: 'broken' },
      { layer: 'tcp', status: 'not reached', because: 'ssh' },
      { layer: 'tls', status: 'not reached', because: 'ssh' },
    ]);
  });

  test('a step without a value is in the way though it found nothing, and nobody calls that healthy', async () => {
    const dns = giving('dns', { findings: [{ verdict: 'ok', saw: 'resolved' }] });
    const tcp = giving('tcp', ok('', 1), { after: [dns] });
    const all = await examined([tcp]);
    expect(all[1]).toMatchObject({ status: 'not reached', because: 'dns' });
    expect(verdictOf(all)).toEqual({ layer: undefined, finding: undefined, exitCode: 1 });
  });
});

test('values and outcomes are what the steps before brought', async () => {
  const first = giving('dns', ok('a', 41)) as Step<number>;
  const beside = giving('ssh', broken({ saw: 'refused' }));
  const last = step({
    ...{ layer: 'tcp', tries: 'tcp', after: [first], beside: [beside] },
    run: async (known) => ok(`${known.value(first) + 1}, ${known.outcome(beside)?.findings[0]?.saw}`, 1),
  });
  const all = await examined([last]);
  expect(all.at(-1)?.findings[0]?.saw).toBe('42, refused');
});

test.each([
  ['configuration', 'file-invalid', 2],
  ['settings', 'reference-missing', 2],
  ['settings', 'no-answer', 1],
  ['settings', 'step-failed', 1],
] as const)('%s, %s: exit %i', async (layer, problem, exitCode) => {
  const all = await examined([giving(layer, broken({ saw: 'it', problem }))]);
  expect(verdictOf(all)).toMatchObject({ layer, exitCode });
});
