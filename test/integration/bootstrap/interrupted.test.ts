import { expect, test } from 'vitest';
import { start } from '../../e2e/exops.js';
import type { ApiRequest } from '../../lab/kubernetes/api-proxy.js';
import { after, before, gateway, patch, recordAnnotation, said, tradingFloor } from './trading-floor.js';

/** Its pods never become ready with the new value. */
const waiting = gateway({ annotations: { 'exops.test/probe': `match:^${before.replaceAll('.', '\\.')}` } });
const isRestart = ({ method, path }: ApiRequest) =>
  method === 'PATCH' && path.endsWith('/deployments/gateway');

test('Ctrl-C while waiting takes everything back', async () => {
  const floor = await tradingFloor([waiting], { isAged: true });
  const was = await floor.world();
  const proxy = await floor.proxied();
  const ctrlC = new AbortController();
  proxy.onAnswer((request) => {
    if (isRestart(request)) ctrlC.abort();
  });
  const options = { kubeconfig: proxy.kubeconfig, interrupt: ctrlC.signal };
  const { stderr, code } = await floor.exops(patch, options);
  expect(said(stderr)).toBe(`dev · context lab · namespace NS
✓ secret app-secrets patched
Interrupted: putting everything back as it was. Once more to leave it as it is; then exops k8s patch-bootstrap --undo takes the rest back, or --resume finishes the change if nothing is back yet.
↩ secret app-secrets as it was
↩ deployment/gateway as before, 2 of 2 pods never stopped
✗ Rolled back in T: nothing has changed.
  Record: FILE
`);
  expect(code).toBe(130);
  expect(await floor.world()).toEqual(was);
  expect((await floor.annotationsOf())[recordAnnotation]).toBeUndefined();
});

test('Ctrl-C at the question: nothing was begun', async () => {
  const floor = await tradingFloor([waiting]);
  const was = await floor.world();
  const ctrlC = new AbortController();
  const onQuestion = async () => ctrlC.abort();
  const asked = patch.replace(' --yes', '');
  const { code, stderr } = await floor.exops(asked, {
    ...{ tty: true, answers: ['y'], onQuestion, interrupt: ctrlC.signal },
  });
  expect(stderr).toContain('Nothing has changed.');
  expect(code).toBe(130);
  expect(await floor.world()).toEqual(was);
});

test('the built program: SIGINT puts back, a second one leaves it to --undo', async () => {
  const floor = await tradingFloor([waiting], { isAged: true });
  const was = await floor.world();
  const proxy = await floor.proxied();
  const env = { ...floor.env, KUBECONFIG: proxy.kubeconfig };
  const begin = () => start(patch.split(' '), { cwd: floor.cwd, env });

  const once = begin();
  proxy.onAnswer((request) => {
    if (!isRestart(request)) return;
    proxy.onAnswer();
    once.child.kill('SIGINT');
  });
  const first = await once.finished;
  await floor.search(first.stdout + first.stderr);
  expect(first).toMatchObject({ code: 130, signal: null });
  expect(said(first.stderr)).toContain('✗ Rolled back in T: nothing has changed.\n');
  expect(await floor.world()).toEqual(was);

  const twice = begin();
  let restarts = 0;
  proxy.onAnswer((request) => {
    if (isRestart(request)) twice.child.kill('SIGINT');
  });
  proxy.onRequest(({ method, path, body }) => {
    if (method === 'PATCH' && path.includes('/secrets/') && body.includes('undoing')) {
      restarts += 1;
      twice.child.kill('SIGINT');
      return 'drop';
    }
    return 'forward';
  });
  const second = await twice.finished;
  await floor.search(second.stdout + second.stderr);
  expect(restarts).toBe(1);
  expect(second.code ?? second.signal).toSatisfy((end) => end === 130 || end === 'SIGINT');
  expect((await floor.annotationsOf())[recordAnnotation]).toContain(after);
  expect(await floor.valueOf()).toBe(after);
  expect((await floor.exops('k8s patch-bootstrap --undo --yes')).code).toBe(0);
  expect(await floor.world()).toEqual(was);
});
