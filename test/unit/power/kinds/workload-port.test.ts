import { describe, expect, it } from 'vitest';
import { ForbiddenError, UnreachableError } from '../../../../src/lib/k8s/errors.js';
import type { LabelSelector } from '../../../../src/lib/k8s/objects.js';
import { workloadPort } from '../../../../src/lib/power/kinds/workload.js';
import { failureOf, names, onlyOf } from './asking.js';
import { atZero, pod, selector, serverWith, workload } from './workload-drafts.js';

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

  it('finds those of both kinds that have all the labels, by one list of each', async () => {
    const labelled = (name: string, labels: Record<string, string>, kind?: 'StatefulSet') =>
      workload(name, { metadata: { labels }, ...(kind === undefined ? {} : { kind }) });
    const { server, calls } = serverWith([
      labelled('web', { app: 'shop', tier: 'web' }),
      labelled('ledger', { app: 'shop' }, 'StatefulSet'),
      labelled('agent', { app: 'other' }),
    ]);
    const port = workloadPort(server);
    const byLabels = (labels: Readonly<Record<string, string>>) => ({ kind: 'workload', labels }) as const;
    const found = await port.find([
      byLabels({ app: 'shop' }),
      byLabels({ tier: 'web', app: 'shop' }),
      byLabels({ app: 'shop', tier: 'web' }),
      selector('agent'),
      byLabels({ app: 'none' }),
    ]);
    expect(found.map((ones) => ones.map(({ name }) => name))).toEqual([
      ['deployment/web', 'statefulset/ledger'],
      ['deployment/web'],
      ['deployment/web'],
      ['deployment/agent'],
      [],
    ]);
    expect(calls.toSorted()).toEqual([
      ...['list Deployment app=none', 'list Deployment app=shop', 'list Deployment app=shop tier=web'],
      ...['list StatefulSet app=none', 'list StatefulSet app=shop', 'list StatefulSet app=shop tier=web'],
      'read Deployment agent',
    ]);
  });

  it('does not find by labels where the list may not be seen', async () => {
    const { server } = serverWith([workload('a')], [], { list: new ForbiddenError('no') });
    const labelled = { kind: 'workload', labels: { app: 'a' } } as const;
    expect((await failureOf(workloadPort(server).find([labelled]))).message).toBe('no');
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
