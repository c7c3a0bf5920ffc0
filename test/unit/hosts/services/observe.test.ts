import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { observeServices, probesFor } from '../../../../src/lib/hosts/services/observe.js';
import { outputOf } from '../../../../src/lib/hosts/services/remote-output.js';
import { compose, systemd } from './builders.js';
import { type LocalHost, localHost } from './local-host.js';

const id = 'ab12'.repeat(16);
const systemctl = `
call "$@"
shift 4
case $1 in
  kafka) printf '%s\\n' LoadState=loaded ActiveState=active SubState=running MainPID=7 NRestarts=2 \\
    "ActiveEnterTimestamp=Sat 2026-11-21 08:00:00 UTC" ;;
  *) printf '%s\\n' LoadState=not-found ActiveState=inactive SubState=dead ;;
esac`;
const row = `'{"ID":"${id.slice(0, 12)}","Name":"app-gateway-1","Service":"gateway","State":"running","Status":"Up 3 hours"}'`;
const docker = `
call "$(pwd) $*"
case "$*" in
  'ps -q' | 'compose version') ;;
  'compose ps -a --format json') echo 'WARN the attribute version is obsolete' >&2; echo ${row} ;;
  'compose config --services') printf '%s\\n' gateway worker ;;
  inspect*) echo '${id} running 2026-11-21T08:00:00Z 0001-01-01T00:00:00Z 1 0 false' ;;
  *) echo "unknown: $*" >&2; exit 1 ;;
esac`;
const date = 'echo 1795255200'; // 2026-11-21T10:00:00Z

function only<Item>(items: readonly Item[]): Item {
  const [first] = items;
  if (first === undefined || items.length !== 1) throw new Error(`${items.length} items`);
  return first;
}

const observe = (host: LocalHost, ...services: Parameters<typeof observeServices>[1]) =>
  observeServices(host.session, services);

test('everything of a host in one command', async () => {
  const host = await localHost({ systemctl, docker, date });
  const gateway = compose('gateway', { folder: host.folder });
  const observed = await observe(host, systemd('broker', 'kafka'), gateway, systemd('nothing'));
  expect(observed.hostTimeMs).toBe(Date.UTC(2026, 10, 21, 10));
  expect(observed.services).toMatchObject([
    { name: 'broker', kind: 'systemd', state: 'running', uptimeMs: 7_200_000, restarts: 2 },
    {
      name: 'gateway',
      kind: 'compose',
      state: 'running',
      uptimeMs: 7_200_000,
      restarts: 1,
      problem: undefined,
    },
    { name: 'nothing', kind: 'systemd', state: 'missing', uptimeMs: undefined },
  ]);
  expect((await host.calls()).filter((line) => line.startsWith('systemctl')).sort()).toEqual([
    expect.stringMatching(/^systemctl show -p LoadState,[A-Za-z,]+ -- kafka$/),
    expect.stringMatching(/ -- nothing$/),
  ]);
});

test('a service that does not run has no uptime', async () => {
  const failed =
    "printf '%s\\n' LoadState=loaded ActiveState=failed SubState=failed 'InactiveEnterTimestamp=Sat 2026-11-21 08:00:00 UTC'";
  const host = await localHost({ systemctl: failed, date });
  expect((await observe(host, systemd('kafka'))).services).toMatchObject([
    { state: 'failed', uptimeMs: undefined, sinceMs: Date.UTC(2026, 10, 21, 8) },
  ]);
});

test('each question is asked once, docker last', () => {
  const url = 'http://localhost:8080/';
  const services = [
    compose('a', { health: url }),
    compose('b', { health: url }),
    systemd('c', 'x'),
    systemd('d', 'x'),
  ];
  expect(probesFor(services, true)).toEqual([
    { ask: 'unit', target: 'x' },
    { ask: 'health', target: url },
    { ask: 'project', target: '/opt/app', withDeclared: true },
  ]);
});

