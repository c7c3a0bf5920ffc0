import { describe, expect, it } from 'vitest';
import { ForbiddenError, UnreachableError } from '../../../../src/lib/k8s/errors.js';
import type { Kubernetes, Workload, WorkloadKind } from '../../../../src/lib/k8s/kubernetes.js';
import type { LabelSelector, PodObject, WorkloadObject } from '../../../../src/lib/k8s/objects.js';
import { workloadPort } from '../../../../src/lib/power/kinds/workload.js';
import { workloadSleeper } from '../../../../src/lib/power/kinds/workload-sleeper.js';
import { failureOf, names, onlyOf } from './asking.js';

interface Draft {
  readonly kind?: WorkloadKind;
  readonly metadata?: WorkloadObject['metadata'];
  readonly spec?: WorkloadObject['spec'];
  readonly status?: WorkloadObject['status'];
}

/** With two pods that are ready. */
function workload(name: string, { kind = 'Deployment', metadata, spec, status }: Draft = {}): Workload {
  const selector = { matchLabels: { app: name } };
  return {
    kind,
    name,
    uid: `uid-of-${name}`,
    object: {
      metadata: { name, generation: 4, ...metadata },
      spec: { replicas: 2, selector, ...spec },
      status: { observedGeneration: 4, replicas: 2, readyReplicas: 2, ...status },
    },
  };
}

const atZero: Draft = { spec: { replicas: 0 }, status: { replicas: 0, readyReplicas: 0 } };

function pod(
  name: string,
  labels: Readonly<Record<string, string>>,
  status: PodObject['status'] = {},
): PodObject {
  return { metadata: { name, labels }, status: { phase: 'Running', ...status } };
}

const sleeper = (draft: Draft = {}, pods: readonly PodObject[] = []) =>
  workloadSleeper(workload('backend', draft), pods);

const waiting = (reason: string, message?: string): PodObject =>
  pod(
    'backend-1',
    {},
    {
      phase: 'Pending',
      containerStatuses: [
        { name: 'app', state: { waiting: { reason, ...(message === undefined ? {} : { message }) } } },
      ],
    },
  );

describe('a workload', () => {
  it('is known by its uid, its kind and name, its size and its annotation', () => {
    expect(sleeper({ metadata: { annotations: { 'exops/sleep': 'v=1 desired=2' } } })).toMatchObject({
      kind: 'workload',
      id: 'uid-of-backend',
      name: 'deployment/backend',
      state: 'awake',
      size: { desired: 2 },
      record: 'v=1 desired=2',
      never: undefined,
      machines: [],
    });
    expect(sleeper({ kind: 'StatefulSet' }).name).toBe('statefulset/backend');
  });

  it('has one pod when it does not say how many', () => {
    const { object, ...rest } = workload('backend');
    const unsaid = { ...rest, object: { ...object, spec: {} } };
    expect(workloadSleeper(unsaid, []).size).toEqual({ desired: 1 });
  });

  it.each([
    ['with its pods ready', {}, [], 'awake', '2 of 2 ready'],
    ['with too few ready', { status: { readyReplicas: 1 } }, [], 'waking', '1 of 2 ready'],
    [
      'whose size its controller has not seen',
      { status: { observedGeneration: 3 } },
      [],
      'waking',
      '2 of 2 ready',
    ],
    ['at 0', atZero, [], 'asleep', '0 pods left'],
    [
      'at 0 that its controller has not seen',
      { ...atZero, status: { observedGeneration: 3, replicas: 0 } },
      [],
      'falling asleep',
      '0 pods left',
    ],
    [
      'at 0 with pods it counts',
      { spec: { replicas: 0 }, status: { replicas: 1 } },
      [],
      'falling asleep',
      '1 pod left',
    ],
    ['at 0 with pods that are ending', atZero, [pod('backend-1', {})], 'falling asleep', '1 pod left'],
    [
      'at 0 with pods that have ended',
      atZero,
      [pod('a', {}, { phase: 'Failed' }), pod('b', {}, { phase: 'Succeeded' })],
      'asleep',
      '0 pods left',
    ],
    [
      'that is being deleted',
      { metadata: { deletionTimestamp: '2026-11-21T10:00:00Z' } },
      [],
      'unusable',
      'being deleted',
    ],
  ] as const)('%s', (_, draft, pods, state, status) => {
    expect(sleeper(draft, pods)).toMatchObject({ state, status });
  });

  it.each([
    [{ labels: { env: 'prod' } }, 'it is production by its label env=prod'],
    [{ annotations: { 'exops/protected': 'true' } }, 'it is protected by its annotation exops/protected'],
  ])('is never put to sleep with %j', (metadata, words) => {
    expect(sleeper({ metadata }).never).toBe(words);
  });
});

