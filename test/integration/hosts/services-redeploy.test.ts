import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/lib/change/outcome.js';
import type { Plan } from '../../../src/lib/change/plan.js';
import { restartCapability } from '../../../src/lib/hosts/services/restart-capability.js';
import type { NamedService } from '../../../src/lib/hosts/services/service-state.js';
import type { Build, HostState } from '../../lab/host-tools/host-state.js';
import { never } from '../ssh/login.js';
import {
  composed,
  projectFolder,
  projectIn,
  type ServicesHost,
  servicesHost,
  unit,
} from './services-host.js';

let lab: ServicesHost;

beforeAll(async () => {
  lab = await servicesHost();
});
afterAll(() => lab.stop());

interface Redeployed {
  readonly plan: Plan;
  readonly outcomes: readonly Outcome[];
  /** Of docker, since the plan was made. */
  readonly commands: readonly (readonly string[])[];
}

/** Observes, plans, applies and verifies, as the engine would after a yes. */
async function redeploy(services: readonly NamedService[], patienceMs = 15_000): Promise<Redeployed> {
  const clock = { now: Date.now, sleep: (ms: number) => sleep(ms) };
  const capability = restartCapability(
    { session: lab.session, clock, patienceMs },
    { action: 'redeploy', host: 'dev', services, brokers: undefined },
  );
  const work = { update: () => {}, signal: never };
  const plan = capability.plan(await capability.observe(work));
  const before = (await lab.tools.recorded('docker')).length;
  const applied: Outcome[] = [];
  await capability.apply(plan, { ...work, tell: () => {}, report: (outcome) => applied.push(outcome) });
  const outcomes = await capability.verify(plan, applied, work);
  const calls = (await lab.tools.recorded('docker')).slice(before);
  return { plan, outcomes, commands: calls.map(({ argv }) => argv).filter((argv) => argv.includes('up')) };
}

/** The project with a compose file, in which builds may go otherwise than well. */
function project(folder: string, builds: Readonly<Record<string, Build>> = {}): HostState {
  const services = { gateway: {}, worker: {}, fresh: {} };
  const plans = Object.entries(builds).map(([name, build]) => [name, { build }]);
  return {
    ...projectIn(folder),
    composeFiles: { [folder]: { services: { ...services, ...Object.fromEntries(plans) } } },
    compose: 'plugin',
  };
}

async function idOf(container: string): Promise<string> {
  const remote = await lab.session.exec(`docker inspect -f '{{.Id}}' ${container}`);
  const chunks = await remote.stdio.toArray();
  return Buffer.concat(chunks).toString();
}

const failedBuild = {
  failed: `${'npm notice\n'.repeat(100)}failed to solve: process "/bin/sh -c npm ci" did not complete: exit code: 1`,
};

