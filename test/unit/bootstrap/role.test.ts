import { describe, expect, test } from 'vitest';
import { rightsNeeded } from '../../../src/lib/bootstrap/rights-needed.js';
import { roleOf, rulesOf } from '../../../src/lib/bootstrap/role.js';
import type { Right } from '../../../src/lib/k8s/kubernetes.js';

const namespace = 'exchange-dev';
const words = ({ verb, group, resource, name }: Right) =>
  [verb, [group, resource].filter((word) => word !== '').join('/'), name].filter(Boolean).join(' ');

describe('rightsNeeded', () => {
  test('reads and patches the named secrets and no other, each asked for once', () => {
    const rights = rightsNeeded(['a', 'b', 'a']).filter(({ resource }) => resource === 'secrets');
    expect(rights.map(words)).toEqual([
      'get secrets a',
      'patch secrets a',
      'get secrets b',
      'patch secrets b',
    ]);
  });

  test('making secrets is asked for only where some are synced, and is no must', () => {
    const creates = (rights: readonly Right[]) => rights.filter(({ verb }) => verb === 'create');
    expect(creates(rightsNeeded(['a']))).toEqual([]);
    expect(creates(rightsNeeded(['a'], { creates: true }))).toEqual([
      expect.objectContaining({ resource: 'secrets', optional: true }),
    ]);
  });

  test('what can not be done without', () => {
    const needed = rightsNeeded(['a']).filter(({ optional }) => optional !== true);
    expect(needed.map(words)).toEqual([
      'get secrets a',
      'patch secrets a',
      ...['deployments', 'statefulsets', 'daemonsets'].flatMap((kind) =>
        ['get', 'list', 'patch'].map((verb) => `${verb} apps/${kind}`),
      ),
      'list pods',
    ]);
  });

  test('what can, each with what is lost', () => {
    const optional = rightsNeeded(['a']).filter((right) => right.optional === true);
    expect(optional.map((right) => `${words(right)}: ${right.without}`)).toEqual([
      ...['deployments', 'statefulsets', 'daemonsets'].map(
        (kind) => `watch apps/${kind}: rollouts are looked at once a second instead`,
      ),
      ...['get', 'list', 'patch', 'watch'].map(
        (verb) => `${verb} argoproj.io/rollouts: Argo Rollouts are not found and not restarted`,
      ),
      'get pods/log: the last lines of a container that fails are not shown',
      'delete pods: pods of a StatefulSet that got stuck are left to be deleted by hand',
      'list policy/poddisruptionbudgets: budgets that keep pods from being moved are not seen beforehand',
      'list apps/replicasets: ReplicaSets of their own that use a secret are not named',
      'list batch/jobs: Jobs and CronJobs that use a secret are not named',
      'list batch/cronjobs: Jobs and CronJobs that use a secret are not named',
    ]);
  });
});

describe('rulesOf', () => {
  const spread = (rules: ReturnType<typeof rulesOf>) =>
    rules.flatMap(({ apiGroups, resources, resourceNames, verbs }) =>
      apiGroups.flatMap((group) =>
        resources.flatMap((resource) =>
          (resourceNames ?? [undefined]).flatMap((name) =>
            verbs.map((verb) => [verb, group, resource, name].join(' ')),
          ),
        ),
      ),
    );

  test('gives each right that is needed, and none besides', () => {
    const rights = rightsNeeded(['a', 'b'], { creates: true });
    const wanted = rights.map(({ verb, group, resource, name }) => [verb, group, resource, name].join(' '));
    expect(spread(rulesOf(rights)).sort()).toEqual([...new Set(wanted)].sort());
  });

  test('never names an object where all are meant, nor the other way round', () => {
    const [one, two] = rulesOf([
      { verb: 'get', group: '', resource: 'secrets', name: 'a' },
      { verb: 'get', group: '', resource: 'secrets' },
    ]);
    expect(one).toEqual({ apiGroups: [''], resources: ['secrets'], resourceNames: ['a'], verbs: ['get'] });
    expect(two).toEqual({ apiGroups: [''], resources: ['secrets'], verbs: ['get'] });
  });

  test('keeps groups and verbs apart', () => {
    const rules = rulesOf([
      { verb: 'list', group: 'apps', resource: 'deployments' },
      { verb: 'list', group: 'batch', resource: 'jobs' },
      { verb: 'list', group: 'apps', resource: 'replicasets' },
      { verb: 'patch', group: 'apps', resource: 'deployments' },
    ]);
    expect(rules).toEqual([
      { apiGroups: ['apps'], resources: ['deployments'], verbs: ['list', 'patch'] },
      { apiGroups: ['batch'], resources: ['jobs'], verbs: ['list'] },
      { apiGroups: ['apps'], resources: ['replicasets'], verbs: ['list'] },
    ]);
  });
});

test('a Role alone, and with the binding that gives it to somebody', () => {
  const rights = rightsNeeded(['a']);
  expect(roleOf(rights, { namespace })).toHaveLength(1);
  const subject = { kind: 'ServiceAccount', namespace: 'ci', name: 'exops' } as const;
  const [role, binding] = roleOf(rights, { namespace, subject });
  expect(role).toMatchObject({ kind: 'Role', metadata: { name: 'exops', namespace } });
  expect(binding).toEqual({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'exops', namespace },
    subjects: [subject],
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'exops' },
  });
});
