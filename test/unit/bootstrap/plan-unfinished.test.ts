import { describe, expect, test } from 'vitest';
import { planUnfinished, type RecordedWorkload } from '../../../src/lib/bootstrap/plan-unfinished.js';
import type { ChangeRecord } from '../../../src/lib/bootstrap/record.js';
import type { Workload } from '../../../src/lib/k8s/kubernetes.js';
import { restartAnnotation } from '../../../src/lib/k8s/kubernetes.js';
import { key, observed, observedSecret, secretOf, workloadOf } from './observed.js';

const stamp = '2026-11-21T13:00:00.123Z';
const [before, after] = ['10.0.11.8:9092', '10.0.12.31:9092'];
const record: ChangeRecord = {
  id: 'one',
  stamp,
  by: 'kim',
  phase: 'applying',
  values: [{ key, before, after }],
  secrets: [{ secret: 'app-secrets', keys: [key] }],
  workloads: [],
};
const bearing = (value: string, over: Partial<ChangeRecord> = {}, name = 'app-secrets') =>
  observedSecret(secretOf({ [key]: value }, { name }), { record: { ...record, ...over } });
const recorded = (now: Workload | undefined, name = 'a'): RecordedWorkload => ({
  recorded: { kind: 'Deployment', name, uid: `uid-of-${name}`, before: null, wasSettled: true, by: 'exops' },
  now,
});
const stamped = (name: string) =>
  workloadOf(name, { spec: { template: { metadata: { annotations: { [restartAnnotation]: stamp } } } } });
const told = (...input: Parameters<typeof planUnfinished>) => {
  const { changes, refusals, notices } = planUnfinished(...input);
  return {
    changes: changes.map(({ action, name, summary, fields }) => [
      action,
      name,
      summary ?? fields.map(({ before: from, after: to, note }) => [from, to, note]),
    ]),
    refusals: refusals.map(({ name, reason }) => `${name}: ${reason}`),
    notices: notices.map(({ text }) => text),
  };
};

test('there is nothing to finish where nobody began', () => {
  expect(told('undo', observed(), [])).toEqual({
    changes: [],
    refusals: [],
    notices: ['no change of these secrets is unfinished'],
  });
});

test('a namespace that is not there is said', () => {
  const secrets = [observedSecret(undefined, { found: undefined })];
  expect(told('resume', observed({ secrets, missingNamespace: 'dve' }), [])).toEqual({
    changes: [],
    refusals: ['dve: there is no such namespace in this cluster: look at --namespace and --context'],
    notices: [],
  });
});

describe('--resume', () => {
  test('waits for what was restarted, and restarts the rest', () => {
    const workloads = [recorded(stamped('a')), recorded(workloadOf('b'), 'b')];
    expect(told('resume', observed({ secrets: [bearing(after)] }), workloads)).toEqual({
      changes: [
        ['change', 'app-secrets', [[after, after, 'holds these already; the restart is recorded on it']]],
        ['restart', 'deployment/a', 'restarted already, waited for · 3 pods'],
        ['restart', 'deployment/b', 'not restarted yet · 3 pods'],
      ],
      refusals: [],
      notices: [
        `kim began to set it to ${after} (2026-11-21 13:00 UTC), and that isn't complete`,
        '1 of 2 workloads is restarted already, and only waited for',
      ],
    });
  });

  test.each([
    [['a'], ['b'], '1 of 2 workloads is restarted already, and only waited for'],
    [['a', 'b'], ['c'], '2 of 3 workloads are restarted already, and only waited for'],
    [['a', 'b'], [], 'all 2 workloads are restarted already, and only waited for'],
    [['a'], [], 'the workload is restarted already, and only waited for'],
  ])('says how many of those to restart were: %j, and not %j', (begun, others, words) => {
    const workloads = [
      ...begun.map((name) => recorded(stamped(name), name)),
      ...others.map((name) => recorded(workloadOf(name), name)),
    ];
    const seen = observed({ secrets: [bearing(after)] });
    expect(told('resume', seen, workloads).notices).toContain(words);
    expect(told('undo', seen, workloads).notices).toHaveLength(1);
  });

  test('sets the secrets of the change that were not reached', () => {
    const secrets = [
      { secret: 'app-secrets', keys: [key] },
      { secret: 'other', keys: [key] },
    ];
    const other = observedSecret(secretOf(undefined, { name: 'other' }));
    const plan = planUnfinished('resume', observed({ secrets: [bearing(after, { secrets }), other] }), []);
    expect(plan.changes.map(({ name, work }) => [name, work])).toEqual([
      ['app-secrets', expect.objectContaining({ bears: 'one', values: [{ key, before, after }] })],
      ['other', expect.not.objectContaining({ bears: 'one' })],
    ]);
  });

  test('does not turn round what is being taken back', () => {
    const undoing = bearing(before, { phase: 'undoing' });
    expect(told('resume', observed({ secrets: [undoing] }), []).refusals).toEqual([
      'app-secrets: its change was being taken back already: only --undo can finish that',
    ]);
    expect(told('undo', observed({ secrets: [undoing] }), []).refusals).toEqual([]);
  });
});

