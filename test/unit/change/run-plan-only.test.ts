import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Plan } from '../../../src/lib/change/plan.js';
import { change, planOf, refusal } from './builders.js';
import { journalLines, ran } from './run.js';

const clean = planOf([], { unchanged: 11 });
const changes = planOf([change()], { unchanged: 1 });
const refused = planOf([], { refusals: [refusal()] });
const denied = planOf([], { refusals: [refusal({ access: true })] });
const deniedToo = planOf([change()], { refusals: [refusal({ access: true })] });
const both = planOf([change()], { refusals: [refusal()] });

describe('the exit code without an apply', () => {
  test.each<[string, Plan, { dryRun?: boolean; check?: boolean }, number]>([
    ['nothing to do', clean, {}, 0],
    ['--dry-run, nothing to do', clean, { dryRun: true }, 0],
    ['--dry-run, changes', changes, { dryRun: true }, 0],
    ['--dry-run, refused', refused, { dryRun: true }, 0],
    ['--check, nothing to do', clean, { check: true }, 0],
    ['--check, changes', changes, { check: true }, 3],
    ['--check, refused', refused, { check: true }, 3],
    ['--check, both', both, { check: true }, 3],
    ['--check and --dry-run', changes, { check: true, dryRun: true }, 3],
    ['--check, all that is wanted needs a right, so nobody knows', denied, { check: true }, 4],
    ['--check and --dry-run, all that is wanted needs a right', denied, { check: true, dryRun: true }, 4],
    ['--check, changes beside what needs a right', deniedToo, { check: true }, 3],
    ['--dry-run, all that is wanted needs a right', denied, { dryRun: true }, 0],
    ['all that is wanted is refused', refused, {}, 1],
    ['all that is wanted needs a right', denied, {}, 4],
  ])('%s', async (_, plan, options, exitCode) => {
    const run = await ran({ plans: [plan], options: { ...options, yes: true }, answer: 'y' });
    expect(run).toMatchObject({ exitCode, error: undefined, calls: ['observe'] });
    expect(await journalLines(run.stateFolder)).toEqual([]);
  });
});

describe('the plan', () => {
  test('stands on stdout, and nothing on stderr', async () => {
    expect(await ran({ plans: [changes], options: { dryRun: true } })).toMatchObject({
      out: '  + orders\n    1 unchanged\n\nPlan: 1 to create.\n',
      err: '',
    });
  });

  test('is one line when there is nothing to do', async () => {
    expect(await ran({ plans: [clean] })).toMatchObject({
      out: 'Nothing to do: 11 topics as declared.\n',
      err: '',
    });
  });

  const document = {
    schema: 'exops.change/v1',
    target: { environment: 'dev', cluster: 'b:9092' },
    plan: {
      changes: [
        { kind: 'topic', name: 'orders', action: 'create', severity: 'safe', fields: [], cautions: [] },
      ],
      refusals: [],
      notices: [],
      unchanged: 1,
    },
    exitCode: 3,
  };

  test('is one JSON document with -o json', async () => {
    const { out, err } = await ran({ plans: [changes], options: { check: true, output: 'json' } });
    expect(JSON.parse(out)).toEqual(document);
    expect(err).toBe('');
  });

  test('is one YAML document with -o yaml', async () => {
    const { out, err } = await ran({ plans: [changes], options: { check: true, output: 'yaml' } });
    expect(parse(out)).toEqual(document);
    expect(err).toBe('');
  });
});