describe('docker', () => {
  const gatewayOf = (host: LocalHost) => compose('gateway', { folder: host.folder });

  test('is asked in the folder, and its warnings are no containers', async () => {
    const host = await localHost({ docker });
    expect(only((await observe(host, gatewayOf(host))).services)).toMatchObject({
      state: 'running',
      detail: 'Up 3 hours',
    });
    expect(await host.calls()).toContain(`docker ${host.folder} compose ps -a --format json`);
  });

  test('is asked for what the compose file declares where that is wanted', async () => {
    const host = await localHost({ docker });
    const { services } = await observeServices(host.session, [gatewayOf(host)], { withDeclared: true });
    expect(only(services).declared).toEqual(['gateway', 'worker']);
  });

  const denied = `
    if [ -z "$AS_ROOT" ]; then
      echo 'permission denied while trying to connect to the docker API at unix:///var/run/docker.sock' >&2
      exit 1
    fi`;
  const sudo = 'call "$@"; [ "$1" = -n ] || exit 9; shift; AS_ROOT=yes exec "$@"';
  const user = '[ "$1" != -u ] || echo 1000; [ "$1" != -Gn ] || echo users';
  // biome-ignore lint/suspicious/noTemplateCurlyInString: of the shell
  const sudoed = 'AS_ROOT=${AS_ROOT:-}; export AS_ROOT';

  test('is asked through sudo when it denies permission', async () => {
    const host = await localHost({ docker: `${sudoed}\n${denied}\n${docker}`, sudo, id: user });
    expect(only((await observe(host, gatewayOf(host))).services).state).toBe('running');
  });

  test('is not known of where sudo wants a password', async () => {
    const asks = 'echo "sudo: a password is required" >&2; exit 1';
    const host = await localHost({ docker: `${denied}\n${docker}`, sudo: asks, id: user });
    expect(only((await observe(host, gatewayOf(host))).services)).toMatchObject({
      state: 'unknown',
      detail: 'sudo: a password is required',
      isDenied: true,
    });
  });

  test('in a folder that only root may enter is asked as root', async () => {
    const opening = `case "$*" in '-n sh -c '*) mkdir -p "$LAB/closed" ;; esac\n${sudo}`;
    const host = await localHost({ docker: `${sudoed}\n${denied}\n${docker}`, sudo: opening, id: user });
    const { services } = await observe(host, compose('gateway', { folder: `${host.folder}/closed` }));
    expect(only(services).state).toBe('running');
    expect(await host.calls()).toContainEqual(expect.stringMatching(/^sudo -n sh -c cd .* sh \/.*\/closed /));
  });

  test('that does not run says so', async () => {
    const host = await localHost({ docker: 'echo "Cannot connect to the Docker daemon" >&2; exit 1' });
    expect(only((await observe(host, gatewayOf(host))).services)).toMatchObject({
      state: 'unknown',
      detail: 'Cannot connect to the Docker daemon',
    });
  });

  test('that is not installed is not found', async () => {
    const host = await localHost();
    const state = only((await observe(host, gatewayOf(host))).services);
    expect(state).toMatchObject({ state: 'unknown', detail: expect.stringContaining('docker') });
  });

  const byLabel = `
    call "$*"
    case "$*" in
      'ps -q') ;;
      'ps -a '*) echo '{"ID":"${id}","Names":"app_gateway_1","Labels":"com.docker.compose.service=gateway","Status":"Up 2 days","State":"running"}' ;;
      inspect*) echo '${id} running 2026-11-21T08:00:00Z 0001-01-01T00:00:00Z 0 0 false' ;;
      *) echo "docker: '$1' is not a docker command." >&2; exit 1 ;;
    esac`;

  test('without compose tells of containers by their labels', async () => {
    const host = await localHost({ docker: byLabel });
    expect(only((await observe(host, gatewayOf(host))).services)).toMatchObject({
      state: 'running',
      restarts: 0,
      problem: 'neither docker compose nor docker-compose is installed there',
    });
    expect(await host.calls()).toContainEqual(
      expect.stringContaining(`--filter label=com.docker.compose.project.working_dir=${host.folder} `),
    );
  });

  test('with an old docker-compose, too, which is good for all else', async () => {
    const old = 'case "$*" in *--format*) echo "Usage: ps [options]" >&2; exit 1 ;; esac';
    const host = await localHost({ docker: byLabel, 'docker-compose': old });
    expect(only((await observe(host, gatewayOf(host))).services)).toMatchObject({
      state: 'running',
      problem: undefined,
    });
  });

  test('with a compose file that has a mistake tells what it is', async () => {
    const broken = 'echo "yaml: line 3: mapping values are not allowed" >&2; exit 15';
    const host = await localHost({ docker: byLabel, 'docker-compose': broken });
    expect(only((await observe(host, gatewayOf(host))).services)).toMatchObject({
      state: 'running',
      problem: "docker compose can't read the project: yaml: line 3: mapping values are not allowed",
    });
  });

  test('that hangs is given up, and hides nothing else', async () => {
    // Stands in for six seconds.
    const timeout = 'shift; case "$*" in docker*) exit 124 ;; esac; exec "$@"';
    const host = await localHost({ systemctl, docker, timeout });
    expect((await observe(host, gatewayOf(host), systemd('kafka'))).services).toMatchObject([
      { state: 'unknown', detail: 'docker does not answer' },
      { state: 'running' },
    ]);
  });
});

