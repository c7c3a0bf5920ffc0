import { randomBytes } from 'node:crypto';
import { expect, inject, onTestFinished, test } from 'vitest';
import type { PodObject } from '../../../src/lib/k8s/objects.js';
import { cacheLab } from '../../lab/aws/cache-lab.js';
import { networkLab } from '../../lab/aws/network-lab.js';
import { powerLab } from '../../lab/aws/power-lab.js';
import type { LabNamespace } from '../../lab/kubernetes/namespace.js';
import { deployment, secret } from '../../lab/kubernetes/objects.js';
import { folderWith, run } from '../../run.js';
import { openLab, ownName } from '../aws/opened-aws.js';
import { applied, canary, createSecret, freshNamespace, fromSecret, variable } from './kubernetes-scene.js';

interface Row {
  readonly what: string;
  readonly state: string;
  readonly notes: readonly string[];
  readonly next: readonly string[];
  readonly problems: readonly string[];
}

async function folder(
  namespace: LabNamespace,
  topics: Readonly<Record<string, number>>,
  kubeconfig?: string,
) {
  const declared = Object.entries(topics).map(
    ([name, partitions]) => `  ${name}: { partitions: ${partitions}, replicationFactor: 1 }`,
  );
  return folderWith({
    'exops.yaml': `version: 1
environments:
  lab:
    cluster: { brokers: ["${inject('kafka').bootstrap}"] }
    ${declared.length === 0 ? '' : 'topics: [topics.yaml]'}
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

async function checklist(cwd: string, env: Readonly<Record<string, string>> = {}) {
  const result = await run('doctor --checklist -o json', { cwd, env });
  expect(result.stdout + result.stderr).not.toContain(canary);
  const { schema, rows, exitCode } = JSON.parse(result.stdout);
  expect(schema).toBe('exops.checklist/v1');
  expect(exitCode).toBe(result.code);
  const found = new Map((rows as readonly Row[]).map((row) => [row.what, row]));
  return {
    ...result,
    found,
    states: Object.fromEntries((rows as readonly Row[]).map(({ what, state }) => [what, state])),
  };
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

  // Other tests' nodes come and go.
  const ofEverybody = expect.stringMatching(/^(not )?in place$/);
  const nothingInAws = { hosts: 'none', databases: 'none', caches: 'none' };
  expect(good.states).toEqual({
    ...{ ...nothingInAws, topics: 'in place', nodes: ofEverybody, secrets: 'in place' },
    ...{ workloads: 'in place', images: 'in place' },
  });
  expect(good.found.get('topics')?.notes).toEqual(['1 topic present']);
  expect(good.found.get('workloads')?.notes).toEqual(['1 workload complete']);
  expect(good.found.get('secrets')?.notes).toEqual(['2 secrets with all their keys']);

  const more = await folder(namespace, { [name]: 3, [`${name}-b`]: 1 });
  await namespace.kubectl(['delete', 'secret', 'app']);
  await namespace.apply(
    deployment({ name: 'new', env: fromSecret, annotations: { 'exops.test/image-error': 'true' } }),
  );
  await namespace.until(async () => {
    const [pod] = await namespace.list<PodObject>('Pod', 'app=new');
    return pod?.status?.containerStatuses?.[0]?.state?.waiting?.reason;
  });
  const bad = await checklist(more);

  expect(bad.states).toEqual({
    ...{ ...nothingInAws, topics: 'not in place', nodes: ofEverybody, secrets: 'not in place' },
    ...{ workloads: 'not in place', images: 'not in place' },
  });
  expect(bad.code).toBe(1);
  expect(bad.found.get('topics')).toMatchObject({
    problems: ['topic-missing'],
    notes: [`1 topic missing: ${name}-b`, `${name} has 2 of 3 partitions`],
    next: ['exops topics sync'],
  });
  expect(bad.found.get('secrets')).toMatchObject({
    notes: ['app: there is no secret of this name'],
    next: ['exops k8s sync-secrets'],
  });
  expect(bad.found.get('workloads')?.problems).toEqual(['workload-incomplete']);
  expect(bad.found.get('workloads')?.notes).toEqual(['deployment/new: 0 of 1 updated pod ready']);
  expect(bad.found.get('images')?.notes[0]).toMatch(/^new-\S+: (ErrImagePull|ImagePullBackOff)$/);
  expect(bad.stderr).toMatch(/✗ Of 5 checks, [45] not in place · /);
  const screen = await run('doctor --checklist', { cwd: more, tty: true });
  expect(screen.stdout).toContain(`✗ topics          not in place  1 topic missing: ${name}-b\n`);
  expect(screen.stdout).toContain('– databases       none          the sleep list has no database\n');
  const piped = await run('doctor --checklist', { cwd: more });
  expect(piped.stdout).toMatch(
    /^secrets\tnot in place\t\d+\tapp: there is no secret of this name\texops k8s sync-secrets$/m,
  );
});

test('rights: what may not be read is not known, and the exit code is that of rights', async () => {
  const namespace = await freshNamespace();
  const lists = {
    apiGroups: ['apps'],
    resources: ['deployments', 'statefulsets', 'daemonsets'],
    verbs: ['list'],
  };
  const rollouts = { apiGroups: ['argoproj.io'], resources: ['rollouts'], verbs: ['list'] };
  const kubeconfig = await namespace.users.certificate('lister', [lists, rollouts]);
  const cwd = await folder(namespace, {}, kubeconfig);

  const { states, code, found } = await checklist(cwd);

  expect(states).toMatchObject({ nodes: 'unknown', secrets: 'unknown', workloads: 'none' });
  expect(found.get('nodes')?.notes[0]).toContain('may not list nodes in the whole cluster');
  expect(code).toBe(4);
});

const region = 'ap-northeast-2';

/** A host, a database, a cache and a node group with one node, all in a VPC of their own. */
async function inAws(namespace: LabNamespace) {
  const { lab } = openLab();
  const [power, network, caches] = [powerLab(lab), networkLab(lab), cacheLab(lab)];
  const [cluster, nodegroup, database, cache] = [
    ownName('dev'),
    ownName('spot'),
    ownName('mysql'),
    ownName('redis'),
  ];
  const { vpcId, subnetId } = await lab.createVpc();
  const [nodes, store] = await Promise.all([
    network.createSecurityGroup({ name: ownName('nodes'), vpcId }),
    network.createSecurityGroup({ name: ownName('store'), vpcId }),
  ]);
  const [host, instance] = await Promise.all([
    lab.runInstance({ name: ownName('kafka'), subnetId, transitionSeconds: 0 }),
    lab.runInstance({ name: ownName('node'), subnetId, securityGroupIds: [nodes], transitionSeconds: 0 }),
  ]);
  await Promise.all([
    power.databases.create({ name: database, transitionSeconds: 0 }),
    power.nodegroups.create({ cluster, name: nodegroup, min: 1, desired: 1, transitionSeconds: 0 }),
    caches.createCache({ name: cache, subnetIds: [subnetId], securityGroupIds: [store] }),
  ]);
  const node = `${instance}.${region}.compute.internal`;
  await namespace.api.call('POST', '/api/v1/nodes', {
    ...{ apiVersion: 'v1', kind: 'Node' },
    metadata: { name: node, labels: { 'eks.amazonaws.com/nodegroup': nodegroup } },
    spec: { taints: [{ key: 'exops.test/emulated', effect: 'NoSchedule' }] },
  });
  onTestFinished(async () => void (await namespace.api.ask('DELETE', `/api/v1/nodes/${node}`)));
  const beReady = (status: 'True' | 'False') =>
    namespace.api.call(
      'PATCH',
      `/api/v1/nodes/${node}/status`,
      { status: { conditions: [{ type: 'Ready', status, reason: 'Kubelet' }] } },
      'application/strategic-merge-patch+json',
    );
  const cwd = await folderWith({
    'exops.yaml': `version: 1
environments:
  dev:
    aws: { region: ${region}, accountId: "123456789012" }
    hosts: { kafka: { instance: ${host} } }
    sleep:
      - eksNodegroup: { cluster: ${cluster}, name: ${nodegroup} }
      - rdsInstance: ${database}
    kubernetes: { kubeconfig: ${namespace.kubeconfig}, context: lab, namespace: ${namespace.name} }
`,
  });
  return {
    ...{ lab, network, caches },
    ...{ cwd, host, nodegroup, database, cache, nodes, store, subnetId, beReady },
  };
}

test('in AWS: all in place, then each of it is not', async () => {
  const namespace = await freshNamespace();
  const all = await inAws(namespace);
  const { lab, network, caches, cwd, cache, database, nodegroup } = all;
  await network.allowInbound(all.store, { ports: 6379, peer: { groupId: all.nodes } });
  await all.beReady('True');

  const good = await checklist(cwd, lab.env);

  expect(Object.fromEntries([...good.found].map(([what, { notes }]) => [what, notes[0]]))).toMatchObject({
    hosts: 'kafka runs',
    databases: '1 database available',
    caches: `${cache} available; the nodes may reach them`,
    nodes: '1 node of 1 node group Ready',
  });
  expect(good.code).toBe(0);

  const [closed, making] = [ownName('closed'), ownName('making')];
  const placed = { subnetIds: [all.subnetId] };
  const nobody = await network.createSecurityGroup({ name: closed });
  await Promise.all([
    all.beReady('False'),
    lab.stopInstance(all.host),
    caches.createCache({ name: closed, ...placed, securityGroupIds: [nobody] }),
    caches.createCache({ name: making, ...placed, securityGroupIds: [all.store], status: 'creating' }),
  ]);
  await openLab().aws.rds.stopDatabase(database);
  const bad = await checklist(cwd, lab.env);

  expect(bad.code).toBe(1);
  const said = (what: string) => {
    const { state, notes = [], problems = [], next = [] } = bad.found.get(what) ?? {};
    return { state, notes: [...notes].sort(), problems: [...problems].sort(), next };
  };
  expect(said('hosts')).toMatchObject({
    state: 'not in place',
    problems: [expect.stringMatching(/^host-(not-running|stopped)$/)],
  });
  expect(said('databases')).toEqual({
    ...{ state: 'not in place', problems: ['database-unavailable'] },
    notes: [expect.stringMatching(new RegExp(`^${database} is stopp(ed|ing)$`))],
    next: [expect.any(String)],
  });
  expect(said('caches')).toMatchObject({
    state: 'not in place',
    notes: [`${closed} ${nobody}: no rule admits the nodes to port 6379`, `${making} is creating`],
    problems: ['cache-closed', 'cache-unavailable'],
  });
  expect(said('caches').next).toContain(
    `aws ec2 authorize-security-group-ingress --group-id ${nobody} --protocol tcp --port 6379 --source-group ${all.nodes} --region ${region}`,
  );
  expect(said('nodes')).toMatchObject({
    ...{ state: 'not in place', problems: ['nodes-not-ready'] },
    notes: [`${nodegroup}: 0 of 1 node Ready`],
  });
});
