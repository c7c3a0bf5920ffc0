import { expect, test } from 'vitest';
import type { Item } from '../../../../src/lib/doctor/checklist/item.js';
import { checklistVerdict, rowLines } from '../../../../src/lib/doctor/checklist/report/checklist-lines.js';
import { checklistOf } from '../../../../src/lib/doctor/checklist/rows.js';
import type { Examined, Finding, Layer, Step } from '../../../../src/lib/doctor/model.js';
import { ok, step } from '../../../../src/lib/doctor/step.js';
import { noColor } from '../../../../src/lib/terminal/palette.js';

type End = Partial<Examined> & Pick<Examined, 'status'>;

const finding = (verdict: Finding['verdict'], more: Partial<Finding> = {}): Finding => ({
  verdict,
  saw: 'seen',
  ...more,
});
const fine: End = { status: 'ok', findings: [finding('ok')] };
const missing: End = { status: 'broken', findings: [finding('broken', { next: ['exops dev wake'] })] };
const right: End = { status: 'broken', findings: [finding('broken', { access: true })] };

function of(ends: Readonly<Record<string, End>>, outer: Partial<Record<Layer, End>> = {}) {
  const stepOf = (layer: Layer): Step => step({ layer, tries: layer, run: async () => ok('', 1) });
  const examined = new Map<Step, Examined>();
  const add = (one: Step, end: End) =>
    examined.set(one, { layer: one.layer, tries: one.tries, findings: [], tookMs: 7, ...end });
  for (const [layer, end] of Object.entries(outer)) add(stepOf(layer as Layer), end);
  const items = Object.entries(ends).map(([what, end]): Item => {
    const own = stepOf('pods');
    add(own, end);
    return { what, step: own };
  });
  return checklistOf(items, examined);
}

test.each<[string, Readonly<Record<string, End>>, Partial<Record<Layer, End>>, number, readonly string[]]>([
  ['all in place', { a: fine, b: fine }, {}, 0, ['in place', 'in place']],
  [
    'a warning is in place',
    { a: { status: 'warning', findings: [finding('warning')] } },
    {},
    0,
    ['in place'],
  ],
  [
    'nothing to check',
    { a: fine, b: { status: 'skipped', because: 'no host' } },
    {},
    0,
    ['in place', 'none'],
  ],
  ['one is missing', { a: fine, b: missing }, {}, 1, ['in place', 'not in place']],
  ['a right is missing', { a: fine, b: right }, {}, 4, ['in place', 'unknown']],
  ['missing counts for more than a right', { a: right, b: missing }, {}, 1, ['unknown', 'not in place']],
  [
    'not looked at',
    { a: fine, b: { status: 'not reached', because: 'kubernetes' } },
    { kubernetes: right },
    4,
    ['unknown', 'in place', 'unknown'],
  ],
  [
    'a file that is wrong',
    { a: { status: 'not reached', because: 'configuration' } },
    { configuration: { status: 'broken', findings: [finding('broken', { problem: 'file-invalid' })] } },
    2,
    ['not in place', 'unknown'],
  ],
])('%s', (_, ends, outer, exitCode, states) => {
  const checklist = of(ends, outer);
  expect(checklist.rows.map(({ state }) => state)).toEqual(states);
  expect(checklist.exitCode).toBe(exitCode);
});

test('why something was not looked at', () => {
  const { rows } = of({ a: { status: 'not reached', because: 'account, kubernetes' } });
  expect(rows[0]?.notes).toEqual(['not looked at without account and kubernetes']);
});

test('lines: notes are wrapped, and commands stay whole', () => {
  const command = `kubectl --context lab --namespace dev describe pod backend-${'7'.repeat(40)}`;
  const row = {
    ...({ what: 'workloads', state: 'not in place', problems: [], isRight: false, tookMs: 1 } as const),
    notes: ['deployment/backend: 0 of 3 updated pods ready\u001b[31m'],
    next: ['Look at it:', command],
  };
  expect(rowLines(row, { palette: noColor, width: 60 })).toEqual([
    '✗ workloads       not in place  deployment/backend: 0 of 3',
    '                                updated pods ready\\x1b[31m',
    '                                Look at it:',
    `                                ${command}`,
  ]);
});

test('what it comes to', () => {
  const said = (ends: Readonly<Record<string, End>>) =>
    checklistVerdict({ ...of(ends), target: {}, at: 0, tookMs: 1_200 }, noColor);
  expect(said({ a: fine, b: { status: 'skipped' } })).toBe('✓ All in place: 1 check · 1.2 s');
  expect(said({ a: fine, b: missing, c: right })).toBe(
    '✗ Of 3 checks, 1 not in place and 1 not known · 1.2 s',
  );
});
