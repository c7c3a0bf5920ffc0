import { describe, expect, test, vi } from 'vitest';
import type { HostState } from '../../lab/host-tools/host-state.js';
import { run } from '../../run.js';
import { projectFolder, projectIn } from '../hosts/services-host.js';
import { servicesPlace, told } from './host-services.js';
import { laptop, ownAws, said } from './hosts.js';

const place = servicesPlace();

const patience = { timeout: 30_000 };
const target = () => `dev · 123456789012 ap-northeast-2 · kafka (${place.host.instanceId}) · 127.0.0.1\n`;

async function lastCall(tool: string) {
  return (await place.tools.recorded(tool)).at(-1);
}

/** Two projects' worth of logs. */
async function opened(services: (folder: string) => string = () => '') {
  const folder = await projectFolder();
  const units = { 'logs-kafka.service': { journal: 'one\n\u001b[31mtwo\u001b[0m\nthree\n' } };
  await place.setState({ ...projectIn(folder), units });
  const own = `kafka: { systemd: logs-kafka }, gateway: { compose: ${JSON.stringify(folder)} }`;
  const more = services(folder);
  return { ...(await place.laptop(more === '' ? own : `${own}, ${more}`)), folder };
}

describe('the log of a service', () => {
  test("of a unit is journalctl's, as it is", async () => {
    const { exops } = await opened();
    const shown = await exops('host logs kafka');
    expect(shown).toMatchObject({ code: 0, stdout: 'one\n\u001b[31mtwo\u001b[0m\nthree\n' });
    expect(said(shown)).toBe(target());
    expect((await lastCall('journalctl'))?.argv).toEqual(['-u', 'logs-kafka', '--no-pager', '-n', '100']);
    expect((await exops('host logs kafka -n 1')).stdout).toBe('three\n');
  });

  test('of a compose service is compose’s', async () => {
    const { exops, folder } = await opened();
    const shown = await exops('host logs gateway --lines 2');
    expect(shown).toMatchObject({ code: 0, stdout: 'gateway-1  | two\ngateway-1  | three\n' });
    expect(said(shown)).toBe(target());
    expect(await lastCall('docker')).toMatchObject({
      argv: ['compose', 'logs', '--no-color', '--tail', '2', 'gateway'],
      workingFolder: folder,
    });
  });

  test.each([
    ['10m', '--since=-600s', '600s'],
    ['1d', '--since=-86400s', '86400s'],
    ['"2026-11-20 19:00+09:00"', '--since=@1795168800', '1795168800'],
    ['2026-11-20T10:00:00Z', '--since=@1795168800', '1795168800'],
  ])('begins where --since %s says', async (since, ofJournal, ofCompose) => {
    const { exops } = await opened();
    expect((await exops(`host logs kafka --since ${since}`)).code).toBe(0);
    expect((await lastCall('journalctl'))?.argv.at(-1)).toBe(ofJournal);
    expect((await exops(`host logs gateway --since ${since}`)).code).toBe(0);
    expect((await lastCall('docker'))?.argv.slice(-3)).toEqual(['--since', ofCompose, 'gateway']);
  });

  test('begins at every time that the help shows', async () => {
    const { exops } = await opened();
    const { stdout: help } = await run('host logs --help');
    const [, examples = ''] = /--since <time>\s+[^:]+:([^\n]*(?:\n {10,}\S[^\n]*)*)/.exec(help) ?? [];
    const times = [...examples.matchAll(/"[^"]+"|[^\s,]+/g)].map(([time]) => time);
    expect(times.length).toBeGreaterThan(1);
    for (const time of times)
      expect({ time, ...(await exops(`host logs kafka --since ${time}`)) }).toMatchObject({ time, code: 0 });
  });
});

describe('a log that is followed', () => {
  /** Ctrl-C as soon as the host's tool follows. */
  async function interrupted(service: string, tool: string, state: HostState = {}) {
    const { exops } = await opened();
    await place.setState(state);
    const ctrlC = new AbortController();
    const before = (await place.tools.recorded(tool)).length;
    const ended = exops(`host logs ${service} -n 2 -f`, { interrupt: ctrlC.signal });
    await vi.waitFor(async () => {
      const calls = (await place.tools.recorded(tool)).slice(before);
      if (!calls.some(({ argv }) => argv.includes('-f'))) throw new Error(`${tool} does not follow yet.`);
    }, patience);
    ctrlC.abort();
    const result = await ended;
    expect(result.code).toBe(130);
    expect(said(result)).toBe(target());
    return lastCall(tool);
  }

  const journalctl = ['-u', 'logs-kafka', '--no-pager', '-n', '2', '-f'];
  const docker = ['compose', 'logs', '--no-color', '--tail', '2', '-f', 'gateway'];

  test.each([
    ['kafka', 'journalctl', journalctl],
    ['gateway', 'docker', docker],
  ])('ends with Ctrl-C, there too: %s', async (service, tool, argv) => {
    const call = await interrupted(service, tool);
    expect(call?.argv).toEqual(argv);
    expect(call?.signals).toEqual(['INT']);
  });

  test.each([
    ['kafka', 'journalctl'],
    ['gateway', 'docker'],
  ])("ends with Ctrl-C where it is root's, whom our signals don't reach: %s", async (service, tool) => {
    await interrupted(service, tool, { sudo: 'shields', docker: 'denied' });
  });

  test('ends with the connection, which is said', async () => {
    const { exops } = await opened();
    const before = (await place.tools.recorded('journalctl')).length;
    const ended = exops('host logs kafka -f');
    await vi.waitFor(async () => {
      expect((await place.tools.recorded('journalctl')).length).toBeGreaterThan(before);
    }, patience);
    await place.host.kill();
    await place.host.restart();
    const lost = await ended;
    expect(lost.code).toBe(1);
    expect(said(lost)).toContain(`kafka (${place.host.instanceId})`);
  });
});

describe('a log that cannot be shown', () => {
  test('because there is no compose: exit 1, since 127 is not ours', async () => {
    const { exops } = await opened();
    await place.setState({ compose: 'standalone' });
    const failed = await exops('host logs gateway');
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect(said(failed)).toContain('neither docker compose nor docker-compose is installed');
  });

  test('because the compose file cannot be read: exit 1, since 15 is not ours', async () => {
    const { exops, folder } = await opened();
    const problem = 'yaml: line 3: mapping values are not allowed in this context';
    await place.setState({ composeFiles: { [folder]: { services: {}, problem } } });
    const failed = await exops('host logs gateway');
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect(said(failed)).toContain(`${problem}\n`);
  });

  test('because the folder is not there: exit 1, since 2 is for the command line', async () => {
    await place.setState({});
    const { exops } = await place.laptop('lost: { compose: /nowhere/at/all }');
    const failed = await exops('host logs lost');
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect(said(failed)).toContain('/nowhere/at/all');
  });

  test('because a right is missing: exit 4', async () => {
    const { exops } = await opened();
    await place.setState({ docker: 'denied', sudo: 'asks' });
    const failed = await exops('host logs gateway');
    expect(failed).toMatchObject({ code: 4, stdout: '' });
    expect(said(failed)).toContain('sudo: a password is required');
  });
});

describe('the host of a service', () => {
  const withServices = (services: string) =>
    place.host.settings.replace(/ }$/, `, services: { ${services} } }`);
  const two = () =>
    laptop(
      ownAws(),
      `hosts: { front: ${withServices('web: { systemd: logs-web }, kafka: { systemd: logs-kafka }')}, back: ${withServices('web: { systemd: logs-web }, worker: { systemd: logs-worker }')} }`,
    );

  test('is the only one that has it', async () => {
    const units = {
      'logs-worker.service': { journal: 'working\n' },
      'logs-web.service': { journal: 'web\n' },
    };
    await place.setState({ units });
    const { exops } = await two();
    const shown = await exops('host logs worker');
    expect(shown).toMatchObject({ code: 0, stdout: 'working\n' });
    expect(said(shown)).toContain(` · back (${place.host.instanceId}) · `);
    const named = await exops('host logs web --host front');
    expect(named).toMatchObject({ code: 0, stdout: 'web\n' });
    expect(said(named)).toContain(` · front (${place.host.instanceId}) · `);
  });

  test.each([
    ['host logs web', 'web is on front and on back.\n  Name the host with --host.\n'],
    [
      'host logs wroker',
      'No host has a service "wroker" (did you mean "worker"?).\n  There are: web, kafka, worker\n',
    ],
    [
      'host logs worker --host front',
      'The host "front" has no service "worker".\n  Services there: web, kafka\n',
    ],
    [
      'host logs kafk --host front',
      'The host "front" has no service "kafk" (did you mean "kafka"?).\n  Services there: web, kafka\n',
    ],
    [
      'host logs web --host fron',
      'exops.yaml has no host "fron" (did you mean "front"?), and so no services of it.\n  Hosts there: front, back\n',
    ],
    ['host logs web -n few', '--lines: expected a number of lines.\n'],
    ['host logs web -n -1', '--lines: expected a number of lines.\n'],
    [
      'host logs web --since yesterday',
      '--since "yesterday" is not a time.\n  Write how long ago (10m, 2h, 1d), or a time with its zone: 2026-11-21T10:00:00Z\n',
    ],
  ])('is asked for before anything is reached: %s', async (line, words) => {
    const { aws, exops } = await two();
    const refused = await exops(line);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(told(refused)).toBe(words);
    expect(await aws.calls()).toEqual([]);
  });

  test('cannot be found where none has services', async () => {
    const { aws, exops } = await laptop(ownAws(), `hosts: { kafka: ${place.host.settings} }`);
    const refused = await exops('host logs web');
    expect(refused.code).toBe(2);
    expect(told(refused)).toBe(
      'No host has a service "web".\n  Write them into exops.yaml: services: { kafka: { systemd: kafka } }\n',
    );
    expect(await aws.calls()).toEqual([]);
  });
});
