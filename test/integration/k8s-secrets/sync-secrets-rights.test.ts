import { expect, test } from 'vitest';
import { canary, exchangeWith } from './exchange.js';

const password = '$' + '{env:PASSWORD}';

test('the Role of `k8s rbac` is enough, for these secrets and no others', async () => {
  const { exops, namespace, dataOf, secret } = await exchangeWith({
    a: { K: password },
    b: { K: password },
  });
  await secret('a', { K: `${canary}-old` });
  const { stdout } = await exops('k8s rbac -o json');
  const [{ rules }] = JSON.parse(stdout).items;
  const kubeconfig = await namespace.users.certificate('kim', rules);
  const first = await exops('k8s sync-secrets --confirm a', { kubeconfig });
  expect(first.stderr).toMatch(/✓ 1 created, 1 changed, verified/);
  expect(first.code).toBe(0);
  expect(await dataOf('b')).toEqual({ K: `${canary}-1` });
  const other = await namespace.kubectl(['get', 'secret', 'c'], kubeconfig).catch(String);
  expect(other).toContain('forbidden');
});

test('without the right to make one, the rest goes on', async () => {
  const { exops, namespace, dataOf, secret } = await exchangeWith({
    a: { K: password },
    b: { K: password },
  });
  await secret('a', { OTHER: 'x' });
  const rules = [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'patch'] }];
  const kubeconfig = await namespace.users.certificate('lee', rules);
  const { stdout, code } = await exops('k8s sync-secrets --yes -o json', { kubeconfig });
  const { plan, outcomes } = JSON.parse(stdout);
  expect(plan.refusals).toEqual([expect.objectContaining({ kind: 'secret', name: 'b' })]);
  expect(plan.refusals[0].reason).toContain('create');
  expect(outcomes).toEqual([{ kind: 'secret', name: 'a', status: 'done' }]);
  expect(code).toBe(5);
  expect(await dataOf('b')).toBeUndefined();
});

test('of a Role alone, a namespace is not made, and an admin is named as the one who does', async () => {
  const { exops, namespace } = await exchangeWith({ a: { K: password } });
  const { stdout: role } = await exops('k8s rbac -o json');
  const kubeconfig = await namespace.users.certificate('sam', JSON.parse(role).items[0].rules);
  const line = `k8s sync-secrets --yes --namespace ${namespace.name}-fresh --create-namespace -o json`;
  const { stdout, code } = await exops(line, { kubeconfig });
  const [refusal, ...others] = JSON.parse(stdout).plan.refusals;
  expect(others).toEqual([]);
  expect(refusal.reason).toMatch(
    /, or the namespace does not exist\. If it doesn't, an admin makes it first: no Role can give the rights that --create-namespace takes\. exops k8s rbac --namespace \S+-fresh prints the Role to apply then$/,
  );
  expect(code).toBe(4);
});

test('without any, nothing is done', async () => {
  const { exops, namespace } = await exchangeWith({ a: { K: password } });
  const kubeconfig = await namespace.users.certificate('nobody', []);
  const { stdout, code } = await exops('k8s sync-secrets --yes', { kubeconfig });
  expect(stdout).toContain('Plan: 1 refused.');
  expect(code).toBe(4);
});

test('a token that the server does not know', async () => {
  const { exops, namespace } = await exchangeWith({ a: { K: password } });
  const kubeconfig = await namespace.users.invalidToken();
  const { stdout, code } = await exops('k8s sync-secrets --yes', { kubeconfig });
  expect({ stdout, code }).toEqual({ stdout: '', code: 4 });
});
