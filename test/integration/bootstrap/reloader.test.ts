import { expect, test } from 'vitest';
import { after, gateway, key, patch, said, tradingFloor } from './trading-floor.js';

const reloaded = { 'secret.reloader.stakater.com/auto': 'true' };
const { metadata, ...rest } = gateway();
const watched = { ...rest, metadata: { ...metadata, annotations: reloaded } };

test('what Reloader restarts is waited for, and not restarted twice', async () => {
  const floor = await tradingFloor([watched]);
  const proxy = await floor.proxied();
  proxy.onAnswer(async ({ method, path, query }) => {
    if (method !== 'PATCH' || query.has('dryRun') || !path.includes('/secrets/')) return;
    proxy.onAnswer();
    const annotations = { 'reloader.stakater.com/last-reloaded-from': '{"type":"SECRET"}' };
    await floor.namespace.patch('Deployment', 'gateway', {
      spec: { template: { metadata: { annotations } } },
    });
  });
  const { stdout, stderr, code } = await floor.exops(patch, { kubeconfig: proxy.kubeconfig });
  expect(stdout).toContain(
    '  ↻ deployment/gateway  env KAFKA_BOOTSTRAP_SERVERS · 2 pods · Reloader restarts it\n',
  );
  expect(said(stderr)).toContain('✓ deployment/gateway runs with it\n');
  expect(code).toBe(0);
  expect(
    proxy.requests.filter(({ method, path }) => method === 'PATCH' && path.includes('/deployments/')),
  ).toEqual([]);
  expect(await floor.namespace.kubectl(['logs', 'deployment/gateway'])).toBe(`${key}=${after}\n`);
  expect((await floor.world()).workloads['deployment/gateway']?.restartedAt).toBeUndefined();
});
