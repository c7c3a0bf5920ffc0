import { expect, test } from 'vitest';
import { statefulSet } from '../../lab/kubernetes/objects.js';
import { after, fromKey, patch, tradingFloor } from './trading-floor.js';

test('a StatefulSet whose pods lost their broker follows, though its controller would wait for them for ever', async () => {
  const floor = await tradingFloor(
    [
      statefulSet({
        name: 'ledger',
        replicas: 2,
        ...fromKey,
        annotations: { 'exops.test/probe': `match:^${after.replaceAll('.', '\\.')}` },
      }),
    ],
    { isUnready: true },
  );
  const isRunning = '--for=jsonpath={.status.phase}=Running';
  await expect
    .poll(
      () =>
        floor.namespace.kubectl(['wait', isRunning, 'pod/ledger-0', '--timeout=5s']).then(
          () => true,
          () => false,
        ),
      { timeout: 15_000 },
    )
    .toBe(true);
  const run = await floor.exops(`${patch} --wait 30s`);
  expect(run).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('✓ statefulset/ledger runs with it\n'),
  });
  await floor.namespace.rolledOut('statefulset/ledger');
});
