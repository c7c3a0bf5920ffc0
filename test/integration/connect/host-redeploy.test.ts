import { describe, expect, test } from 'vitest';
import type { Build } from '../../lab/host-tools/host-state.js';
import { projectFolder, projectIn } from '../hosts/services-host.js';
import { servicesPlace, told } from './host-services.js';

const place = servicesPlace();

const target = () => `dev · 123456789012 ap-northeast-2 · kafka (${place.host.instanceId}) · 127.0.0.1\n`;

/** A project with `gateway`, `worker` and, without a container so far, `fresh`; and a unit `web`. */
async function opened(builds: Readonly<Record<string, Build>> = {}, ...blocks: readonly string[]) {
  const folder = await projectFolder();
  const names = ['gateway', 'worker', 'fresh'];
  const services = Object.fromEntries(
    names.map((name) => {
      const build = builds[name];
      return [name, build === undefined ? {} : { build }];
    }),
  );
  await place.setState({
    ...projectIn(folder),
    units: { 'redeploy-web.service': {} },
    composeFiles: { [folder]: { services } },
  });
  const health = `health: "${place.health(200)}"`;
  const of = (service: string) =>
    `${service}: { compose: ${JSON.stringify(folder)}, ${service === 'gateway' ? '' : `${health}, `}service: ${service} }`;
  const known = [...[...names, 'wrker'].map(of), 'web: { systemd: redeploy-web }'].join(', ');
  const already = (await ups()).length;
  return {
    ...(await place.laptop(known, ...blocks)),
    folder,
    /** The services that were built since, in their order. */
    redeployed: async () => (await ups()).slice(already).map(({ argv }) => argv.slice(2).join(' ')),
  };
}

async function ups() {
  return (await place.tools.recorded('docker')).filter(({ argv }) => argv[1] === 'up');
}

const planOf = (service: string, folder: string, note: string) =>
  `  ~ ${service}  redeploy\n      compose  ${service} in ${folder}  ${note}\n\nPlan: 1 to change.\n`;

describe('host redeploy', () => {
  test.each([
    ['--dry-run', 0],
    ['--check', 3],
  ])('with %s builds nothing', async (flag, code) => {
    const { exops, folder, redeployed } = await opened();
    const planned = await exops(`host redeploy gateway ${flag}`);
    expect(planned).toMatchObject({ code, stdout: planOf('gateway', folder, 'running for 3 h 0 min') });
    expect(told(planned)).toBe(target());
    expect(await redeployed()).toEqual([]);
  });

  test('builds what is named, in that order and each alone', async () => {
    const { exops, redeployed } = await opened();
    const done = await exops('host redeploy worker gateway', { tty: true, answers: ['yes'] });
    expect(done).toMatchObject({ code: 0, questions: ['Apply to dev? [y/N] '] });
    expect(told(done)).toBe(`${target()}✓ 2 changed, verified in … s\n`);
    expect(await redeployed()).toEqual(['-d --no-deps --build worker', '-d --no-deps --build gateway']);
    expect((await exops('host status')).stdout).toMatch(
      /^gateway\trunning\t\d+ s\tok\t\nworker\trunning\t\d+ s\tok\t\n/,
    );
  });

  test('makes a container where there was none', async () => {
    const { exops, folder } = await opened();
    const restart = await exops('host restart fresh --yes');
    expect(restart).toMatchObject({
      code: 1,
      stdout:
        '  ! fresh  refused\n        there is no container. Create one: exops host redeploy fresh\n\nPlan: 1 refused.\n',
    });
    const done = await exops('host redeploy fresh --yes');
    expect(done).toMatchObject({ code: 0, stdout: planOf('fresh', folder, 'missing: no container') });
    expect((await exops('host status')).stdout).toMatch(/^fresh\trunning\t\d+ s\tok\t$/m);
  });

  test('that cannot build says why, and what runs goes on: exit 1', async () => {
    const words = 'failed to solve: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1';
    const { exops } = await opened({ gateway: { failed: words } });
    const failed = await exops('host redeploy gateway --yes');
    expect(failed.code).toBe(1);
    expect(told(failed)).toContain(`${words}\n✗ 1 failed, verified in … s\n  Put right what was refused`);
    expect((await exops('host status')).stdout).toContain('gateway\trunning\t3 h 0 min\tok\t\n');
  });

  test('that leaves it ill is partly applied: exit 5, with the last lines of its log', async () => {
    const becomes = { Status: 'Up 2 seconds (unhealthy)', Health: 'unhealthy' };
    const { exops } = await opened({ gateway: { becomes, log: 'Starting\nno route to host\n' } });
    const ill = await exops('host redeploy gateway worker --yes --timeout 2s');
    expect(ill.code).toBe(5);
    expect(told(ill)).toContain(
      [
        '? gateway: redeployed, but after 2.0 s it runs, but its health check says: unhealthy',
        '    the last lines of its log:',
        '    gateway-1  | Starting',
        '    gateway-1  | no route to host',
        '✗ 1 changed, 1 uncertain, verified in … s\n',
      ].join('\n'),
    );
  });

  test('is a document for programs', async () => {
    const { exops, folder } = await opened();
    const { code, stdout } = await exops('host redeploy gateway --yes -o json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      schema: 'exops.change/v1',
      target: { environment: 'dev', host: 'kafka', instance: place.host.instanceId },
      plan: {
        changes: [
          {
            ...{ kind: 'service', name: 'gateway', action: 'change', severity: 'safe', summary: 'redeploy' },
            cautions: [],
            fields: [
              {
                name: 'compose',
                ...{ before: `gateway in ${folder}`, after: `gateway in ${folder}` },
                note: 'running for 3 h 0 min',
              },
            ],
          },
        ],
        ...{ refusals: [], notices: [], unchanged: 0 },
      },
      outcomes: [{ kind: 'service', name: 'gateway', status: 'done' }],
      exitCode: 0,
    });
  });

  test('refuses a unit, and what the compose file does not have: exit 1', async () => {
    const { exops, folder, redeployed } = await opened();
    expect(await exops('host redeploy web wrker --yes')).toMatchObject({
      code: 1,
      stdout: [
        '  ! web    refused',
        '        it is a systemd unit: exops does not know how its program gets to the host. Put the new version there, then restart it',
        '  ! wrker  refused',
        `        the compose file in ${folder} has no service "wrker" (did you mean "worker"?)`,
        '',
        'Plan: 2 refused.',
        '',
      ].join('\n'),
    });
    expect(await redeployed()).toEqual([]);
  });

  test('needs its name in a protected environment', async () => {
    const { exops, redeployed } = await opened({}, 'protected: true');
    expect((await exops('host redeploy gateway --yes')).code).toBe(2);
    expect(await redeployed()).toEqual([]);
    expect((await exops('host redeploy gateway --confirm gateway')).code).toBe(0);
  });
});
