import { describe, expect, onTestFinished, test } from 'vitest';
import {
  type ApiProxy,
  type ApiRequest,
  type ApiVerdict,
  startApiProxy,
} from '../../lab/kubernetes/api-proxy.js';
import { sharedKubernetes } from '../../lab/kubernetes/shared.js';
import { canary, type Exchange, exchangeWith } from './exchange.js';

const password = '$' + '{env:PASSWORD}';
const isPatch = ({ method, query }: ApiRequest) => method === 'PATCH' && !query.has('dryRun');
const isDryRun = ({ query }: ApiRequest) => query.has('dryRun');

/** A secret `s` whose value is to change, behind a proxy. */
async function behindProxy(): Promise<Exchange & { readonly proxy: ApiProxy }> {
  const exchange = await exchangeWith({ s: { K: password } });
  await exchange.secret('s', { K: `${canary}-old` });
  const { access } = await sharedKubernetes();
  const proxy = await startApiProxy(access, exchange.namespace.kubeconfig);
  onTestFinished(() => proxy.stop());
  return { ...exchange, proxy };
}

const sync = 'k8s sync-secrets --confirm s';

/** A refusal as the API server makes them, quoting what was sent. */
const quoting = (status: number, reason: string) => ({
  status,
  body: {
    ...{ kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, code: status },
    message: `Secret "s" is invalid: data: Invalid value: "${canary}-1": ${Buffer.from(`${canary}-1`).toString('base64')}`,
  },
});

test('five requests for one secret', async () => {
  const { exops, proxy } = await behindProxy();
  expect((await exops(sync, { kubeconfig: proxy.kubeconfig })).code).toBe(0);
  expect(
    proxy.requests.map((one) => `${one.method} ${one.path.split('/').at(-2)}${isDryRun(one) ? ' dry' : ''}`),
  ).toEqual(['GET namespaces', 'GET secrets', 'PATCH secrets dry', 'PATCH secrets', 'GET secrets']);
});

test('somebody writes between the plan and the patch: theirs stays', async () => {
  const { exops, proxy, secret, dataOf } = await behindProxy();
  proxy.onRequest(async (request): Promise<ApiVerdict> => {
    if (isPatch(request)) await secret('s', { K: `${canary}-theirs` });
    return 'forward';
  });
  const { stderr, code } = await exops(sync, { kubeconfig: proxy.kubeconfig });
  expect(stderr).toContain('✗ s: somebody changed it since the plan was made\n');
  expect(code).toBe(1);
  expect(await dataOf('s')).toEqual({ K: `${canary}-theirs` });
});

test('a patch that never got an answer is looked for, and was not made', async () => {
  const { exops, proxy, dataOf } = await behindProxy();
  proxy.onRequest((request) => (isPatch(request) ? 'drop' : 'forward'));
  const { stderr, code } = await exops(sync, { kubeconfig: proxy.kubeconfig });
  expect(stderr).toMatch(/^✗ s: /m);
  expect(stderr).toMatch(/^✗ 1 failed, verified in/m);
  expect(code).toBe(1);
  expect(await dataOf('s')).toEqual({ K: `${canary}-old` });
});

test('nobody there once the plan is made: what it is now is unknown, and said to be', async () => {
  const { exops, proxy, dataOf } = await behindProxy();
  proxy.onAnswer(async (request) => {
    if (isPatch(request)) await proxy.refuse();
  });
  const { stderr, code } = await exops(sync, { kubeconfig: proxy.kubeconfig });
  expect(stderr).toMatch(/^\? s: /m);
  expect(stderr).toContain('not verified');
  expect(stderr).toContain('Run the same command again: it goes on from here.');
  expect(code).toBe(5);
  expect(await dataOf('s')).toEqual({ K: `${canary}-1` });
  expect(await exops(sync)).toMatchObject({ code: 0, stdout: 'Nothing to do: 1 secret as declared.\n' });
});

describe('a server that quotes the secret in its refusal: not a word of it', () => {
  test.each([
    [422, 'Invalid'],
    [403, 'Forbidden'],
    [500, 'InternalError'],
  ])('%i in the dry run', async (status, reason) => {
    const { exops, proxy, dataOf } = await behindProxy();
    proxy.onRequest((request) => (isDryRun(request) ? quoting(status, reason) : 'forward'));
    const { code } = await exops(`${sync} -v`, { kubeconfig: proxy.kubeconfig });
    expect(code).toBe(status === 403 ? 4 : 1);
    expect(await dataOf('s')).toEqual({ K: `${canary}-old` });
  });

  test.each([
    [422, 'Invalid'],
    [403, 'Forbidden'],
  ])('%i in the patch', async (status, reason) => {
    const { exops, proxy, dataOf } = await behindProxy();
    proxy.onRequest((request) => (isPatch(request) ? quoting(status, reason) : 'forward'));
    const { stderr, code } = await exops(`${sync} -v`, { kubeconfig: proxy.kubeconfig });
    expect(stderr).toMatch(/^✗ s: Can't patch the secret s in the namespace /m);
    expect(code).toBe(status === 403 ? 4 : 1);
    expect(await dataOf('s')).toEqual({ K: `${canary}-old` });
  });
});