describe('--undo', () => {
  test('puts back what was touched, and leaves what was not', () => {
    const workloads = [recorded(stamped('a')), recorded(workloadOf('b'), 'b')];
    expect(told('undo', observed({ secrets: [bearing(after)] }), workloads).changes).toEqual([
      ['change', 'app-secrets', [[after, before, undefined]]],
      ['change', 'deployment/a', 'its pod template as it was · 3 pods'],
    ]);
  });

  test.each([
    ['back already', before],
    ['somebody wrote this since: left as it is', '10.0.99.1:9092'],
  ])('says of a value: %s', (note, now) => {
    const [change] = planUnfinished('undo', observed({ secrets: [bearing(now)] }), []).changes;
    expect(change?.fields).toMatchObject([{ before: now, after: now, note }]);
  });

  test('leaves a secret of the change that was never reached', () => {
    const secrets = [
      { secret: 'app-secrets', keys: [key] },
      { secret: 'other', keys: [key] },
    ];
    const other = observedSecret(secretOf(undefined, { name: 'other' }));
    const plan = planUnfinished('undo', observed({ secrets: [bearing(after, { secrets }), other] }), []);
    expect(plan.changes.map(({ name }) => name)).toEqual(['app-secrets']);
  });

  test('says which workloads are gone, or are others of the same name', () => {
    const another = { ...workloadOf('b'), uid: 'another' };
    const plan = told('undo', observed({ secrets: [bearing(after)] }), [
      recorded(undefined),
      recorded(another, 'b'),
    ]);
    expect(plan.changes).toHaveLength(1);
    expect(plan.notices).toContain('not there any more, or no reader of the key');
  });
});

describe('with several secrets', () => {
  const secrets = [
    { secret: 'app-secrets', keys: [key] },
    { secret: 'other', keys: [key] },
  ];
  const bare = (value: string) => observedSecret(secretOf({ [key]: value }));

  test.each(['resume', 'undo'] as const)(
    'only records are left when the first bears none (--%s)',
    (direction) => {
      const seen = observed({ secrets: [bare(after), bearing(after, { secrets }, 'other')] });
      const plan = planUnfinished(direction, seen, [recorded(stamped('a'))]);
      expect(plan.changes).toMatchObject([
        {
          name: 'other',
          summary: 'complete; only its record is left, and removed',
          work: { isOver: true, bears: 'one' },
        },
      ]);
    },
  );

  test('all of the change have to be named', () => {
    expect(told('undo', observed({ secrets: [bearing(after, { secrets })] }), []).refusals).toEqual([
      'app-secrets: its change sets secret other too: name all of them, or none',
    ]);
  });
});

test('without the rights nothing is begun that could not be ended', () => {
  const refusedRights = [{ verb: 'patch', group: 'apps', resource: 'deployments' }] as const;
  const seen = observed({ secrets: [bearing(after)], refusedRights });
  expect(told('undo', seen, [recorded(stamped('a'))]).refusals).toEqual([
    'deployment/a: you may not put it right (the right: patch deployments). exops k8s rbac prints the Role that it takes',
  ]);
});

describe('a record that somebody else may have written', () => {
  const canary = 'Zq7-canary-hunter2';
  const told2 = (
    direction: 'resume' | 'undo',
    over: Partial<ChangeRecord>,
    data: Record<string, string> = {},
  ) => {
    const found = secretOf({ [key]: after, PASSWORD: canary, ...data });
    const seen = observed({ secrets: [observedSecret(found, { record: { ...record, ...over } })] });
    const plan = planUnfinished(direction, seen, []);
    expect(JSON.stringify({ ...plan, changes: plan.changes.map(({ fields }) => fields) })).not.toContain(
      canary,
    );
    return plan.refusals.map(({ reason }) => reason);
  };

  test.each(['resume', 'undo'] as const)('decides on no key but those that are named (--%s)', (direction) => {
    const values = [{ key: 'PASSWORD', before: 'a:1', after: 'b:2' }];
    const reason = "its record is about key PASSWORD, which isn't one that is named here";
    expect(told2(direction, { values })).toEqual([reason]);
    expect(told2(direction, { secrets: [{ secret: 'app-secrets', keys: ['PASSWORD'] }] })).toEqual([reason]);
  });

  test('shows nothing that a key holds by now and that is no list of hosts', () => {
    expect(told2('undo', {}, { [key]: canary })).toEqual([
      `${key} holds something else than a list of host:port, which exops neither shows nor records. Set it by hand once`,
    ]);
  });
});

test('records of two changes, and one that cannot be read, are left to a person', () => {
  const two = [bearing(after), bearing(after, { stamp: '2026-11-21T14:00:00.000Z' }, 'other')];
  expect(told('undo', observed({ secrets: two }), []).refusals).toEqual([
    'other: it bears the record of another change than app-secrets (2026-11-21 14:00 UTC)',
  ]);
  const broken = observedSecret(secretOf(), { record: { problem: 'it is no JSON object' } });
  expect(told('resume', observed({ secrets: [broken] }), []).refusals).toEqual([
    "app-secrets: the record of an unfinished change on it can't be read: it is no JSON object. Look at its annotation exops/patch-bootstrap",
  ]);
});
