import { existsSync } from 'node:fs';
import { expect, inject, type onTestFinished, test, vi } from 'vitest';
import type { Call } from '../../lab/host-tools/calls.js';
import { type HostTools, type HostToolsOptions, hostTools } from '../../lab/host-tools/host-tools.js';
import { kafkaToolNames } from '../../lab/host-tools/kafka-commands.js';
import { openHost } from '../../lab/ssh/open-host.js';
import { isRunning } from '../../lab/ssh/process-state.js';
import { temporaryFolder } from '../../lab/temporary-folder.js';

async function openTools(later: typeof onTestFinished, options: HostToolsOptions): Promise<HostTools> {
  const tools = await hostTools(options);
  later(tools.remove);
  return tools;
}

const patience = { timeout: 30_000 };

function calls(tools: HostTools, tool: string, count: number): Promise<readonly Call[]> {
  return vi.waitFor(async () => {
    const seen = await tools.recorded(tool);
    expect(seen).toHaveLength(count);
    return seen;
  }, patience);
}

test.concurrent("a host's Kafka tools are real, and recorders say what they are", async ({
  expect,
  onTestFinished,
}) => {
  const place = await temporaryFolder();
  onTestFinished(place.remove);
  const tools = await openTools(onTestFinished, {
    onPath: [...kafkaToolNames('.sh'), 'curl', 'rpk'],
    inFolders: { [place.path]: ['kafka-topics'] },
    useRpk: false,
    state: { replies: { curl: { stdout: '{"status":"UP"}', status: 22, readsInput: true } } },
  });
  const [host, client] = await openHost(onTestFinished, { toolFolders: [tools.folder] });
  const bootstrap = ['--bootstrap-server', inject('kafka').bootstrap];

  const listed = await client.run(
    host,
    `kafka-topics.sh ${bootstrap.join(' ')} --describe --topic lab.absent`,
  );
  expect(listed).toMatchObject({ code: 1, stdout: expect.stringContaining("'lab.absent' does not exist") });
  expect((await tools.recorded('kafka-topics.sh'))[0]?.argv.slice(0, 3)).toEqual([
    ...bootstrap,
    '--describe',
  ]);
  expect(existsSync(`${place.path}/kafka-topics`)).toBe(true);

  const asked = await client.run(host, "curl -d @- 'a b' ''", { input: 'posted' });
  expect(asked).toEqual({
    code: 22,
    stdout: '{"status":"UP"}',
    stderr: 'curl: a recorder of the exops lab, not the program itself\n',
  });
  expect(await tools.recorded('curl')).toMatchObject([
    { argv: ['-d', '@-', 'a b', ''], stdin: Buffer.from('posted'), workingFolder: host.home },
  ]);

  await tools.setState({ replies: { rpk: { waits: true } } });
  const consuming = client.run(host, 'rpk topic consume x; exit $?');
  const [rpk] = await calls(tools, 'rpk', 1);
  await client.run(host, `kill -TERM ${rpk?.pid}`);
  expect(await consuming).toMatchObject({ code: 143 });
  expect(await tools.recorded('rpk')).toMatchObject([{ signals: ['TERM'] }]);
  expect(tools.rpkIsReal).toBe(false);
});

