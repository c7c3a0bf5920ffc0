import { describe, expect, test } from 'vitest';
import { mapAtMost, usuallyAtOnce } from '../../../../src/lib/map-at-most.js';
import type { SleepSelector } from '../../../../src/lib/power/sleep-entry.js';
import { insufficientCapacity } from '../../../lab/aws/usual-faults.js';
import { failureOf, ownName } from '../../aws/opened-aws.js';
import { counted, foundBy, openPorts, until } from './opened-ports.js';

const byId = (name: string): SleepSelector => ({ kind: 'ec2', choice: { by: 'name', name } });
const byTags = (tags: Readonly<Record<string, string>>): SleepSelector => ({
  kind: 'ec2',
  choice: { by: 'tags', tags },
});

test('an instance is stopped with its record, and comes back at another address', async () => {
  const { lab, port } = openPorts();
  const name = ownName('kafka');
  const id = await lab.runInstance({
    ...{ name, transitionSeconds: 0.3, privateAddress: '10.42.0.9' },
    publicAddress: ['203.0.113.7', '203.0.113.8'],
  });
  const ec2 = port('ec2');
  const found = await foundBy(ec2, byId(id));
  expect((await until(ec2, found, 'awake')).now).toMatchObject({
    ...{ id, name: `${id} (${name})`, record: undefined, never: undefined },
    losses: [{ text: 'gives up its public address 203.0.113.7', isData: false }],
    machines: [{ service: 'ec2', type: 't3.micro', isSpot: false }],
  });
  await ec2.setRecord(found, 'v=1 state=on');
  await ec2.sleep(found);
  const asleep = await until(ec2, found, 'asleep');
  expect(asleep.states).toEqual(['falling asleep', 'asleep']);
  expect(asleep.now).toMatchObject({ record: 'v=1 state=on', losses: [], trouble: undefined });
  expect(asleep.now.since).toBeGreaterThan(Date.now() - 60_000);
  expect(asleep.now.addresses).toContain('10.42.0.9');
  expect(asleep.now.volumeIds).toHaveLength(1);

  await ec2.wake(found, undefined);
  const awake = await until(ec2, found, 'awake');
  expect(awake.states).toEqual(['waking', 'awake']);
  expect(awake.now.addresses).toContain('203.0.113.8');
  await ec2.setRecord(found, null);
  expect((await foundBy(ec2, byId(id))).record).toBeUndefined();
});

test('a start that was accepted and failed is explained', async () => {
  const { lab, port, power } = openPorts();
  const id = await lab.runInstance({ transitionSeconds: 0.2 });
  const ec2 = port('ec2');
  const found = await foundBy(ec2, byId(id));
  await until(ec2, found, 'awake');
  await ec2.sleep(found);
  await until(ec2, found, 'asleep');
  await power.instances.failNextStart(id);
  await ec2.wake(found, undefined);
  await until(ec2, found, 'waking');
  expect((await until(ec2, found, 'asleep')).now.trouble).toMatch(
    /^Client\.InternalError: Client error on launch\. .*allow kms:CreateGrant on that key/,
  );
});

test('refusals say what to do', async () => {
  const { lab, port } = openPorts();
  const ec2 = port('ec2');
  const guarded = await foundBy(ec2, byId(await lab.runInstance({ disableApiStop: true })));
  expect(await failureOf(ec2.sleep(guarded))).toMatchObject({
    code: 'OperationNotPermitted',
    hint: 'It has stop protection (disableApiStop), which exops never turns off: leave it out with skip: true.',
  });
  const id = await lab.runInstance({ transitionSeconds: 0 });
  const scarce = await foundBy(ec2, byId(id));
  await ec2.sleep(scarce);
  await until(ec2, scarce, 'asleep');
  await lab.fault(insufficientCapacity(id));
  expect(await failureOf(ec2.wake(scarce, undefined))).toMatchObject({
    code: 'InsufficientInstanceCapacity',
    hint: expect.stringMatching(/^AWS has no such machine free in that zone right now/),
  });
});

test('what must not be stopped, and what would lose data, is known', async () => {
  const { lab, port } = openPorts();
  const ec2 = port('ec2');
  const neverOf = async (request: Parameters<typeof lab.runInstance>[0]) =>
    (await foundBy(ec2, byId(await lab.runInstance(request)))).never;
  expect(await neverOf({ spot: 'one-time' })).toMatch(/^it is a one-time Spot Instance/);
  expect(await neverOf({ spot: 'persistent' })).toBeUndefined();
  expect(await neverOf({ rootDeviceType: 'instance-store' })).toMatch(
    /^its root volume is an instance store/,
  );
  expect(await neverOf({ tags: { 'exops:protected': 'true' } })).toBe(
    'it is protected by its tag exops:protected',
  );
  const withDisks = await foundBy(ec2, byId(await lab.runInstance({ instanceType: 'm5d.large' })));
  expect(withDisks.losses).toEqual([
    { text: 'loses what is on its instance store volumes (m5d.large)', isData: true },
  ]);
});

describe('requests', () => {
  test.each([5, 200])('do not grow with %i instances', async (count) => {
    const { lab, port, actions } = openPorts();
    const team = ownName('team');
    const ids = await mapAtMost(usuallyAtOnce, Array(count).fill({ team }), undefined, (tags) =>
      lab.runInstance({ tags, transitionSeconds: 0 }),
    );
    const ec2 = port('ec2');
    const found = async () => (await ec2.find([byTags({ team }), ...ids.slice(0, 3).map(byId)])).flat();
    expect(await counted(found, actions)).toEqual({ DescribeInstances: 2, DescribeInstanceTypes: 1 });
    const all = await found();
    expect(all).toHaveLength(count + 3);
    expect(await counted(() => ec2.read(all), actions)).toEqual({ DescribeInstances: 1 });
  });
});