describe('a compose service that is redeployed', () => {
  test.each(['up', 'denied'] as const)('is built and started anew, alone, with docker %s', async (docker) => {
    const folder = await projectFolder();
    await lab.tools.setState({ ...project(folder), docker });
    const [gateway, worker] = [await idOf('app-gateway-1'), await idOf('app-worker-1')];
    const { plan, outcomes, commands } = await redeploy([composed(folder, 'gateway')]);
    expect(plan.changes).toMatchObject([
      {
        ...{ kind: 'service', name: 'gateway', action: 'change', severity: 'safe', summary: 'redeploy' },
        fields: [{ name: 'compose', before: `gateway in ${folder}`, note: 'running for 3 h 0 min' }],
      },
    ]);
    expect(outcomes).toEqual([{ kind: 'service', name: 'gateway', status: 'done' }]);
    expect(commands).toEqual([['compose', 'up', '-d', '--no-deps', '--build', 'gateway']]);
    if (docker === 'up') {
      expect(await idOf('app-gateway-1')).not.toBe(gateway);
      expect(await idOf('app-worker-1')).toBe(worker);
    }
  });

  test('is left as it runs when nothing of it has changed', async () => {
    const folder = await projectFolder();
    await lab.tools.setState(project(folder, { gateway: 'unchanged' }));
    const before = await idOf('app-gateway-1');
    const { outcomes } = await redeploy([composed(folder, 'gateway')]);
    expect(outcomes).toEqual([{ kind: 'service', name: 'gateway', status: 'done' }]);
    expect(await idOf('app-gateway-1')).toBe(before);
  });

  test('gets a container where it had none', async () => {
    const folder = await projectFolder();
    await lab.tools.setState(project(folder));
    const { plan, outcomes } = await redeploy([composed(folder, 'fresh')]);
    expect(plan.changes).toMatchObject([{ name: 'fresh', fields: [{ note: 'missing: no container' }] }]);
    expect(outcomes).toEqual([{ kind: 'service', name: 'fresh', status: 'done' }]);
  });

  test.each([
    ['runs', 'gateway', undefined],
    ['had ended', 'worker', { state: 'exited' as const }],
    ['had no container', 'fresh', undefined],
  ])('and %s is as it was when it cannot be built', async (_, name, changes) => {
    const folder = await projectFolder();
    const state = project(folder, { [name]: failedBuild });
    const worker = { ...state.containers?.['app-worker-1'], image: 'worker', ...changes };
    await lab.tools.setState({ ...state, containers: { ...state.containers, 'app-worker-1': worker } });
    const { outcomes } = await redeploy([composed(folder, name)]);
    expect(outcomes).toMatchObject([{ name, status: 'failed' }]);
    const [{ reason = '' } = {}] = outcomes;
    expect(reason).toMatch(/npm ci" did not complete: exit code: 1$/);
    expect(reason.length).toBeLessThanOrEqual(600);
  });

  test('that is not well afterwards is uncertain, with the last lines of the new container', async () => {
    const folder = await projectFolder();
    const becomes = { Status: 'Up 2 seconds (unhealthy)', Health: 'unhealthy' };
    const log = 'Starting\n\u001b[31mno route to host\u001b[0m\n';
    await lab.tools.setState(project(folder, { gateway: { becomes, log } }));
    const { outcomes } = await redeploy([composed(folder, 'gateway')], 2_000);
    expect(outcomes).toEqual([
      {
        ...{ kind: 'service', name: 'gateway', status: 'unknown' },
        reason: [
          'redeployed, but after 2.0 s it runs, but its health check says: unhealthy',
          'the last lines of its log:',
          'gateway-1  | Starting',
          'gateway-1  | no route to host',
        ].join('\n'),
      },
    ]);
  });

  test.each([
    [
      { State: 'exited', Status: 'Exited (1) 1 second ago', ExitCode: '1' },
      'redeployed, but it ended: Exited (1) 1 second ago',
    ],
    [
      { State: 'restarting', Status: 'Restarting (137) 1 second ago', ExitCode: '137', RestartCount: '5' },
      'redeployed, but it keeps ending (started again 5 times): Restarting (137) 1 second ago',
    ],
  ])('that does not stay up is not waited for: %j', async (becomes, reason) => {
    const folder = await projectFolder();
    await lab.tools.setState(project(folder, { worker: { becomes } }));
    const { outcomes } = await redeploy([composed(folder, 'worker')], 600_000);
    expect(outcomes).toEqual([{ kind: 'service', name: 'worker', status: 'unknown', reason }]);
  });

  test('does not keep the next one from being redeployed', async () => {
    const folder = await projectFolder();
    await lab.tools.setState(project(folder, { worker: failedBuild }));
    const { outcomes, commands } = await redeploy([composed(folder, 'worker'), composed(folder, 'gateway')]);
    expect(outcomes.map(({ name, status }) => [name, status])).toEqual([
      ['worker', 'failed'],
      ['gateway', 'done'],
    ]);
    expect(commands.map((argv) => argv.at(-1))).toEqual(['worker', 'gateway']);
  });

  test('may be all of a project', async () => {
    const folder = await projectFolder();
    await lab.tools.setState(project(folder));
    const { plan, outcomes, commands } = await redeploy([composed(folder)]);
    expect(plan.changes).toMatchObject([{ fields: [{ before: `all services in ${folder}` }] }]);
    expect(outcomes).toEqual([{ kind: 'service', name: 'app', status: 'done' }]);
    expect(commands).toEqual([['compose', 'up', '-d', '--build']]);
  });
});

describe('what cannot be redeployed is refused before anything is done', () => {
  async function refusalOf(service: NamedService): Promise<string | undefined> {
    const { plan, outcomes, commands } = await redeploy([service]);
    expect([plan.changes, outcomes, commands]).toEqual([[], [], []]);
    return plan.refusals[0]?.reason;
  }

  test('a service that the compose file does not have', async () => {
    const folder = await projectFolder();
    await lab.tools.setState(project(folder));
    expect(await refusalOf(composed(folder, 'gatway'))).toBe(
      `the compose file in ${folder} has no service "gatway" (did you mean "gateway"?)`,
    );
  });

  test('a project of which compose cannot read the file', async () => {
    const folder = await projectFolder();
    const problem = 'yaml: line 3: mapping values are not allowed in this context';
    await lab.tools.setState({ ...project(folder), composeFiles: { [folder]: { services: {}, problem } } });
    expect(await refusalOf(composed(folder, 'gateway'))).toBe(
      `docker compose can't read the project: ${problem}`,
    );
  });

  test('a host without compose', async () => {
    const folder = await projectFolder();
    await lab.tools.setState({ ...project(folder), compose: 'standalone' });
    expect(await refusalOf(composed(folder, 'gateway'))).toBe(
      'neither docker compose nor docker-compose is installed there',
    );
  });

  test('a unit', async () => {
    await lab.tools.setState({ units: { 'gateway.service': {} } });
    expect(await refusalOf(unit('gateway'))).toBe(
      'it is a systemd unit: exops does not know how its program gets to the host. Put the new version there, then restart it',
    );
  });
});
