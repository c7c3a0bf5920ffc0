import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { ApiRequest } from '../../lab/kubernetes/api-proxy.js';
import { after, gateway, patch, recordAnnotation, tradingFloor } from './trading-floor.js';

const slow = gateway({ annotations: { 'exops.test/ready-delay': '2s' } });
const isRestart = ({ method, path }: ApiRequest) =>
  method === 'PATCH' && path.endsWith('/deployments/gateway');
const isFollowing = ({ method, path }: ApiRequest) => method === 'GET' && path.endsWith('/deployments');

test('a watch that is cut goes on', async () => {
  const floor = await tradingFloor([slow]);
  const proxy = await floor.proxied();
  let restartedAt = 0;
  proxy.onAnswer((request) => {
    if (!isRestart(request)) return;
    restartedAt = proxy.requests.length;
    setTimeout(() => proxy.cutWatches(), 200);
  });
  const { code, stderr } = await floor.exops(patch, { kubeconfig: proxy.kubeconfig });
  expect(code, stderr).toBe(0);
  expect(proxy.requests.slice(restartedAt).filter(isFollowing).length).toBeGreaterThan(0);
  expect(await floor.valueOf()).toBe(after);
});

test('a server that is away for a while in mid-rollout', async () => {
  const floor = await tradingFloor([slow]);
  const proxy = await floor.proxied();
  let refused = 0;
  proxy.onAnswer((request) => {
    if (!isRestart(request)) return;
    proxy.onAnswer();
    proxy.onRequest(() => {
      refused += 1;
      return 'drop';
    });
    proxy.cutWatches();
    sleep(3_000).then(() => proxy.onRequest());
  });
  const { code, stderr } = await floor.exops(patch, { kubeconfig: proxy.kubeconfig });
  expect(refused).toBeGreaterThan(0);
  expect(code, stderr).toBe(0);
  expect(await floor.valueOf()).toBe(after);
  expect((await floor.annotationsOf())[recordAnnotation]).toBeUndefined();
});
