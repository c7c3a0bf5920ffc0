import { expect, test } from 'vitest';
import type { ApiRequest, ApiVerdict } from '../../lab/kubernetes/api-proxy.js';
import { deployment } from '../../lab/kubernetes/objects.js';
import {
  after,
  before,
  fromKey,
  gateway,
  key,
  pair,
  patch,
  recordAnnotation,
  said,
  secretName,
  type TradingFloor,
  tradingFloor,
} from './trading-floor.js';

const isWriteOf = ({ method, query, path }: ApiRequest, resource: string) =>
  method === 'PATCH' && !query.has('dryRun') && path.split('/').at(-2) === resource;

const slow = gateway({ annotations: { 'exops.test/ready-delay': '3s' } });

/** Resolves when the first laptop has begun to restart, and waits. */
async function begun(floor: TradingFloor): Promise<void> {
  const was = (await floor.world()).workloads['deployment/gateway']?.restartedAt;
  await floor.namespace.until(async () => {
    const now = (await floor.world()).workloads['deployment/gateway']?.restartedAt;
    return now !== was ? now : undefined;
  });
}

test('somebody wrote another key between plan and patch: nothing is done', async () => {
  const floor = await tradingFloor([gateway()]);
  const proxy = await floor.proxied();
  let isFirst = true;
  proxy.onRequest(async (request): Promise<ApiVerdict> => {
    if (isWriteOf(request, 'secrets') && isFirst) {
      isFirst = false;
      await floor.namespace.patch('Secret', secretName, { stringData: { OTHER: 'theirs' } });
    }
    return 'forward';
  });
  const was = await floor.world();
  const { stderr, code } = await floor.exops(patch, { kubeconfig: proxy.kubeconfig });
  expect(stderr).toMatch(/^✗ app-secrets: /m);
  expect(code).toBe(1);
  const is = await floor.world();
  expect(is.workloads).toEqual(was.workloads);
  expect(is.secrets[secretName]).toMatchObject({ [key]: before, OTHER: 'theirs' });
  expect(await floor.annotationsOf()).toEqual({});
});

test('somebody writes the key while the pods start: the record stays, and theirs too', async () => {
  const floor = await tradingFloor([gateway()]);
  const proxy = await floor.proxied();
  proxy.onRequest(async (request): Promise<ApiVerdict> => {
    if (isWriteOf(request, 'deployments'))
      await floor.namespace.patch('Secret', secretName, { stringData: { [key]: 'theirs:9092' } });
    return 'forward';
  });
  const { stderr, code } = await floor.exops(patch, { kubeconfig: proxy.kubeconfig });
  expect(said(stderr)).toContain(
    `? app-secrets: somebody wrote ${key} since: it doesn't hold ${after} any more\n`,
  );
  expect(code).toBe(5);
  expect(await floor.valueOf()).toBe('theirs:9092');
  const undo = await floor.exops('k8s patch-bootstrap --undo --yes');
  expect(undo.stdout).toContain('somebody wrote this since: left as it is');
  expect(await floor.valueOf()).toBe('theirs:9092');
});

test('another laptop takes it back while the first waits: no fight, and the first says so', async () => {
  const floor = await tradingFloor([slow]);
  const was = await floor.world();
  const first = floor.exops(patch);
  await begun(floor);
  const second = await floor.exops('k8s patch-bootstrap --undo --yes');
  expect(second.code, second.stderr).toBe(0);
  const { stderr, code } = await first;
  expect(code).toBe(5);
  expect(stderr).toMatch(/^\? app-secrets: \S+ has taken this change over, or completed it/m);
  expect(stderr).not.toContain('runs with it');
  expect(stderr).toContain('  exops k8s status shows how it stands.');
  expect(await floor.world()).toEqual(was);
  expect((await floor.annotationsOf())[recordAnnotation]).toBeUndefined();
});

/** What the second of two has made of it. */
async function expectFinished(floor: TradingFloor): Promise<void> {
  expect(await floor.valueOf()).toBe(after);
  expect((await floor.annotationsOf())[recordAnnotation]).toBeUndefined();
  await floor.namespace.rolledOut('deployment/gateway');
  expect(await floor.namespace.kubectl(['logs', 'deployment/gateway'])).toBe(`${key}=${after}\n`);
  expect((await floor.world()).workloads['deployment/gateway']?.restartedAt).toBeDefined();
}

