import { expect, test } from 'vitest';
import { planPatch } from '../../../src/lib/bootstrap/plan-patch.js';
import { roleHintWith, withRoleHint } from '../../../src/lib/bootstrap/role-hint.js';
import { consumerOf, observed, observedSecret, workloadOf } from './observed.js';

test('each refusal for want of a right gets the whole command, and no other is touched', () => {
  const wish = {
    ...{ value: '10.0.12.31:9092', createKey: false, ignoreOwner: false, restart: false, declared: [] },
    ...{ skip: ['deployment/none'], restartCommand: 'exops k8s patch-bootstrap --restart' },
  };
  const plan = planPatch(
    wish,
    observed({
      secrets: [observedSecret()],
      refusedRights: [{ verb: 'patch', group: 'apps', resource: 'deployments' }],
      consumers: [consumerOf(workloadOf('a'))],
    }),
  );
  const led = withRoleHint(plan, roleHintWith("exops k8s rbac --config 'a $& b'"));
  expect(led.refusals.map(({ reason }) => reason)).toEqual([
    "you may not restart it and see how that ends (the right: patch deployments). exops k8s rbac --config 'a $& b' prints the Role that it takes. --skip deployment/a leaves it as it is",
    plan.refusals[1]?.reason,
  ]);
  expect({ ...led, refusals: [] }).toEqual({ ...plan, refusals: [] });
});
