import { type onTestFinished, test } from 'vitest';
import { type HostTools, type HostToolsOptions, hostTools } from '../../lab/host-tools/host-tools.js';
import { openHost } from '../../lab/ssh/open-host.js';

async function openTools(later: typeof onTestFinished, options: HostToolsOptions): Promise<HostTools> {
  const tools = await hostTools(options);
  later(tools.remove);
  return tools;
}

test.concurrent('docker inspects several containers, and lists those with all the labels', async ({
  expect,
  onTestFinished,
}) => {
  const compose = { project: 'app', folder: '/opt/app' };
  const tools = await openTools(onTestFinished, {
    onPath: ['docker'],
    state: {
      containers: {
        'app-gateway-1': {
          image: 'gateway',
          health: 'healthy',
          compose: { ...compose, service: 'gateway' },
          inspection: { StartedAt: '2026-11-20T19:05:11.5Z', RestartCount: '2' },
        },
        'app-worker-1': {
          image: 'worker',
          state: 'exited',
          compose: { ...compose, service: 'worker' },
          inspection: { FinishedAt: '2026-11-20T20:05:11Z', ExitCode: '137', OOMKilled: 'true' },
        },
        other: { image: 'other', labels: { 'com.docker.compose.service': 'gateway' } },
      },
    },
  });
  const [host, client] = await openHost(onTestFinished, { toolFolders: [tools.folder] });
  const run = (line: string): ReturnType<typeof client.run> => client.run(host, line);
  const format =
    '{{.Name}} {{.State.Status}} {{.State.FinishedAt}} {{.RestartCount}} {{.State.ExitCode}} {{.State.OOMKilled}}';

  expect(await run(`docker inspect --format '${format}' app-gateway-1 nothing app-worker-1`)).toEqual({
    code: 1,
    stdout:
      '/app-gateway-1 running 0001-01-01T00:00:00Z 2 0 false\n/app-worker-1 exited 2026-11-20T20:05:11Z 0 137 true\n',
    stderr: 'Error: No such object: nothing\n',
  });
  const state = await run("docker inspect -f '{{json .State}}' app-gateway-1");
  expect(JSON.parse(state.stdout)).toMatchObject({
    ...{ Status: 'running', Running: true, Paused: false, ExitCode: 0, OOMKilled: false },
    ...{ StartedAt: '2026-11-20T19:05:11.5Z', Health: { Status: 'healthy' } },
  });
  expect((await run("docker inspect -f '{{.State.Health.Status}}' app-worker-1")).code).toBe(64);

  const ids = (await run('docker ps -aq --no-trunc --filter label=com.docker.compose.project=app')).stdout;
  expect(ids).toMatch(/^[0-9a-f]{64}\n[0-9a-f]{64}\n$/);
  expect((await run('docker ps -aq --filter label=com.docker.compose.project=app')).stdout).toBe(
    ids.replaceAll(/^(.{12}).*$/gm, '$1'),
  );
  const gateways = '--filter label=com.docker.compose.service=gateway';
  const inProject = '--filter label=com.docker.compose.project.working_dir=/opt/app';
  expect((await run(`docker ps -a ${gateways} --format '{{.Names}}'`)).stdout).toBe('app-gateway-1\nother\n');
  expect((await run(`docker ps -a ${gateways} ${inProject} --format '{{.Names}}'`)).stdout).toBe(
    'app-gateway-1\n',
  );
  const [listed] = (await run(`docker ps ${inProject} --format '{{json .}}'`)).stdout.trim().split('\n');
  expect(JSON.parse(listed ?? '')).not.toHaveProperty('ExitCode');
});

test.concurrent('docker compose builds services and starts them anew, or says why not', async ({
  expect,
  onTestFinished,
}) => {
  const folder = '/opt/app';
  const compose = { project: 'app', folder };
  const service = (name: string) => ({ image: name, compose: { ...compose, service: name }, log: 'old\n' });
  const tools = await openTools(onTestFinished, {
    onPath: ['docker', 'docker-compose'],
    state: {
      containers: {
        'app-gateway-1': service('gateway'),
        'app-worker-1': service('worker'),
        'app-same-1': service('same'),
        'app-ill-1': service('ill'),
        'app-orphan-1': service('orphan'),
      },
      composeFiles: {
        [folder]: {
          services: {
            gateway: {},
            worker: { build: { failed: 'failed to solve: process "/bin/sh -c false": exit code: 1' } },
            same: { build: 'unchanged' },
            ill: {
              build: {
                becomes: { Status: 'Up 5 seconds (unhealthy)', Health: 'unhealthy' },
                log: 'no route to host\n',
              },
            },
            fresh: {},
          },
        },
        '/opt/broken': {
          services: {},
          problem: 'yaml: line 3: mapping values are not allowed in this context',
        },
      },
    },
  });
  const [host, client] = await openHost(onTestFinished, { toolFolders: [tools.folder] });
  const run = (line: string): ReturnType<typeof client.run> => client.run(host, line);
  const inProject = `docker compose --project-directory ${folder}`;
  const up = (name: string) => run(`${inProject} up -d --no-deps --build ${name}`);
  const ids = async (name: string) => (await run(`docker inspect -f '{{.Id}}' app-${name}-1`)).stdout;

  expect(await run(`${inProject} config --services`)).toMatchObject({
    code: 0,
    stdout: 'gateway\nworker\nsame\nill\nfresh\n',
  });
  expect(await run('docker compose --project-directory /opt/broken ps')).toMatchObject({
    code: 15,
    stderr: 'yaml: line 3: mapping values are not allowed in this context\n',
  });

  const [gateway, worker, same] = await Promise.all(['gateway', 'worker', 'same'].map(ids));
  expect(await up('gateway')).toMatchObject({
    code: 0,
    stderr: expect.stringContaining(
      ' Container app-gateway-1  Recreated\n Container app-gateway-1  Started\n',
    ),
  });
  expect(await ids('gateway')).not.toBe(gateway);
  expect((await run(`${inProject} logs gateway`)).stdout).toBe('');
  expect(await up('worker')).toMatchObject({
    code: 17,
    stderr: expect.stringContaining('failed to solve: process "/bin/sh -c false": exit code: 1\n'),
  });
  expect(await ids('worker')).toBe(worker);
  expect(await up('same')).toMatchObject({
    stderr: expect.stringContaining(' Container app-same-1  Running\n'),
  });
  expect(await ids('same')).toBe(same);
  expect((await up('ill')).code).toBe(0);
  expect(await run("docker inspect -f '{{.State.Status}} {{.State.Health.Status}}' app-ill-1")).toMatchObject(
    {
      stdout: 'running unhealthy\n',
    },
  );
  expect((await run(`${inProject} logs ill`)).stdout).toBe('ill-1  | no route to host\n');
  expect((await up('fresh')).code).toBe(0);
  expect((await run(`docker-compose --project-directory ${folder} ps --services`)).stdout).toContain(
    'fresh\n',
  );
  for (const unknown of ['orphan', 'nothing'])
    expect(await up(unknown)).toMatchObject({ code: 1, stderr: `no such service: ${unknown}\n` });

  await tools.setState({ compose: 'standalone', composeJson: 'none', docker: 'down' });
  expect(await run('docker compose version')).toMatchObject({ code: 1, stdout: '' });
  expect(await run('docker-compose version')).toMatchObject({ code: 0 });
  expect(await run(`docker-compose --project-directory ${folder} config --services`)).toMatchObject({
    code: 0,
  });
  await tools.setState({ docker: 'up' });
  expect(await run(`docker-compose --project-directory ${folder} ps --format json`)).toMatchObject({
    code: 1,
  });
});