test.concurrent('what docker exec starts outlives the client that is told to end', async ({
  expect,
  onTestFinished,
}) => {
  const tools = await openTools(onTestFinished, {
    onPath: ['docker'],
    useRpk: false,
    state: { containers: { redpanda: { image: 'redpandadata/redpanda:v25.2.1', tools: ['rpk'] } } },
  });
  const [host, client] = await openHost(onTestFinished, { toolFolders: [tools.folder] });
  const run = (line: string, input = ''): ReturnType<typeof client.run> => client.run(host, line, { input });

  expect(await run('docker exec redpanda rpk topic list')).toMatchObject({ code: 0 });
  expect(await tools.recorded('rpk')).toMatchObject([{ argv: ['topic', 'list'] }]);
  expect(await run('rpk topic list')).toMatchObject({ code: 127 });
  const env =
    "docker exec -i -e GREETING='hi you' redpanda sh -c 'cat; echo $GREETING; echo oops >&2; exit 9'";
  expect(await run(env, 'in ')).toEqual({ code: 9, stdout: 'in hi you\n', stderr: 'oops\n' });
  expect((await run('docker exec redpanda kafka-topics.sh')).code).toBe(127);
  expect((await run('docker exec nothing true')).stderr).toContain('No such container: nothing');
  const onTerminal = await client.run(host, 'docker exec -it redpanda sh -c "tty; exit 4"', {
    options: ['-tt'],
  });
  expect(onTerminal).toMatchObject({ code: 4, stdout: expect.stringContaining('/dev/pts/') });

  await tools.setState({ replies: { rpk: { waits: true } } });
  const consuming = run('docker exec redpanda rpk topic consume x; exit $?');
  const [, inner] = await calls(tools, 'rpk', 2);
  const docker = await vi.waitFor(async () => {
    const call = (await tools.recorded('docker')).at(-1);
    expect(call?.innerPid).toBe(inner?.pid);
    return call;
  }, patience);
  await run(`kill -TERM ${docker?.pid}`);
  expect(await consuming).toMatchObject({ code: 143 });
  expect((await tools.recorded('docker')).at(-1)?.signals).toEqual(['TERM']);
  expect((await tools.recorded('rpk')).at(-1)?.signals).toEqual([]);
  expect(isRunning(inner?.pid ?? 0)).toBe(true);
  await host.stop();
  expect(isRunning(inner?.pid ?? 0)).toBe(false);
});

test.concurrent('docker lists containers and compose services, and restarts them', async ({
  expect,
  onTestFinished,
}) => {
  const compose = { project: 'ticket-queue', folder: '/opt/ticket-queue' };
  const tools = await openTools(onTestFinished, {
    onPath: ['docker', 'docker-compose', 'sudo'],
    state: {
      containers: {
        redpanda: {
          image: 'redpandadata/redpanda:v25.2.1',
          ports: '0.0.0.0:9092->9092/tcp',
          health: 'healthy',
        },
        'gateway-1': { image: 'gateway:1', compose: { ...compose, service: 'gateway' }, log: 'one\ntwo\n' },
        'worker-1': {
          image: 'worker:1',
          state: 'exited',
          compose: { ...compose, service: 'worker' },
          restart: { refused: 'Error response from daemon: no space left on device' },
        },
      },
    },
  });
  const [host, client] = await openHost(onTestFinished, { toolFolders: [tools.folder] });
  const run = (line: string): ReturnType<typeof client.run> => client.run(host, line);
  const inProject = 'docker compose --project-directory /opt/ticket-queue';

  expect((await run("docker ps --format '{{.Names}}\\t{{.Image}}\\t{{.Status}}'")).stdout).toBe(
    'gateway-1\tgateway:1\tUp 3 hours\nredpanda\tredpandadata/redpanda:v25.2.1\tUp 3 hours (healthy)\n',
  );
  expect(
    (await run("docker ps -a --filter ancestor=worker --filter status=exited --format '{{.Names}}'")).stdout,
  ).toBe('worker-1\n');
  expect((await run('docker ps --filter name=red --format "{{json .Ports}}"')).stdout).toBe(
    '"0.0.0.0:9092->9092/tcp"\n',
  );
  const services = (await run(`${inProject} ps -a --format json`)).stdout.trim().split('\n');
  expect(services.map((line) => JSON.parse(line))).toMatchObject([
    { Service: 'gateway', State: 'running', Project: 'ticket-queue' },
    { Service: 'worker', State: 'exited' },
  ]);
  expect((await run(`${inProject} logs --tail 1 gateway`)).stdout).toBe('gateway-1  | two\n');
  expect(await run(`${inProject} restart worker`)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no space left on device'),
  });
  await run(`${inProject} restart gateway`);
  expect((await run("docker inspect -f '{{.State.Status}}' gateway-1")).stdout).toBe('running\n');
  expect((await run("docker ps --filter name=gateway --format '{{.Status}}'")).stdout).toBe(
    'Up Less than a second\n',
  );

  await tools.setState({ docker: 'denied' });
  expect(await run('docker ps')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('permission denied'),
  });
  expect(await run('sudo -n docker ps -q')).toMatchObject({ code: 0 });
  expect(await run('docker swarm init')).toMatchObject({
    code: 125,
    stderr: expect.stringContaining("can't do this"),
  });
});