describe('what is wrong with a workload that wakes', () => {
  const short = { status: { readyReplicas: 0 } };

  it.each([
    [
      waiting('ImagePullBackOff', 'Back-off pulling image "x"'),
      'ImagePullBackOff: Back-off pulling image "x"',
    ],
    [waiting('CreateContainerConfigError'), 'CreateContainerConfigError'],
  ])('is told when it lasts', (broken, words) => {
    expect(sleeper(short, [broken]).trouble).toBe(words);
    expect(sleeper({}, [broken]).trouble).toBeUndefined();
  });

  it('may pass, and is only its status then', () => {
    const crashed = sleeper(short, [waiting('CrashLoopBackOff')]);
    expect(crashed).toMatchObject({ status: '0 of 2 ready, CrashLoopBackOff', trouble: undefined });
    const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }];
    const homeless = sleeper(short, [pod('a', {}, { phase: 'Pending', conditions })]);
    expect(homeless).toMatchObject({ status: '0 of 2 ready, Unschedulable', trouble: undefined });
  });

  it.each([
    [
      { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: 'timed out' },
      'ProgressDeadlineExceeded: timed out',
    ],
    [
      { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'exceeded quota' },
      'FailedCreate: exceeded quota',
    ],
  ])('is what its controller says', (condition, words) => {
    expect(sleeper({ status: { readyReplicas: 0, conditions: [condition] } }).trouble).toBe(words);
    expect(sleeper({ status: { conditions: [condition] } }).trouble).toBeUndefined();
  });
});

type Server = Pick<Kubernetes, 'workloads' | 'pods'>;

function chooses({ matchLabels = {}, matchExpressions = [] }: LabelSelector, labels: Record<string, string>) {
  const isIn = (key: string, values: readonly string[]) => values.includes(labels[key] ?? '');
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key = '', values = [] }) => isIn(key, values))
  );
}

function serverWith(
  workloads: readonly Workload[],
  pods: readonly PodObject[] = [],
  over: { readonly list?: Error; readonly pods?: Error } = {},
): { readonly server: Server; readonly calls: string[] } {
  const calls: string[] = [];
  const unexpected = () => {
    throw new Error('That is not asked for.');
  };
  return {
    calls,
    server: {
      workloads: {
        async *pages(kind) {
          calls.push(`list ${kind}`);
          if (over.list !== undefined) throw over.list;
          const own = workloads.filter((one) => one.kind === kind);
          yield own.slice(0, 100);
          yield own.slice(100);
        },
        async read({ kind, name }) {
          calls.push(`read ${kind} ${name}`);
          return workloads.find((one) => one.kind === kind && one.name === name);
        },
        async setReplicas({ kind, name, uid }, change) {
          calls.push(`set ${kind} ${name} ${uid} ${JSON.stringify(change)}`);
          return workload(name);
        },
        unrestartable: unexpected,
        setRestartedAt: unexpected,
        follow: unexpected,
      },
      pods: {
        async of({ object }) {
          calls.push('pods');
          if (over.pods !== undefined) throw over.pods;
          return pods.filter(({ metadata }) => chooses(object.spec?.selector ?? {}, metadata?.labels ?? {}));
        },
        delete: unexpected,
        lastLines: unexpected,
      },
    },
  };
}

const selector = (name: string, kind: 'Deployment' | 'StatefulSet' = 'Deployment') =>
  ({ kind: 'workload', workload: kind, name }) as const;

