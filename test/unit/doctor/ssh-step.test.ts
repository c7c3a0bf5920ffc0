import { expect, test } from 'vitest';
import { environmentSettings } from '../../../src/lib/config/environment-settings.js';
import type { FoundInstances } from '../../../src/lib/doctor/aws/instance-step.js';
import { configurationStep } from '../../../src/lib/doctor/configuration-step.js';
import type { DoctorDeps } from '../../../src/lib/doctor/doctor-deps.js';
import type { Layer, Outcome } from '../../../src/lib/doctor/model.js';
import { runSteps } from '../../../src/lib/doctor/run-steps.js';
import { sshStep } from '../../../src/lib/doctor/ssh/ssh-step.js';
import { broken, lacking, ok, step } from '../../../src/lib/doctor/step.js';
import { exopsFolder, exopsYaml } from '../config/exops-folder.js';
import { stillClock } from './still-clock.js';

const running: FoundInstances = { hosts: new Map(), way: [] };

const ofInstances = (outcome: Outcome<unknown>) => {
  const account = step({ layer: 'account', tries: '', run: async () => outcome });
  return step({
    ...{ layer: 'instance', tries: '', after: [account] },
    run: async () => ok('running', running),
  });
};

/** SSH's step and one of TCP after it, of an environment whose account came to this. */
async function looked(environment: string, instance: ReturnType<typeof ofInstances>) {
  const { input } = await exopsFolder({ 'exops.yaml': exopsYaml({ dev: environment }) });
  const deps = {
    configuration: () => environmentSettings(input({ needs: { kind: 'everything' } })),
    commandLine: (command: string) => `exops ${command}`,
    timeoutMs: undefined,
  } as Partial<DoctorDeps> as DoctorDeps;
  const configuration = configurationStep(deps);
  const settings = step({ layer: 'settings', tries: '', run: async () => ok('resolved', {} as never) });
  const ssh = sshStep(deps, { configuration, settings, instance });
  const tcp = step({ layer: 'tcp', tries: '', after: [ssh], run: async () => ok('open', 1) });
  const all = await runSteps([tcp], { clock: stillClock, signal: new AbortController().signal });
  return (layer: Layer) => {
    const { status, because } = all.find((one) => one.layer === layer) ?? {};
    return [status, because];
  };
}

const noCredentials = broken({ saw: 'There are no AWS credentials.', problem: 'aws-credentials-refused' });
const direct = '{ cluster: { brokers: "b-1.example:9098", auth: { mechanism: iam } } }';
const through =
  '{ hosts: { bastion: { instance: i-0123456789abcdef0 } }, cluster: { brokers: "b:9092", via: bastion } }';

test('without credentials brokers that are reached directly are looked at', async () => {
  const of = await looked(direct, ofInstances(noCredentials));
  expect(of('instance')).toEqual(['not reached', 'account']);
  expect(of('ssh')).toEqual(['skipped', 'no host is on the way']);
  expect(of('tcp')).toEqual(['ok', undefined]);
});

test('without credentials nothing goes through a host', async () => {
  const of = await looked(through, ofInstances(noCredentials));
  expect(of('ssh')).toEqual(['not reached', 'instance']);
  expect(of('tcp')).toEqual(['not reached', 'instance']);
});

test.each([
  ['is broken', broken({ saw: 'kafka is stopped', problem: 'host-asleep' })],
  ['lacks what it needs', lacking('settings')],
])('an instance that %s is in the way', async (_, outcome) => {
  const instance = step({ layer: 'instance', tries: '', run: async () => outcome as Outcome<never> });
  const of = await looked(through, instance);
  expect(of('ssh')).toEqual(['not reached', 'instance']);
});