test('another laptop goes on with it, and the first gives up: it keeps its hands off', async () => {
  const annotations = { 'exops.test/ready-delay': '5s' };
  const floor = await tradingFloor([gateway({ annotations, replicas: 1 })]);
  const first = floor.exops(`${patch} --wait 3s`);
  await begun(floor);
  const second = await floor.exops('k8s patch-bootstrap --resume --yes');
  const { stderr, code } = await first;
  expect(said(stderr)).toMatch(
    /^✗ deployment\/gateway {2}not complete after T: .*\n\? app-secrets: tester has taken this change over, or completed it: it is no longer ours on secret app-secrets\n\? deployment\/gateway: tester has taken this change over, /m,
  );
  expect(said(stderr)).not.toContain('↩');
  expect(code).toBe(5);
  expect(second.code, second.stderr).toBe(0);
  await expectFinished(floor);
});

test('another laptop has finished it when the first is interrupted: nothing goes back', async () => {
  const floor = await tradingFloor([slow]);
  const proxy = await floor.proxied();
  const ctrlC = new AbortController();
  const first = floor.exops(patch, { kubeconfig: proxy.kubeconfig, interrupt: ctrlC.signal });
  await begun(floor);
  proxy.freeze();
  const second = await floor.exops('k8s patch-bootstrap --resume --yes');
  ctrlC.abort();
  proxy.thaw();
  const { stderr, code } = await first;
  expect(second.code, second.stderr).toBe(0);
  expect(said(stderr)).toContain(
    '? app-secrets: somebody has taken this change over, or completed it: it is no longer ours on secret app-secrets\n',
  );
  expect(said(stderr)).not.toContain('↩');
  expect(code).toBe(130);
  await expectFinished(floor);
});

test('a workload is deleted while it restarts: the others go back', async () => {
  const floor = await tradingFloor([
    slow,
    deployment({ name: 'gone', ...fromKey, annotations: { 'exops.test/ready-delay': '3s' } }),
  ]);
  const was = await floor.world();
  const first = floor.exops(patch);
  await begun(floor);
  await floor.namespace.delete('Deployment', 'gone');
  const { stderr, code } = await first;
  expect(stderr).toContain('✗ deployment/gone  somebody deleted it meanwhile\n');
  expect(code).toBe(5);
  expect(await floor.valueOf()).toBe(before);
  expect((await floor.world()).workloads['deployment/gateway']).toEqual(was.workloads['deployment/gateway']);
  const undo = await floor.exops('k8s patch-bootstrap --undo --yes');
  expect(undo.stdout).toContain('not there any more, or no reader of the key: deployment/gone');
  expect(undo.code).toBe(0);
  expect((await floor.annotationsOf())[recordAnnotation]).toBeUndefined();
});

test.each([
  ['no JSON', 'nonsense', 'it is no JSON object'],
  ['another version', '{"v":99}', 'another version of exops wrote it'],
  ['a password for hosts', '', 'values.0.before is no list of hosts'],
])('a record that somebody made nonsense of: %s', async (_, text, problem) => {
  const floor = await tradingFloor([...pair.slice(0, 1)]);
  const record = {
    ...{ v: 1, id: 'a', stamp: '2026-11-21T13:00:00.000Z', by: 'kim', phase: 'applying' },
    ...{ values: [{ key, before: 'hunter2!', after }], secrets: [], workloads: [] },
  };
  const annotations = { [recordAnnotation]: text === '' ? JSON.stringify(record) : text };
  await floor.namespace.patch('Secret', secretName, { metadata: { annotations } });
  for (const line of [patch, 'k8s patch-bootstrap --undo --yes', 'k8s patch-bootstrap --resume --yes']) {
    const { stdout, stderr, code } = await floor.exops(line);
    expect(stdout).toContain(
      `the record of an unfinished change on it can't be read: ${problem}. Look at its annotation exops/patch-bootstrap\n`,
    );
    expect(stdout + stderr).not.toContain('hunter2');
    expect(code).toBe(1);
  }
  expect(await floor.valueOf()).toBe(before);
});

test('nothing unfinished: nothing to do', async () => {
  const floor = await tradingFloor([]);
  for (const way of ['resume', 'undo'])
    expect(await floor.exops(`k8s patch-bootstrap --${way} --yes`)).toMatchObject({
      code: 0,
      stdout: '    no change of these secrets is unfinished\nNothing to do.\n',
    });
});
