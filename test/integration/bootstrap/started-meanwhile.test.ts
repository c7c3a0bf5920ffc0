import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { deployment } from '../../lab/kubernetes/objects.js';
import {
  after,
  before,
  fromKey,
  gateway,
  key,
  patch,
  recordAnnotation,
  said,
  type TradingFloor,
  tradingFloor,
} from './trading-floor.js';

/** Never ready with the new servers: the change goes back. */
const refusing = gateway({ annotations: { 'exops.test/probe': `match:^${before.replaceAll('.', '\\.')}` } });
const late = deployment({ name: 'late', ...fromKey });
const restartedLater = {
  ...late,
  metadata: { ...late.metadata, annotations: { 'exops/restart-order': '2' } },
};

/** Runs a command that goes back, while an autoscaler makes another pod in a later second than the patch. */
async function scaledMeanwhile(floor: TradingFloor, line: string) {
  const running = floor.exops(line);
  await floor.namespace.until(async () => ((await floor.valueOf()) === after ? true : undefined));
  await sleep(1_500);
  await floor.namespace.kubectl(['scale', 'deployment/late', '--replicas', '2']);
  await floor.namespace.rolledOut('deployment/late');
  return running;
}

test('a pod that an autoscaler made before all went back is named, with what to run', async () => {
  const floor = await tradingFloor([refusing, restartedLater], { isAged: true });
  const { stderr, code } = await scaledMeanwhile(floor, `${patch} --wait 8s`);
  const pod = /late-[0-9a-z]+-[0-9a-z]+/.exec(stderr)?.[0] ?? '';
  const why = `${pod} started meanwhile with ${after}, and still runs with it`;
  expect(said(stderr)).toContain(`↩ deployment/gateway as before, 2 of 2 pods never stopped
✗ deployment/late: ${why}
`);
  expect(said(stderr)).toContain(`? deployment/late: ${why}\n`);
  const next = 'exops k8s status shows these pods, and the command that restarts them.';
  expect(said(stderr)).toContain(`  ${next} Record: FILE\n`);
  expect(code).toBe(5);
  expect(await floor.valueOf()).toBe(before);
  expect((await floor.annotationsOf())[recordAnnotation]).toBeUndefined();

  const status = await floor.exops('k8s status --check');
  expect(status.stdout).toMatch(/^deployment\/late\t.*1 pod: 10\.0\.12\.31:9092.*\tpartly$/m);
  expect(status.code).toBe(3);
  await floor.namespace.kubectl(['rollout', 'restart', 'deployment/late']);
  await floor.namespace.rolledOut('deployment/late');
  expect(await floor.namespace.kubectl(['logs', 'deployment/late'])).toBe(`${key}=${before}\n`);
});

test('one that is left out of the change is named too', async () => {
  const floor = await tradingFloor([refusing, late], { isAged: true });
  const { stderr, code } = await scaledMeanwhile(floor, `${patch} --wait 8s --skip deployment/late`);
  expect(stderr).toMatch(
    /^✗ deployment\/late: late-\S+ started meanwhile with 10\.0\.12\.31:9092, and still runs with it\n {4}exops k8s status shows the command that restarts it\.$/m,
  );
  expect(code).toBe(1);
});

test('pods that ran with the value before the change began are as before', async () => {
  const waits = gateway({ annotations: { 'exops.test/ready-delay': '2s' } });
  const floor = await tradingFloor([waits], { isAged: true });
  expect((await floor.exops(patch)).code).toBe(0);
  await sleep(1_100);
  const back = patch.replace(after, before);
  expect((await floor.exops(`${back} --skip deployment/gateway`)).code).toBe(0);
  await sleep(1_100);

  const proxy = await floor.proxied();
  const ctrlC = new AbortController();
  proxy.onAnswer(({ method, path }) => {
    if (method === 'PATCH' && path.endsWith('/deployments/gateway')) ctrlC.abort();
  });
  const { stderr, code } = await floor.exops(patch, {
    kubeconfig: proxy.kubeconfig,
    interrupt: ctrlC.signal,
  });
  expect(stderr).not.toContain('started meanwhile');
  expect(said(stderr)).toContain('✗ Rolled back in T: nothing has changed.\n');
  expect(code).toBe(130);
});