describe('workloadPort', () => {
  it.each([5, 200])('lists a kind once for %i of it, and their pods together', async (count) => {
    const all = names('app', count);
    const last = all.at(-1) ?? '';
    const { server, calls } = serverWith(
      [...all, 'other'].map((name) => workload(name, atZero)),
      [pod('x', { app: last }), pod('y', { app: 'other' })],
    );
    const port = workloadPort(server);
    const found = (await port.find(all.map((name) => selector(name)))).flat();
    expect(found.map(({ name }) => name)).toEqual(all.map((name) => `deployment/${name}`));
    expect(found.filter(({ state }) => state === 'falling asleep').map(({ name }) => name)).toEqual([
      `deployment/${last}`,
    ]);
    expect(calls).toEqual(['list Deployment', 'pods']);
    expect(await port.read(found)).toEqual(found);
    expect(calls.slice(2)).toEqual(['list Deployment', 'pods']);
  });

  it('reads one by its name, and asks for no pods of what is awake', async () => {
    const { server, calls } = serverWith([workload('a'), workload('b', { kind: 'StatefulSet' })]);
    const found = await workloadPort(server).find([selector('b', 'StatefulSet'), selector('a')]);
    expect(found.map((ones) => ones.map(({ name }) => name))).toEqual([['statefulset/b'], ['deployment/a']]);
    expect(calls.toSorted()).toEqual(['read Deployment a', 'read StatefulSet b']);
  });

  it('reads each where the list may not be seen', async () => {
    const { server, calls } = serverWith([workload('a')], [], { list: new ForbiddenError('no') });
    const found = await workloadPort(server).find([selector('a'), selector('gone')]);
    expect(found.map((ones) => ones.length)).toEqual([1, 0]);
    expect(calls).toEqual(['list Deployment', 'read Deployment a', 'read Deployment gone']);
  });

  it('fails where the list can not be had at all', async () => {
    const { server } = serverWith([workload('a')], [], { list: new UnreachableError('no answer') });
    const error = await failureOf(workloadPort(server).find([selector('a'), selector('b')]));
    expect(error.message).toBe('no answer');
  });

  it('takes what the controller says where pods may not be seen, and fails where they can not', async () => {
    const forbidden = serverWith([workload('a', atZero)], [], { pods: new ForbiddenError('no') });
    expect(onlyOf(await workloadPort(forbidden.server).find([selector('a')])).state).toBe('asleep');
    const silent = serverWith([workload('a', atZero)], [], { pods: new UnreachableError('no answer') });
    expect((await failureOf(workloadPort(silent.server).find([selector('a')]))).message).toBe('no answer');
  });

  it('takes no other of that name for it', async () => {
    const { server } = serverWith([workload('a')]);
    const port = workloadPort(server);
    const one = onlyOf(await port.find([selector('a')]));
    expect(await port.read([one])).toEqual([one]);
    expect(await port.read([{ ...one, id: 'uid-of-another' }])).toEqual([]);
    expect(await port.read([])).toEqual([]);
  });

  it('writes the record and the number to this very object', async () => {
    const { server, calls } = serverWith([workload('shard', { kind: 'StatefulSet' })]);
    const port = workloadPort(server);
    const one = onlyOf(await port.find([selector('shard', 'StatefulSet')]));
    await port.setRecord(one, 'v=1 desired=2');
    await port.sleep(one);
    await port.wake(one, { desired: 2 });
    await port.setRecord(one, null);
    expect(calls.slice(1)).toEqual([
      'set StatefulSet shard uid-of-shard {"annotations":{"exops/sleep":"v=1 desired=2"}}',
      'set StatefulSet shard uid-of-shard {"replicas":0}',
      'set StatefulSet shard uid-of-shard {"replicas":2}',
      'set StatefulSet shard uid-of-shard {"annotations":{"exops/sleep":null}}',
    ]);
    expect((await failureOf(port.wake(one, undefined))).message).toBe(
      'It is not known what size to wake workload statefulset/shard to.',
    );
  });
});

describe('pods that are asked for together', () => {
  it('belong to the one whose whole selector chooses them', async () => {
    const of = (tier: string, more: LabelSelector = {}) => ({
      ...atZero,
      spec: { replicas: 0, selector: { matchLabels: { app: 'shop', tier }, ...more } },
    });
    const notOld = { matchExpressions: [{ key: 'old', operator: 'DoesNotExist' }] };
    const { server, calls } = serverWith(
      [workload('web', of('web')), workload('job', of('job', notOld)), workload('none', of('none'))],
      [pod('a', { app: 'shop', tier: 'web' }), pod('b', { app: 'shop', tier: 'job', old: 'yes' })],
    );
    const found = await workloadPort(server).find([selector('web'), selector('job'), selector('none')]);
    expect(found.flat().map(({ state }) => state)).toEqual(['falling asleep', 'asleep', 'asleep']);
    expect(calls).toEqual(['list Deployment', 'pods']);
  });

  it.each([
    ['In', 'web', 'falling asleep'],
    ['In', 'job', 'asleep'],
    ['NotIn', 'web', 'asleep'],
    ['NotIn', 'job', 'falling asleep'],
    ['Exists', 'web', 'falling asleep'],
  ])('are judged by %s %s', async (operator, value, state) => {
    const selectorOf = (app: string) => ({
      matchLabels: { app },
      matchExpressions: [{ key: 'tier', operator, values: [value] }],
    });
    const { server } = serverWith(
      ['shop', 'other'].map((app) =>
        workload(app, { ...atZero, spec: { replicas: 0, selector: selectorOf(app) } }),
      ),
      [pod('a', { app: 'shop', tier: 'web' })],
    );
    const found = await workloadPort(server).find([selector('shop'), selector('other')]);
    expect(found.flat().map((one) => one.state)).toEqual([state, 'asleep']);
  });

  it('are asked for by each label that their selectors begin with', async () => {
    const by = (key: string, name: string) =>
      workload(name, { ...atZero, spec: { replicas: 0, selector: { matchLabels: { [key]: name } } } });
    const { server, calls } = serverWith([by('app', 'a'), by('app', 'b'), by('name', 'c'), by('name', 'd')]);
    await workloadPort(server).find(['a', 'b', 'c', 'd'].map((name) => selector(name)));
    expect(calls).toEqual(['list Deployment', 'pods', 'pods']);
  });
});
