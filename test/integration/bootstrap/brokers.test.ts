import { expect, inject, onTestFinished, test } from 'vitest';
import { closedPort } from '../../lab/faulty-listeners.js';
import { before, gateway, key, said, tradingFloor } from './trading-floor.js';

/** Ready only when the real broker takes connections where the secret says. */
const dialing = gateway({ annotations: { 'exops.test/probe': 'tcp' } });

async function closedAddress(): Promise<string> {
  const closed = await closedPort();
  onTestFinished(closed.stop);
  return `127.0.0.1:${closed.port}`;
}

/** The environment's cluster is the lab's, whose id is this. */
const clusterOf = (clusterId: string) => ({ cluster: { brokers: [inject('kafka').bootstrap], clusterId } });

test('the pods follow the broker, which answers and is of the right cluster', async () => {
  const { bootstrap, clusterId } = inject('kafka');
  const other = `localhost:${inject('kafka').port}`;
  const floor = await tradingFloor([dialing], {
    data: { [key]: other },
    environment: clusterOf(clusterId),
  });
  const { stdout, stderr, code } = await floor.exops('k8s patch-bootstrap --yes');
  expect(stdout).toBe(`  ~ app-secrets
      KAFKA_BOOTSTRAP_SERVERS  ${other} → ${bootstrap}  answers, cluster id matches
  ↻ deployment/gateway  env KAFKA_BOOTSTRAP_SERVERS · 2 pods

Plan: 1 secret to change, 1 workload to restart.
`);
  expect(said(stderr)).toContain('✓ 1 changed, 1 restarted, verified in T\n');
  expect(code).toBe(0);
  expect(await floor.namespace.kubectl(['logs', 'deployment/gateway'])).toBe(`${key}=${bootstrap}\n`);
});

test('without a cluster id, an answer is an answer', async () => {
  const { bootstrap } = inject('kafka');
  const floor = await tradingFloor([gateway()]);
  const { stdout, code } = await floor.exops(`k8s patch-bootstrap --servers ${bootstrap} --yes`);
  expect(stdout).toContain(`KAFKA_BOOTSTRAP_SERVERS  ${before} → ${bootstrap}  answers\n`);
  expect(code).toBe(0);
});

test('a broker that does not answer: nothing is done', async () => {
  const { bootstrap, clusterId } = inject('kafka');
  const nobody = await closedAddress();
  const floor = await tradingFloor([gateway()], { environment: clusterOf(clusterId) });
  const was = await floor.world();
  const { stdout, code } = await floor.exops(`k8s patch-bootstrap --servers ${bootstrap},${nobody} --yes`);
  expect(stdout).toContain(`  ! ${nobody}`);
  expect(stdout).toMatch(/^ {8}doesn't answer: .*\. --no-probe sets it all the same$/m);
  expect(stdout).toContain('1 refused: nothing is done until that is put right.\n');
  expect(code).toBe(1);
  expect(await floor.world()).toEqual(was);
});

test('a broker of another cluster: nothing is done', async () => {
  const { bootstrap, clusterId } = inject('kafka');
  const floor = await tradingFloor([gateway()], { environment: clusterOf('another-cluster') });
  const was = await floor.world();
  const { stdout, code } = await floor.exops('k8s patch-bootstrap --yes');
  expect(stdout).toContain(`  ! ${bootstrap}`);
  expect(stdout).toContain(
    `        belongs to cluster ${clusterId}, not to another-cluster. --no-probe sets it all the same\n`,
  );
  expect(code).toBe(1);
  expect(await floor.world()).toEqual(was);
});

test('pods that the broker does not answer never become ready, and all goes back', async () => {
  const { bootstrap } = inject('kafka');
  const nobody = await closedAddress();
  const floor = await tradingFloor([dialing], { data: { [key]: bootstrap }, isAged: true });
  const was = await floor.world();
  const { stderr, code } = await floor.exops(
    `k8s patch-bootstrap --servers ${nobody} --no-probe --wait 3s --yes`,
  );
  expect(said(stderr).replace(/gateway-[\w-]+/, 'POD')).toBe(`dev · context lab · namespace NS
✓ secret app-secrets patched
✗ deployment/gateway  not complete after T: 1 of 2 pods updated (POD: container app runs and isn't ready)
↩ secret app-secrets as it was
↩ deployment/gateway as before, 2 of 2 pods never stopped
✗ Rolled back in T: nothing has changed.
  Record: FILE
`);
  expect(code).toBe(1);
  expect(await floor.world()).toEqual(was);
});
