import { randomBytes } from 'node:crypto';
import { expect, inject, test } from 'vitest';
import type { PodObject } from '../../../src/lib/k8s/objects.js';
import { deployment, secret } from '../../lab/kubernetes/objects.js';
import { folderWith, run } from '../../run.js';
import type { LabNamespace } from '../../lab/kubernetes/namespace.js';
import { applied, canary, createSecret, freshNamespace, fromSecret, variable } from './kubernetes-scene.js';

interface Row {
  readonly what: string;
  readonly state: string;
  readonly notes: readonly string[];
  readonly next: readonly string[];
}

async function folder(namespace: LabNamespace, topics: Readonly<Record<string, number>>, kubeconfig?: string) {
  const declared = Object.entries(topics).map(([name, partitions]) => `  - { name: ${name}, partitions: ${partitions} }`);
  return folderWith({
    'exops.yaml': `version: 1
environments:
  lab:
    cluster: { brokers: ["${inject('kafka').bootstrap}"] }
    topics: [topics.yaml]
    kubernetes:
      kubeconfig: ${kubeconfig ?? namespace.kubeconfig}
      context: lab
      namespace: ${namespace.name}
      bootstrap: [{ secret: kafka, key: ${variable} }]
      secrets: { app: { USER: kim } }
`,
    'topics.yaml': `version: 1\ntopics:\n${declared.join('\n')}\n`,
  });
}

async function checklist(cwd: string) {
  const result = await run('doctor --checklist -o json', { cwd });
  expect(result.stdout + result.stderr).not.toContain(canary);
  const { schema, rows, exitCode } = JSON.parse(result.stdout);
  expect(schema).toBe('exops.checklist/v1');
  expect(exitCode).toBe(result.code);
  const found = new Map((rows as readonly Row[]).map((row) => [row.what, row]));
  return { ...result, found, states: Object.fromEntries((rows as readonly Row[]).map(({ what, state }) => [what, state])) };
}

test('all in place, then what is not: topics, a key, pods, an image', async () => {
  const namespace = await freshNamespace();
  const name = `checklist-${randomBytes(4).toString('hex')}`;
  await createSecret(namespace, inject('kafka').bootstrap);
  await namespace.apply(secret('app', { USER: 'kim' }));
  await applied(namespace, deployment({ name: 'backend', replicas: 2, env: fromSecret }));
  const cwd = await folder(namespace, { [name]: 2 });
  expect((await run('topics sync --yes', { cwd })).code).toBe(0);

  const good = await checklist(cwd);

  const nothingInAws = { hosts: 'none', databases: 'none', caches: 'none' };
  expect(good.states).toEqual({
    ...{ ...nothingInAws, topics: 'in place', nodes: 'in place', secrets: 'in place' },
    ...{ workloads: 'in place', images: 'in place' },
  });
  expect(good.code).toBe(0);
  expect(good.found.get('topics')?.notes).toEqual(['1 topic present']);
  expect(good.found.get('workloads')?.notes).toEqual(['1 workload complete']);
  expect(good.found.get('secrets')?.notes).toEqual(['2 secrets with all their keys']);

  const more = await folder(namespace, { [name]: 3, [`${name}-b`]: 1 });
  await namespace.kubectl(['delete', 'secret', 'app']);
  await namespace.apply(deployment({ name: 'new', env: fromSecret, annotations: { 'exops.test/image-error': 'true' } }));
  await namespace.until(async () => {
    const [pod] = await namespace.list<PodObject>('Pod', 'app=new');
    return pod?.status?.containerStatuses?.[0]?.state?.waiting?.reason;
  });
  const bad = await checklist(more);

  expect(bad.states).toEqual({
    ...{ ...nothingInAws, topics: 'not in place', nodes: 'in place', secrets: 'not in place' },
    ...{ workloads: 'not in place', images: 'not in place' },
  });
  expect(bad.code).toBe(1);
  expect(bad.found.get('topics')).toMatchObject({
    notes: [`1 topic missing: ${name}-b`, `${name} has 2 of 3 partitions`],
    next: ['exops topics sync'],
  });
  expect(bad.found.get('secrets')).toMatchObject({
    notes: ['app: there is no secret of this name'],
    next: ['exops k8s sync-secrets'],
  });
  expect(bad.found.get('workloads')?.notes).toEqual(['deployment/new: 0 of 1 updated pod ready']);
  expect(bad.found.get('images')?.notes[0]).toMatch(/^new-\S+: (ErrImagePull|ImagePullBackOff)$/);
  expect(bad.stderr).toMatch(/✗ Of 5 checks, 4 not in place · /);
  const screen = await run('doctor --checklist', { cwd: more, tty: true });
  expect(screen.stdout).toContain(`✗ topics          not in place  1 topic missing: ${name}-b\n`);
  expect(screen.stdout).toContain('– databases       none          the sleep list has no database\n');
  const piped = await run('doctor --checklist', { cwd: more });
  expect(piped.stdout).toMatch(/^nodes\tin place\t\d+\t\d+ nodes? Ready\t$/m);
});

test('rights: what may not be read is not known, and the exit code is that of rights', async () => {
  const namespace = await freshNamespace();
  const lists = { apiGroups: ['apps'], resources: ['deployments', 'statefulsets', 'daemonsets'], verbs: ['list'] };
  const rollouts = { apiGroups: ['argoproj.io'], resources: ['rollouts'], verbs: ['list'] };
  const kubeconfig = await namespace.users.certificate('lister', [lists, rollouts]);
  const cwd = await folder(namespace, {}, kubeconfig);
  await run('config validate', { cwd });

  const { states, code, found } = await checklist(cwd);

  expect(states).toMatchObject({ nodes: 'unknown', secrets: 'unknown', workloads: 'none' });
  expect(found.get('nodes')?.notes[0]).toContain('may not list nodes in the whole cluster');
  expect(code).toBe(4);
});