describe('a health check', () => {
  const checking = async (status: number): Promise<string> => {
    const server = createServer((_, response) => response.writeHead(status).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/health?a={b}&c=[d]`;
  };

  const tools = ['curl', 'wget'].filter((tool) => existsSync(`/usr/bin/${tool}`));
  test.each(tools)('by %s', async (tool) => {
    const [well, ill] = [await checking(200), await checking(503)];
    const host = await localHost({ systemctl, [tool]: `exec /usr/bin/${tool} "$@"` });
    const closed = 'http://127.0.0.1:1/';
    const all = [well, ill, closed].map((url, index) => systemd(`s${index}`, 'kafka', url));
    const healths = (await observe(host, ...all)).services.map(({ health }) => health);
    expect(healths).toEqual(['ok', 'HTTP 503', expect.stringMatching(/^no answer: .+/)]);
  });

  test('needs one of them', async () => {
    const host = await localHost({ systemctl });
    const { services } = await observe(host, systemd('a', 'kafka', 'http://localhost/'));
    expect(only(services).health).toBe('not checked: neither curl nor wget is on the host');
  });
});

test('a container that is not healthy outweighs a URL that answers, and the other way round', async () => {
  const ill = docker.replace('Up 3 hours', 'Up 3 hours (unhealthy)');
  const well = docker.replace('Up 3 hours', 'Up 3 hours (healthy)');
  const host = await localHost({ docker: ill, curl: "printf '\\ncurl 200\\n'" });
  const gateway = compose('gateway', { folder: host.folder, health: 'http://localhost/' });
  expect(only((await observe(host, gateway)).services).health).toBe('unhealthy');
  await host.command('docker', well);
  expect(only((await observe(host, gateway)).services).health).toBe('ok');
  await host.command('curl', "printf '\\ncurl 500\\n'");
  expect(only((await observe(host, gateway)).services).health).toBe('HTTP 500');
});

describe('names with the means of a shell in them stay names', () => {
  const evil = [
    'a b',
    "it's",
    '$(touch $LAB/owned)',
    '`touch $LAB/owned`',
    '; touch $LAB/owned #',
    'a\ntouch $LAB/owned',
    '*',
  ];
  test.each(evil)('%j', async (word) => {
    const host = await localHost({ systemctl, docker, curl: 'call "$@"', owned: '' });
    await observe(host, systemd('u', word, word), compose('c', { folder: `/${word}`, service: word }));
    const calls = (await host.calls()).join('\n');
    expect(calls).toContain(` -- ${word}`);
    expect(calls).toMatch(/^curl -g /m);
    expect(await outputOf(host.session, 'test -e "$LAB/owned"', 5_000)).toMatchObject({ code: 1 });
  });
});

describe('a host that answers nothing', () => {
  test('is an error, with its words', async () => {
    const session = (await localHost()).session;
    const nologin = { exec: () => session.exec('echo "This account is currently not available."; exit 1') };
    await expect(observeServices(nologin, [systemd('kafka')])).rejects.toThrow(
      "Can't read the services of the host: This account is currently not available.",
    );
  });

  test('or without words', async () => {
    const { session } = await localHost();
    await expect(observeServices({ exec: () => session.exec('exit 1') }, [systemd('kafka')])).rejects.toThrow(
      'it gave no answer',
    );
  });
});
