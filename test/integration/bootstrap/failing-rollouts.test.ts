import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { deployment, secret, statefulSet } from '../../lab/kubernetes/objects.js';
import {
  after,
  before,
  fromKey,
  gateway,
  key,
  patch,
  recordAnnotation,
  said,
  secretName,
  type TradingFloor,
  tradingFloor,
} from './trading-floor.js';

/** What a run that goes back says and leaves: the world as it was, but for pods that had to be made anew. */
async function goesBack(floor: TradingFloor, line = patch): Promise<string> {
  const was = await floor.world();
  const { stderr, code } = await floor.exops(line);
  expect(said(stderr)).toContain('✗ Rolled back in T: nothing has changed.\n  Record: FILE\n');
  expect(code).toBe(1);
  const is = await floor.world();
  expect(is.secrets).toEqual(was.secrets);
  expect(Object.entries(is.workloads).map(([name, { restartedAt }]) => [name, restartedAt])).toEqual(
    Object.entries(was.workloads).map(([name, { restartedAt }]) => [name, restartedAt]),
  );
  for (const [name, { pods }] of Object.entries(is.workloads))
    if (name.startsWith('deployment/')) expect(pods, name).toEqual(was.workloads[name]?.pods);
  expect((await floor.annotationsOf())[recordAnnotation]).toBeUndefined();
  return said(stderr);
}

const crashing = { 'exops.test/exit-if': after.replaceAll('.', '\\.') };

test('a crash loop, with the last words of the program and without its password', async () => {
  const WORDS = { secret: secretName, key: 'PASSWORD' };
  const floor = await tradingFloor(
    [
      gateway({
        // It logs all of its variables.
        env: { ...fromKey.env, WORDS, GREETING: 'no route to host' },
        envFrom: [{ secret: secretName, prefix: 'APP_' }],
        annotations: crashing,
      }),
    ],
    { isAged: true },
  );
  expect(await goesBack(floor)).toMatch(
    /^dev · context lab · namespace NS\n✓ secret app-secrets patched\n✗ deployment\/gateway {2}gateway-\S+: CrashLoopBackOff, exit 1\n {4}APP_KAFKA_BOOTSTRAP_SERVERS=10.0.12.31:9092\n {4}APP_PASSWORD=••••\n {4}KAFKA_BOOTSTRAP_SERVERS=10.0.12.31:9092\n {4}WORDS=••••\n {4}GREETING=no route to host\n↩ secret app-secrets as it was\n↩ deployment\/gateway as before, 2 of 2 pods never stopped\n✗ Rolled back in T: nothing has changed.\n {2}Record: FILE\n$/,
  );
});

test('a restart that somebody made before is what stays', async () => {
  const floor = await tradingFloor([gateway({ annotations: crashing })], { isAged: true });
  await floor.namespace.kubectl(['rollout', 'restart', 'deployment/gateway']);
  await floor.namespace.rolledOut('deployment/gateway');
  // Pods' ages are told in whole seconds.
  await sleep(1_000);
  expect((await floor.world()).workloads['deployment/gateway']?.restartedAt).toBeDefined();
  await goesBack(floor);
});

test('a StatefulSet gets rid of the pod that is stuck', async () => {
  const floor = await tradingFloor(
    [statefulSet({ name: 'ledger', replicas: 2, ...fromKey, annotations: crashing })],
    { isAged: true },
  );
  const was = await floor.world();
  const shown = await goesBack(floor);
  expect(shown).toContain('✗ statefulset/ledger  ledger-1: CrashLoopBackOff, exit 1\n');
  expect(shown).toContain('↩ statefulset/ledger as before, 1 of 2 pods never stopped\n');
  const pods = (await floor.world()).workloads['statefulset/ledger']?.pods ?? [];
  expect(pods).toHaveLength(2);
  expect(pods.filter((uid) => was.workloads['statefulset/ledger']?.pods.includes(uid))).toHaveLength(1);
  await floor.namespace.rolledOut('statefulset/ledger');
  expect(await floor.namespace.kubectl(['logs', 'ledger-1'])).toBe(`${key}=${before}\n`);
});

