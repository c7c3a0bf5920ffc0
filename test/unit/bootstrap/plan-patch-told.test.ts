import { describe, expect, test } from 'vitest';
import { type PatchWish, planPatch } from '../../../src/lib/bootstrap/plan-patch.js';
import { renderPlan } from '../../../src/lib/change/render-plan.js';
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

describe('where the secret holds the servers already', () => {
  const held = observedSecret(secretOf({ [key]: wish.value }));
  const consumers = ['a', 'b', 'c'].map((name) => consumerOf(workloadOf(name)));
  const behind = { outOfDate: ['deployment/a', 'deployment/b'], uncertain: ['deployment/c'] };

  test('what does not run with them is named, with the command that restarts it', () => {
    const shownText = shown(wish, observed({ secrets: [held], consumers, behind }));
    expect(shownText).toBe(
      [
        '    still run with older servers: deployment/a, deployment/b',
        '    not known to run with these servers: deployment/c',
        '    restart them with: exops k8s patch-bootstrap --env dev --restart',
        'Nothing to do: 1 secret as declared.',
      ].join('\n'),
    );
  });

  test('what is skipped is known to run with others', () => {
    const skip = ['deployment/a', 'deployment/b', 'deployment/c'];
    expect(planPatch({ ...wish, skip }, observed({ secrets: [held], consumers, behind })).notices).toEqual(
      [],
    );
  });

  test('what would be refused is left out of the command, as is what was skipped', () => {
    const paused = workloadOf('b', { spec: { paused: true } });
    const annotations = { 'exops/restart-order': 'soon' };
    const current = [workloadOf('x', { metadata: { annotations } }), workloadOf('y')].map((one) =>
      consumerOf(one),
    );
    const all = [...consumers.toSpliced(1, 1, consumerOf(paused)), ...current];
    const skip = ['deployment/a'];
    const told = (seen: typeof behind) =>
      planPatch({ ...wish, skip }, observed({ secrets: [held], consumers: all, behind: seen })).notices;
    const stuck = {
      kind: 'not restarted',
      text: "can't be restarted",
      names: ['deployment/b (it is paused: nothing starts anew until it is resumed)'],
    };
    expect(told(behind)).toEqual([
      { kind: 'out of date', text: 'still run with older servers', names: ['deployment/b'] },
      { kind: 'uncertain', text: 'not known to run with these servers', names: ['deployment/c'] },
      stuck,
      {
        kind: 'restart',
        text: `restart them with: ${wish.restartCommand} --skip deployment/a --skip deployment/b --skip deployment/x`,
        names: [],
      },
    ]);
    expect(told({ ...behind, uncertain: [] }).slice(1)).toEqual([stuck]);
  });

  test('the command is one that the plan takes', () => {
    const stuck = [
      workloadOf('paused', { spec: { paused: true } }),
      workloadOf('on-delete', { kind: 'DaemonSet', spec: { updateStrategy: { type: 'OnDelete' } } }),
      workloadOf('parted', {
        kind: 'StatefulSet',
        spec: { updateStrategy: { rollingUpdate: { partition: 1 } } },
      }),
    ].map((one) => consumerOf(one));
    const seen = observed({ secrets: [held], consumers: [...consumers, ...stuck], behind });
    const command = planPatch(wish, seen).notices.at(-1)?.text ?? '';
    const skip = [...command.matchAll(/--skip (\S+)/g)].flatMap(([, name]) => name ?? []);
    const plan = planPatch({ ...wish, skip, restart: true }, seen);
    expect(skip).toEqual(['deployment/paused', 'daemonset/on-delete', 'statefulset/parted']);
    expect(plan.refusals).toEqual([]);
    expect(plan.changes.filter(({ action }) => action === 'restart')).toHaveLength(3);
  });

  test('nothing is said where nothing is behind, and that nobody could look', () => {
    const none = { outOfDate: [], uncertain: [] };
    expect(planPatch(wish, observed({ secrets: [held], consumers, behind: none })).notices).toEqual([]);
    const unseen = { ...none, unseen: 'no' };
    expect(planPatch(wish, observed({ secrets: [held], consumers, behind: unseen })).notices).toMatchObject([
      { text: 'whether pods run with older servers is not known, for want of the right to list pods' },
    ]);
  });
});

test('brokers of which one does not answer are not called answering', () => {
  const brokers = [
    { address: 'a:1', problem: undefined, words: 'answers' },
    { address: 'b:2', problem: "doesn't answer: nothing listens there", words: undefined },
  ];
  const plan = planPatch(wish, observed({ brokers }));
  expect(plan.changes[0]?.fields[0]?.note).toBeUndefined();
  expect(plan.refusals).toMatchObject([
    {
      name: 'b:2',
      reason: "doesn't answer: nothing listens there. --no-probe sets it all the same",
    },
  ]);
});

test('a key that is made is shown as new', () => {
  const seen = observed({ secrets: [observedSecret(secretOf({ OTHER: 'x' }))] });
  expect(shown({ ...wish, createKey: true }, seen)).toContain(`${key}  not there → ${wish.value}`);
});

test('a missing namespace is said, and nothing of what is not in it', () => {
  const secrets = [observedSecret(undefined, { secret: 'app-secrets', found: undefined })];
  expect(reasons(wish, observed({ secrets, missingNamespace: 'exchange-dve' }))).toEqual([
    'exchange-dve: there is no such namespace in this cluster: look at --namespace and --context',
  ]);
});

test('a secret that the file declares can be synced', () => {
  const secrets = [observedSecret(undefined, { secret: 'app-secrets', found: undefined })];
  expect(reasons({ ...wish, declared: ['app-secrets'] }, observed({ secrets }))).toEqual([
    'app-secrets: there is no secret of this name. exops k8s sync-secrets creates it',
  ]);
});

test('--skip without a kind', () => {
  const consumers = [
    consumerOf(workloadOf('gateway')),
    consumerOf(workloadOf('gateway', { kind: 'StatefulSet' })),
  ];
  expect(reasons({ ...wish, skip: ['gateway'] }, observed({ consumers }))).toEqual([
    'gateway: it is to be skipped, and no workload of this name reads the key: write deployment/gateway or statefulset/gateway',
  ]);
});

test('a change that is being taken back: what each way would do', () => {
  const record = {
    ...{ id: '1', stamp: '2026-11-21T13:00:00.000Z', by: 'kim', phase: 'undoing' as const },
    values: [{ key, before: 'a:1', after: 'b:2' }],
    ...{ secrets: [], workloads: [] },
  };
  expect(reasons(wish, observed({ secrets: [observedSecret(secretOf(), { record })] }))).toEqual([
    "app-secrets: kim began to take a change of it back (2026-11-21 13:00 UTC), and that isn't complete. Take the rest back with --undo; --resume can't finish the change any more",
  ]);
});
