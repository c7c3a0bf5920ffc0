import { describe, expect, test } from 'vitest';
import { type PatchWish, planPatch } from '../../../src/lib/bootstrap/plan-patch.js';
import { renderPlan } from '../../../src/lib/change/render-plan.js';
import { ForbiddenError, InvalidError } from '../../../src/lib/k8s/errors.js';
import { noColor } from '../../../src/lib/terminal/palette.js';
import { consumerOf, key, observed, observedSecret, secretOf, workloadOf } from './observed.js';

const wish: PatchWish = {
  value: '10.0.12.31:9092',
  createKey: false,
  ignoreOwner: false,
  restart: false,
  skip: [],
  declared: [],
  restartCommand: 'exops k8s patch-bootstrap --env dev --restart',
};
const shown = (...input: Parameters<typeof planPatch>) =>
  renderPlan(planPatch(...input), { palette: noColor, width: 100 }).join('\n');
const reasons = (...input: Parameters<typeof planPatch>) =>
  planPatch(...input).refusals.map(({ name, reason }) => `${name}: ${reason}`);

describe('a plan to set the servers', () => {
  test('changes the key and restarts what reads it, in order, with what is not restarted', () => {
    const backend = workloadOf('backend', {
      metadata: { generation: 4, annotations: { 'exops/restart-order': '1' } },
    });
    const seen = observed({
      consumers: [
        consumerOf(backend, ['envFrom']),
        consumerOf(workloadOf('shard-1', { kind: 'StatefulSet' })),
      ],
      bystanders: [{ kind: 'CronJob', name: 'settlement', uses: ['envFrom'] }],
      brokers: [{ address: '10.0.12.31:9092', problem: undefined, words: 'answers, cluster id matches' }],
    });
    expect(shown(wish, seen)).toBe(
      [
        '  ~ app-secrets',
        `      ${key}  10.0.11.8:9092 → 10.0.12.31:9092  answers, cluster id matches`,
        `  ↻ statefulset/shard-1  env ${key} · 3 pods`,
        '  ↻ deployment/backend   envFrom · 3 pods',
        '    not restarted: cronjob/settlement (its next run reads the new value)',
        '',
        'Plan: 1 secret to change, 2 workloads to restart.',
      ].join('\n'),
    );
  });

  test('has nothing to do where they are set already, unless a restart is asked for', () => {
    const seen = observed({
      secrets: [observedSecret(secretOf({ [key]: wish.value }))],
      consumers: [consumerOf(workloadOf('backend'))],
      brokers: [{ address: wish.value, problem: "doesn't answer", words: undefined }],
    });
    expect(shown(wish, seen)).toBe('Nothing to do: 1 secret as declared.');
    const restarted = planPatch({ ...wish, restart: true }, { ...seen, brokers: [] });
    expect(restarted.changes.map(({ name, action }) => `${action} ${name}`)).toEqual([
      'change app-secrets',
      'restart deployment/backend',
    ]);
    expect(restarted.changes[0]?.fields[0]?.note).toBe('holds these already; the restart is recorded on it');
  });

  test('restarts only what reads a secret that changes', () => {
    const other = observedSecret(secretOf({ [key]: wish.value }, { name: 'other' }));
    const plan = planPatch(
      wish,
      observed({
        secrets: [observedSecret(), other],
        consumers: [
          consumerOf(workloadOf('a')),
          { ...consumerOf(workloadOf('b')), secrets: ['other'] },
          { ...consumerOf(workloadOf('c')), secrets: ['other', 'app-secrets'] },
        ],
      }),
    );
    expect(plan.changes.map(({ name }) => name)).toEqual(['app-secrets', 'deployment/a', 'deployment/c']);
    expect(plan.unchanged).toBe(1);
  });

  test('leaves what is to be skipped, and says that it runs on with the old value', () => {
    const seen = observed({ consumers: [consumerOf(workloadOf('a')), consumerOf(workloadOf('b'))] });
    const plan = planPatch({ ...wish, skip: ['deployment/a'] }, seen);
    expect(plan.changes.map(({ name }) => name)).toEqual(['app-secrets', 'deployment/b']);
    expect(plan.notices).toEqual([
      { kind: 'not restarted', text: 'not restarted', names: ['deployment/a (skipped)'] },
    ]);
    expect(reasons({ ...wish, skip: ['deployment/x'] }, seen)).toEqual([
      'deployment/x: it is to be skipped, and no workload of this name reads the key',
    ]);
  });

  test('leaves a restart to Reloader where it does it anyway, and only there', () => {
    const reloaded = workloadOf('a', { metadata: { annotations: { 'reloader.stakater.com/auto': 'true' } } });
    const [, restart] = planPatch(wish, observed({ consumers: [consumerOf(reloaded)] })).changes;
    expect(restart?.summary).toBe(`env ${key} · 3 pods · Reloader restarts it`);
    expect(restart?.work).toMatchObject({ by: 'Reloader' });
    const same = observed({
      secrets: [observedSecret(secretOf({ [key]: wish.value }))],
      consumers: [consumerOf(reloaded)],
    });
    expect(planPatch({ ...wish, restart: true }, same).changes[1]?.work).toMatchObject({ by: 'exops' });
  });

  test('says what could not be looked at, and refuses where that may use the key', () => {
    const seen = observed({
      unseen: [
        { kind: 'DaemonSet', reason: 'You may not list daemonsets.' },
        { kind: 'CronJob', reason: 'forbidden' },
      ],
    });
    const plan = planPatch(wish, seen);
    const hidden = { kind: 'not looked at', text: 'not looked at, for want of the right to list' };
    expect(plan.notices).toEqual([{ ...hidden, names: ['CronJob'] }]);
    expect(plan.refusals).toEqual([
      {
        kind: 'workload',
        name: 'daemonset',
        reason: 'You may not list daemonsets. --skip daemonset leaves all of them as they are',
        access: true,
      },
    ]);
    const skipped = planPatch({ ...wish, skip: ['daemonset'] }, seen);
    expect(skipped.refusals).toEqual([]);
    expect(skipped.notices).toEqual([{ ...hidden, names: ['DaemonSet', 'CronJob'] }]);
  });

  test('shows a value with a line end behind it without it, and keeps it for going back', () => {
    const [change] = planPatch(
      wish,
      observed({ secrets: [observedSecret(secretOf({ [key]: '10.0.11.8:9092\n' }))] }),
    ).changes;
    expect(change?.fields[0]).toMatchObject({
      before: '10.0.11.8:9092\n',
      shown: { before: '10.0.11.8:9092' },
    });
    expect(change?.work).toMatchObject({ values: [{ key, before: '10.0.11.8:9092\n', after: wish.value }] });
  });
});

