import { expect, test } from 'vitest';
import type { ApiProxy, ApiRequest } from '../../lab/kubernetes/api-proxy.js';
import { deployment } from '../../lab/kubernetes/objects.js';
import { create, fromKey, patch, tradingFloor } from './trading-floor.js';

/** `GET deployments`, `PATCH deployments/`, `GET pods`, …: how often each was asked for. */
function counted(requests: readonly ApiRequest[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { method, path, query, isWatch } of requests) {
    const [, resource = '', name] = /\/namespaces\/[^/]+\/([^/]+)(\/.+)?$/.exec(path) ?? [undefined, path];
    const what = `${isWatch ? 'WATCH' : method} ${resource.split('/').at(-1)}${name === undefined ? '' : '/…'}`;
    const words = query.has('dryRun') ? `${what} dry` : what;
    counts[words] = (counts[words] ?? 0) + 1;
  }
  return counts;
}

async function countedRun(names: readonly string[]): Promise<Readonly<Record<string, number>>> {
  const floor = await tradingFloor(names.map((name) => deployment({ name, ...fromKey, node: 'kwok' })));
  const proxy = await floor.proxied();
  const { code, stderr } = await floor.exops(`${patch} --max-parallel 20`, { kubeconfig: proxy.kubeconfig });
  expect(code, stderr).toBe(0);
  return counted(proxy.requests);
}

test('one workload, and twenty: what is asked once, and what for each', async () => {
  const one = await countedRun(['w1']);
  const twenty = await countedRun(Array.from({ length: 20 }, (_, index) => `w${index + 1}`));
  expect(one).toMatchObject({
    'GET secrets/…': 3,
    'PATCH secrets/… dry': 1,
    'PATCH secrets/…': 2,
    'WATCH deployments': 1,
    'PATCH deployments/…': 1,
    'GET deployments/…': 1,
  });
  expect(Object.values(one).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(35);
  const perWorkload = ['PATCH deployments/…', 'GET deployments/…'];
  for (const what of perWorkload) expect(twenty[what], what).toBe(20 * (one[what] ?? 0));
  const { 'GET pods': pods = 0, ...others } = twenty;
  expect(pods).toBeLessThanOrEqual(60);
  for (const [what, count] of Object.entries(others))
    if (!perWorkload.includes(what)) expect(count, what).toBe(one[what]);
});

const hundred = (from: number) => Array.from({ length: 100 }, (_, index) => `idle-${from + index}`);

async function countedAmong(proxy: ApiProxy): Promise<readonly ApiRequest[]> {
  const written = proxy.requests.findIndex(({ method, query }) => method === 'PATCH' && !query.has('dryRun'));
  return proxy.requests.slice(0, written).filter(({ path }) => path.endsWith('/deployments'));
}

test('two users of the key among five hundred workloads: pages, not workloads', async () => {
  const floor = await tradingFloor([]);
  for (const from of [0, 100, 200, 300, 400])
    await Promise.all(
      hundred(from).map((name) =>
        create(floor.namespace, deployment({ name, replicas: 0, workload: { paused: true } })),
      ),
    );
  for (const name of ['a', 'z']) await floor.namespace.apply(deployment({ name, ...fromKey, node: 'kwok' }));
  await floor.namespace.rolledOut('deployment/a', 'deployment/z');
  const proxy = await floor.proxied();
  const { code, stdout, stderr } = await floor.exops(patch, { kubeconfig: proxy.kubeconfig });
  expect(code, stderr).toBe(0);
  expect(stdout).toContain('Plan: 1 secret to change, 2 workloads to restart.\n');
  const lists = await countedAmong(proxy);
  const [first] = lists;
  const limit = Number(first?.query.get('limit'));
  expect(limit).toBeGreaterThan(0);
  expect(lists).toHaveLength(Math.ceil(502 / limit));
  expect(proxy.requests.length).toBeLessThan(60);
});
