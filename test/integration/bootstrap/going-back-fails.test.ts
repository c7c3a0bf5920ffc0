import { expect, test } from 'vitest';
import type { ApiRequest, ApiVerdict } from '../../lab/kubernetes/api-proxy.js';
import type { Rule } from '../../lab/kubernetes/users.js';
import {
  after,
  before,
  gateway,
  patch,
  recordAnnotation,
  said,
  type TradingFloor,
  tradingFloor,
} from './trading-floor.js';

const crashing = gateway({ annotations: { 'exops.test/exit-if': after.replaceAll('.', '\\.') } });
const isWriteOf = ({ method, query, path }: ApiRequest, resource: string) =>
  method === 'PATCH' && !query.has('dryRun') && path.split('/').at(-2) === resource;

const forbidden: ApiVerdict = {
  status: 403,
  body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 403, reason: 'Forbidden' },
};

const goOn =
  'exops k8s patch-bootstrap --resume finishes the change, --undo takes it back, from anywhere. Once taking back has begun, only --undo goes on. Record: FILE\n';

/** Another laptop takes the change back. */
async function undone(
  floor: TradingFloor,
  was: Awaited<ReturnType<TradingFloor['world']>>,
  words = 'Finish it with --resume, or take it back with --undo',
): Promise<void> {
  expect((await floor.annotationsOf())[recordAnnotation]).toContain(before);
  const refused = await floor.exops(patch);
  expect(refused.stdout).toContain(words);
  expect(refused.code).toBe(1);
  expect(await floor.exops('k8s patch-bootstrap --undo --yes')).toMatchObject({ code: 0 });
  expect((await floor.annotationsOf())[recordAnnotation]).toBeUndefined();
  expect(await floor.world()).toEqual(was);
}

test('the secret can no longer be written: exit 5, the record stays, and --undo works later', async () => {
  const floor = await tradingFloor([crashing], { isAged: true });
  const was = await floor.world();
  const proxy = await floor.proxied();
  let writes = 0;
  proxy.onRequest((request) => {
    if (isWriteOf(request, 'secrets')) writes += 1;
    return isWriteOf(request, 'secrets') && writes > 1 ? forbidden : 'forward';
  });
  const { stderr, code } = await floor.exops(patch, { kubeconfig: proxy.kubeconfig });
  expect(said(stderr)).toMatch(/^✗ secret app-secrets: not put back: Can't patch the secret app-secrets/m);
  expect(said(stderr)).toContain(goOn);
  expect(code).toBe(5);
  await undone(floor, was);
});

test('the secret is back and a workload cannot be: exit 5, only --undo goes on', async () => {
  const floor = await tradingFloor([crashing], { isAged: true });
  const was = await floor.world();
  const proxy = await floor.proxied();
  let writes = 0;
  proxy.onRequest((request) => {
    if (isWriteOf(request, 'deployments')) writes += 1;
    return isWriteOf(request, 'deployments') && writes > 1 ? forbidden : 'forward';
  });
  const { stderr, code } = await floor.exops(patch, { kubeconfig: proxy.kubeconfig });
  expect(said(stderr)).toContain('↩ secret app-secrets as it was\n');
  expect(said(stderr)).toMatch(/^✗ deployment\/gateway: not put back: /m);
  expect(said(stderr)).toContain(goOn);
  expect(code).toBe(5);
  expect(await floor.valueOf()).toBe(before);
  const resumed = await floor.exops('k8s patch-bootstrap --resume --yes');
  expect(resumed.stdout).toContain('its change was being taken back already: only --undo can finish that\n');
  expect(resumed.code).toBe(1);
  await undone(floor, was, "Take the rest back with --undo; --resume can't finish the change any more");
});

test('the right to write is taken away in between', async () => {
  const floor = await tradingFloor([crashing], { isAged: true });
  const was = await floor.world();
  const { stdout } = await floor.exops('k8s rbac -o json');
  const { rules } = JSON.parse(stdout).items[0] as { readonly rules: readonly Rule[] };
  const proxy = await floor.proxied(await floor.namespace.users.certificate('dev', rules));
  proxy.onRequest(async (request): Promise<ApiVerdict> => {
    if (isWriteOf(request, 'deployments')) {
      const left = rules.filter(({ resources }) => !resources.includes('secrets'));
      const metadata = { name: 'dev' };
      await floor.namespace.apply({
        ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata },
        rules: left,
      });
    }
    return 'forward';
  });
  const { stderr, code } = await floor.exops(patch, { kubeconfig: proxy.kubeconfig });
  expect(said(stderr)).toMatch(
    /^✗ secret app-secrets: not put back: .* may not get secrets in the namespace NS/m,
  );
  expect(said(stderr)).toContain(goOn);
  expect(code).toBe(5);
  await undone(floor, was);
});
