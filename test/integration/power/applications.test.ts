import { expect, inject, test } from 'vitest';
import type { WorkloadObject } from '../../../src/lib/k8s/objects.js';
import { joinAws } from '../../lab/aws/aws-lab.js';
import { pair, type TradingFloor, tradingFloor } from '../bootstrap/trading-floor.js';

const wakesTo = '10.0.12.31:9092';

async function floorAtNight() {
  const lab = joinAws(inject('aws'));
  const instance = await lab.runInstance({ transitionSeconds: 0.2 });
  const floor = await tradingFloor(pair, {
    environment: {
      aws: { accountId: '123456789012' },
      cluster: { brokers: [wakesTo] },
      sleep: [
        { kubernetesWorkload: 'deployment/gateway' },
        { kubernetesWorkload: 'statefulset/ledger' },
        { ec2Instance: instance },
      ],
    },
  });
  return { lab, instance, floor, exops: (line: string) => floor.exops(line, { env: lab.env }) };
}

async function workload(floor: TradingFloor, name: string): Promise<WorkloadObject> {
  return JSON.parse(await floor.namespace.kubectl(['get', name, '-o', 'json'])) as WorkloadObject;
}

const names = ['deployment/gateway', 'statefulset/ledger'] as const;
const annotation = 'exops/sleep';

test('applications sleep before the broker, wake after it, and are told its address', async () => {
  const { lab, instance, floor, exops } = await floorAtNight();
  const slept = await exops('dev sleep --no-kafka --yes');
  expect(slept.code, slept.stderr).toBe(0);
  expect(slept.stderr).toMatch(/^dev · 123456789012 ap-northeast-2 · context lab · namespace bootstrap-/);
  for (const name of names) {
    const { spec, metadata } = await workload(floor, name);
    expect([name, spec?.replicas]).toEqual([name, 0]);
    expect(metadata?.annotations?.[annotation]).toMatch(/^v=1 desired=2 by=tester at=/);
  }
  expect((await lab.describeInstance(instance)).state).toBe('stopped');

  const woken = await exops('dev wake --no-kafka --yes --patch-bootstrap');
  expect(woken.code, woken.stderr).toBe(0);
  for (const name of names) {
    const { spec, metadata } = await workload(floor, name);
    expect([name, spec?.replicas, metadata?.annotations?.[annotation]]).toEqual([name, 2, undefined]);
  }
  expect(await floor.valueOf()).toBe(wakesTo);
  const again = await exops('dev wake --no-kafka --yes --patch-bootstrap');
  expect([again.code, again.stdout.split('\n').filter((line) => line.startsWith('Nothing'))]).toEqual([
    0,
    ['Nothing to do: 3 resources awake.', expect.stringContaining('Nothing to do')],
  ]);
});