test('a Deployment that does not get on in its own time', async () => {
  const floor = await tradingFloor([
    gateway({ annotations: { 'exops.test/probe': `match:^${before.replaceAll('.', '\\.')}` } }),
  ]);
  // Only now: on a busy machine the first rollout would pass such a deadline too.
  await floor.namespace.kubectl([
    'patch',
    'deployment/gateway',
    '--patch',
    JSON.stringify({ spec: { progressDeadlineSeconds: 1 } }),
  ]);
  expect(await goesBack(floor)).toContain('✗ deployment/gateway  its progress deadline has passed\n');
});

test('no longer than we were told to wait', async () => {
  const floor = await tradingFloor([
    gateway({ annotations: { 'exops.test/probe': `match:^${before.replaceAll('.', '\\.')}` } }),
  ]);
  expect(await goesBack(floor, `${patch} --wait 2s`)).toMatch(
    /^✗ deployment\/gateway {2}not complete after T: 1 of 2 pods updated \(gateway-\S+: container app runs and isn't ready\)\n/m,
  );
});

test('one by one: after a failure the next is not begun', async () => {
  const floor = await tradingFloor(
    [
      deployment({ name: 'a', ...fromKey }),
      deployment({ name: 'b', ...fromKey, annotations: crashing }),
      deployment({ name: 'c', ...fromKey }),
    ],
    { isAged: true },
  );
  const was = await floor.world();
  const { stderr, code } = await floor.exops(`${patch} --one-by-one -o json`);
  expect(code).toBe(1);
  expect(said(stderr)).toMatch(/^✓ deployment\/a runs with it\n✗ deployment\/b {2}b-\S+: CrashLoopBackOff/m);
  const is = await floor.world();
  expect(is.secrets).toEqual(was.secrets);
  expect(is.workloads['deployment/b']).toEqual(was.workloads['deployment/b']);
  expect(is.workloads['deployment/c']).toEqual(was.workloads['deployment/c']);
  expect(is.workloads['deployment/a']?.restartedAt).toBeUndefined();
});

test('an image that is not there: the old pods stay', async () => {
  const floor = await tradingFloor([gateway()], { isAged: true });
  const { pods } = (await floor.world()).workloads['deployment/gateway'] ?? { pods: [] };
  await floor.namespace.apply(gateway({ annotations: { 'exops.test/image-error': 'true' } }));
  const was = await floor.namespace.until(async () => {
    const now = (await floor.world()).workloads['deployment/gateway']?.pods ?? [];
    return now.length === 3 ? now : undefined;
  });
  const { stdout, stderr, code } = await floor.exops(patch);
  expect(stdout).toContain('        caution: a rollout is under way: 1 of 2 pods updated\n');
  expect(said(stderr)).toMatch(
    /^✗ deployment\/gateway {2}gateway-\S+: ImagePullBackOff\n {4}Back-off pulling image "registry.test\/app:1"/m,
  );
  expect(code).toBe(1);
  expect(await floor.valueOf()).toBe(before);
  const is = (await floor.world()).workloads['deployment/gateway']?.pods ?? [];
  expect(is.filter((uid) => was.includes(uid))).toEqual(expect.arrayContaining([...pods]));
});

test('a secret of another name that is gone', async () => {
  const env = { ...fromKey.env, TOKEN: { secret: 'extras', key: 'TOKEN' } };
  const floor = await tradingFloor([secret('extras', { TOKEN: 't' }), gateway({ env })], { isAged: true });
  await floor.namespace.delete('Secret', 'extras');
  expect(await goesBack(floor)).toMatch(
    /^✗ deployment\/gateway {2}gateway-\S+: CreateContainerConfigError\n {4}secret "extras" not found$/m,
  );
});