test.concurrent('systemctl and journalctl answer from the state, and sudo may ask', async ({
  expect,
  onTestFinished,
}) => {
  const tools = await openTools(onTestFinished, {
    onPath: ['systemctl', 'journalctl', 'sudo'],
    state: {
      units: {
        'kafka.service': { properties: { NRestarts: '2' }, journal: 'a\nb\nc\n' },
        'zookeeper.service': {
          restart: { becomes: { ActiveState: 'failed', SubState: 'failed', Result: 'exit-code' } },
        },
        'notify.service': {
          restart: {
            refused: 'Job for notify.service failed because the control process exited with error code.',
            becomes: { ActiveState: 'failed', SubState: 'failed' },
          },
        },
      },
    },
  });
  const [host, client] = await openHost(onTestFinished, { toolFolders: [tools.folder] });
  const run = (line: string): ReturnType<typeof client.run> => client.run(host, line);

  expect((await run('systemctl show -p Id,ActiveState --property=NRestarts kafka nothing')).stdout).toBe(
    'Id=kafka.service\nActiveState=active\nNRestarts=2\n\nId=nothing.service\nActiveState=inactive\nNRestarts=0\n',
  );
  expect(await run('systemctl is-active kafka nothing')).toMatchObject({
    code: 3,
    stdout: 'active\ninactive\n',
  });
  expect((await run('journalctl -u kafka -n 2 --no-pager')).stdout).toBe('b\nc\n');
  expect(await run('sudo -n systemctl restart zookeeper')).toMatchObject({ code: 0 });
  expect(await run('systemctl is-active zookeeper')).toMatchObject({ stdout: 'failed\n' });
  expect(await run('sudo systemctl restart nothing')).toMatchObject({
    code: 5,
    stderr: 'Failed to restart nothing.service: Unit nothing.service not found.\n',
  });
  expect(await run('sudo -n systemctl restart notify; systemctl is-active notify')).toMatchObject({
    stdout: 'failed\n',
    stderr: 'Job for notify.service failed because the control process exited with error code.\n',
  });
  expect(
    (await run('sudo -n systemctl restart kafka; systemctl show -p NRestarts,MainPID kafka')).stdout,
  ).toMatch(/^MainPID=(?!4242)\d+\nNRestarts=0\n$/);
  await tools.setState({ sudo: 'shields' });
  const following = run('sudo -n journalctl -u kafka -f; exit $?');
  const [, journalctl] = await calls(tools, 'journalctl', 2);
  const sudo = (await tools.recorded('sudo')).at(-1);
  await run(`kill -INT ${sudo?.pid}; kill -TERM ${sudo?.pid}`);
  expect(isRunning(journalctl?.pid ?? 0)).toBe(true);
  await run(`kill -TERM ${journalctl?.pid}`);
  expect((await following).code).not.toBe(0);
  expect((await tools.recorded('journalctl')).at(-1)?.signals).toEqual(['TERM']);
  await tools.setState({ sudo: 'missing' });
  expect(await run('sudo -n true')).toMatchObject({ code: 127, stderr: 'exops: 1: exec: sudo: not found\n' });
  await tools.setState({ sudo: 'asks' });
  expect(await run('sudo -n true')).toMatchObject({ code: 1, stderr: 'sudo: a password is required\n' });
  expect((await tools.recorded('sudo')).map(({ argv }) => argv.join(' '))).toEqual([
    '-n systemctl restart zookeeper',
    'systemctl restart nothing',
    '-n systemctl restart notify',
    '-n systemctl restart kafka',
    '-n journalctl -u kafka -f',
    '-n true',
    '-n true',
  ]);
});