describe('a plan is refused as a whole', () => {
  const one = (secret: Parameters<typeof observedSecret>, over: Partial<PatchWish> = {}) =>
    reasons({ ...wish, ...over }, observed({ secrets: [observedSecret(...secret)] }));

  test('when the secret is not there, or may not be read', () => {
    expect(one([undefined, { found: undefined }])).toEqual([
      "app-secrets: there is no secret of this name, and exops.yaml doesn't declare one: look at the name, --namespace and --context",
    ]);
    const unreadable = new ForbiddenError('You may not get secret app-secrets.');
    const plan = planPatch(
      wish,
      observed({ secrets: [observedSecret(undefined, { found: undefined, unreadable })] }),
    );
    expect(plan.refusals).toEqual([
      {
        kind: 'secret',
        name: 'app-secrets',
        reason: `${unreadable.message} exops k8s rbac prints the Role that it takes`,
        access: true,
      },
    ]);
  });

  test.each<[string, Parameters<typeof secretOf>, string]>([
    [
      'immutable',
      [{ [key]: 'a:1' }, { immutable: true }],
      'it is immutable: make a new secret of another name, and point the workloads at it',
    ],
    [
      'without the key',
      [{ KAFKA_BOOTSTRAP_SERVER: 'a:1', PASSWORD: 'x' }],
      `it has no key ${key} (did you mean "KAFKA_BOOTSTRAP_SERVER"?). --create-key adds it`,
    ],
    [
      'with something else in the key',
      [{ [key]: 'user:hunter2@host' }],
      `${key} holds something else than a list of host:port, which exops neither shows nor records. Set it by hand once`,
    ],
  ])('when the secret is %s', (_, secret, reason) => {
    expect(one([secretOf(...secret)])).toEqual([`app-secrets: ${reason}`]);
  });

  test('adds the key when told to', () => {
    const seen = observed({ secrets: [observedSecret(secretOf({ PASSWORD: 'x' }))] });
    const plan = planPatch({ ...wish, createKey: true }, seen);
    expect(plan.changes[0]?.fields[0]).toMatchObject({ before: null, after: wish.value });
  });

  test('when a controller owns the secret, unless told to ignore it, which stays a caution', () => {
    const owned = secretOf(undefined, {
      owners: [{ kind: 'ExternalSecret', name: 'app', controller: true }],
    });
    expect(one([owned])[0]).toMatch(
      /^app-secrets: External Secrets owns it \(.*\) and would write the old value back\. Change it there, or use --ignore-owner$/,
    );
    const plan = planPatch({ ...wish, ignoreOwner: true }, observed({ secrets: [observedSecret(owned)] }));
    expect(plan.refusals).toEqual([]);
    expect(plan.changes[0]?.cautions[0]).toMatch(/writes the old value back as soon as it looks$/);
  });

  test('when the server would not take the patch', () => {
    const refusedPatch = new InvalidError([], 'The API server refuses it.');
    expect(one([secretOf(), { refusedPatch }])).toEqual(['app-secrets: The API server refuses it.']);
  });

  test('when a right is missing, with 4 as its exit code', () => {
    const seen = observed({
      refusedRights: [
        { verb: 'patch', group: '', resource: 'secrets', name: 'app-secrets' },
        { verb: 'patch', group: 'apps', resource: 'deployments' },
      ],
      consumers: [consumerOf(workloadOf('a'))],
    });
    expect(planPatch(wish, seen).refusals).toEqual([
      {
        kind: 'secret',
        name: 'app-secrets',
        reason:
          'you may not patch it (the right: patch secrets). exops k8s rbac prints the Role that it takes',
        access: true,
      },
    ]);
    const [right] = seen.refusedRights.slice(1);
    expect(planPatch(wish, { ...seen, refusedRights: right ? [right] : [] }).refusals).toEqual([
      {
        kind: 'workload',
        name: 'deployment/a',
        reason:
          'you may not restart it and see how that ends (the right: patch deployments). exops k8s rbac prints the Role that it takes. --skip deployment/a leaves it as it is',
        access: true,
      },
    ]);
  });

  test('when a broker does not answer', () => {
    const brokers = [{ address: 'b:9092', problem: "doesn't answer: refused", words: undefined }];
    expect(reasons(wish, observed({ brokers }))).toEqual([
      "b:9092: doesn't answer: refused. --no-probe sets it all the same",
    ]);
  });

  test('when a workload is paused, or its restart order is none', () => {
    const paused = workloadOf('a', { spec: { paused: true } });
    const odd = workloadOf('b', { metadata: { annotations: { 'exops/restart-order': 'first' } } });
    const [first, second] = reasons(wish, observed({ consumers: [consumerOf(paused), consumerOf(odd)] }));
    expect(first).toMatch(/^deployment\/a: .*paused.*\. --skip deployment\/a leaves it as it is$/);
    expect(second).toBe(
      "deployment/b: its annotation exops/restart-order isn't a whole number. --skip deployment/b leaves it as it is",
    );
  });

  test('while another change is unfinished, with who began it and how to go on', () => {
    const record = {
      id: 'x',
      stamp: '2026-11-21T13:00:00.000Z',
      by: 'kim',
      phase: 'applying',
      values: [{ key, before: 'a:1', after: 'b:2' }],
      secrets: [{ secret: 'app-secrets', keys: [key] }],
      workloads: [],
    } as const;
    expect(one([secretOf(), { record }])).toEqual([
      "app-secrets: kim began to set it to b:2 (2026-11-21 13:00 UTC), and that isn't complete. Finish it with --resume, or take it back with --undo",
    ]);
    expect(one([secretOf(), { record: { problem: 'it is no JSON object' } }])).toEqual([
      "app-secrets: the record of an unfinished change on it can't be read: it is no JSON object. Look at its annotation exops/patch-bootstrap",
    ]);
  });
});

test('a StatefulSet whose stuck pods nobody may delete is cautioned about', () => {
  const seen = observed({
    consumers: [consumerOf(workloadOf('s', { kind: 'StatefulSet' }))],
    refusedRights: [{ verb: 'delete', group: '', resource: 'pods' }],
  });
  expect(planPatch(wish, seen).changes[1]?.cautions).toContain(
    'you may not delete pods: if this fails, one that is stuck has to be deleted by somebody else',
  );
});
