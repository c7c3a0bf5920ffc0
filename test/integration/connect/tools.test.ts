import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { type Ec2Host, startEc2Host } from '../../lab/ec2-host.js';
import type { Call } from '../../lab/host-tools/calls.js';
import type { Reply } from '../../lab/host-tools/host-state.js';
import { type HostTools, hostTools } from '../../lab/host-tools/host-tools.js';
import { isRunning } from '../../lab/ssh/process-state.js';
import { type Laptop, laptop, ownAws, said, vouchByConsole } from './hosts.js';
import { readOneLine } from './leaving-reader.js';

const aws = ownAws();
const patience = { timeout: 30_000 };
let tools: HostTools;
let host: Ec2Host;

beforeAll(async () => {
  tools = await hostTools({
    onPath: ['kafka-topics.sh', 'kafka-console-consumer.sh', 'docker', 'sudo'],
    useRpk: false,
    state: { containers: { redpanda: { image: 'redpandadata/redpanda:v25.2.1', tools: ['rpk'] } } },
  });
  host = await startEc2Host(aws, 'tools-host', { ssh: { toolFolders: [tools.folder] } });
  await vouchByConsole(aws, host);
});
afterAll(async () => {
  await host?.stop();
  await tools?.remove();
});

const cluster = () => `cluster: { brokers: "${inject('kafka').bootstrap}" }`;

/** A laptop whose environment has the host, with these further settings of it, and the shared broker. */
const place = (settings = ''): Promise<Laptop> =>
  laptop(aws, `hosts: { kafka: ${host.settings.replace(' }', () => `${settings} }`)} }`, cluster());

async function lastCall(tool: string): Promise<Call | undefined> {
  return (await tools.recorded(tool)).at(-1);
}

/** The next call of a tool, once it runs. */
async function nextCall(tool: string): Promise<Call> {
  const before = (await tools.recorded(tool)).length;
  return vi.waitFor(async () => {
    const call = (await tools.recorded(tool))[before];
    if (call === undefined) throw new Error(`${tool} wasn't called.`);
    return call;
  }, patience);
}

describe("Kafka's own kafka-topics on the host", () => {
  const ownTopic = () => `cli-${randomBytes(4).toString('hex')}`;

  test('gets the brokers of exops.yaml when it is given none, and its status comes back', async () => {
    const { exops } = await place();
    const { bootstrap } = inject('kafka');
    const topic = ownTopic();
    const made = await exops(`kafka-topics --create --topic ${topic} --partitions 2`);
    expect(made).toMatchObject({ code: 0, stdout: `Created topic ${topic}.\n` });
    expect((await lastCall('kafka-topics.sh'))?.argv).toEqual([
      ...['--bootstrap-server', bootstrap, '--create', '--topic', topic, '--partitions', '2'],
    ]);
    const again = await exops(`kafka-topics --create --topic ${topic}`);
    expect(again.code).toBe(1);
    expect(again.stdout).toBe(`Error while executing topic command : Topic '${topic}' already exists.\n`);
  });

  test.each([
    [(bootstrap: string) => `--bootstrap-server ${bootstrap} --list`],
    [(bootstrap: string) => `--list --bootstrap-server=${bootstrap}`],
  ])('is left alone when it is given some', async (line) => {
    const { exops } = await place();
    const given = line(inject('kafka').bootstrap);
    expect((await exops(`kafka-topics ${given}`)).code).toBe(0);
    expect((await lastCall('kafka-topics.sh'))?.argv).toEqual(given.split(' '));
  });

  test.each([
    ['--help', 1, 'This tool helps to create, delete, describe, or change a topic.'],
    ['--version', 0, '4.'],
    ['--list -e prod --host nowhere', 1, 'e is not a recognized option'],
    ['', 1, 'Create, delete, describe, or change a topic.'],
  ])('everything from its first word on is its own: %s', async (line, code, words) => {
    const { exops } = await place();
    const result = await exops(`kafka-topics -e dev --host kafka ${line}`);
    expect(result.code).toBe(code);
    expect(result.stdout + result.stderr).toContain(words);
    const given = line === '' ? [] : line.split(' ');
    const added = line.startsWith('--list') ? ['--bootstrap-server', inject('kafka').bootstrap] : [];
    expect((await lastCall('kafka-topics.sh'))?.argv).toEqual([...added, ...given]);
  });

  test('ends with Ctrl-C, as it would there', async () => {
    const { exops } = await place();
    const topic = ownTopic();
    await exops(`kafka-topics --create --topic ${topic}`);
    const stop = new AbortController();
    const called = nextCall('kafka-console-consumer.sh');
    const running = exops(`kafka-console-consumer --topic ${topic} --from-beginning`, {
      interrupt: stop.signal,
    });
    const { pid } = await called;
    stop.abort();
    expect((await running).code).toBe(130);
    expect(isRunning(pid)).toBe(false);
  });
});

describe('rpk in a container of the host', () => {
  const reply = (rpk: Reply) => tools.setState({ replies: { rpk } });

  test('gets words, bytes and nothing else, and its status comes back', async () => {
    const { exops } = await place();
    await reply({
      stdout: 'out: \u001b[1mas it is\u001b[0m\n',
      stderr: 'err\n',
      status: 42,
      readsInput: true,
    });
    const words = [
      'topic',
      'produce',
      'two words',
      "it's",
      '$HOME',
      '`id`',
      '*',
      '?[x]',
      '',
      'zwölf→',
      'a\nb',
    ];
    const flags = ['-e', 'prod', '--host', 'x', '--help', '--version', '-v', '--', '--config', '-X', 'a=b'];
    const line = [...words.map((word) => `"${word}"`), ...flags].join(' ');
    const input = 'a\0b\r\n\u0003\u0004\u001a~.\u0080\n'.repeat(10_000);
    const result = await exops(`rpk -e dev --host=kafka ${line}`, { input });
    expect(result).toMatchObject({ code: 42, stdout: 'out: \u001b[1mas it is\u001b[0m\n' });
    expect(said(result)).toBe(`dev · 123456789012 ap-northeast-2 · kafka (${host.instanceId}) · 127.0.0.1
rpk: a recorder of the exops lab, not the program itself
err
`);
    const call = await lastCall('rpk');
    expect(call?.argv).toEqual([...words, ...flags]);
    expect(call?.stdin.toString()).toBe(input);
  });

  test.each([
    ['-- -e prod', ['-e', 'prod']],
    ['--accept-new-host-key --region ap-northeast-2 -- --', ['--']],
    ['', []],
  ])('after --, or with nothing: %j', async (line, argv) => {
    const { exops } = await place();
    await reply({});
    expect((await exops(`rpk ${line}`)).code).toBe(0);
    expect((await lastCall('rpk'))?.argv).toEqual(argv);
  });

  test('ends with Ctrl-C, inside the container', async () => {
    const { exops } = await place();
    await reply({ waits: true });
    const stop = new AbortController();
    const called = nextCall('rpk');
    const running = exops('rpk topic consume orders', { interrupt: stop.signal });
    const { pid } = await called;
    stop.abort();
    expect((await running).code).toBe(130);
    expect((await lastCall('rpk'))?.signals).toEqual(['INT']);
    expect(isRunning(pid)).toBe(false);
  });

  test('ends when its reader has what it wants, as with | head -1', async () => {
    const endless = 'echo $$; while :; do echo more; sleep 0.05; done';
    const own = await place(`, tools: { rpk: [docker, exec, redpanda, sh, -c, "${endless}"] }`);
    const { code, line } = await readOneLine(own, ['rpk', 'topic', 'consume', 'orders']);
    const pid = Number(line.split('\n')[0]);
    expect(pid).toBeGreaterThan(1);
    expect(code).toBe(141);
    expect(isRunning(pid)).toBe(false);
  });

  test('runs on a terminal where we are on one, and as a filter where not', async () => {
    const { exops } = await place();
    await reply({ stdout: 'x\n' });
    const onTerminal = await exops('rpk topic list', { tty: true });
    expect(onTerminal.code).toBe(0);
    expect((await lastCall('docker'))?.argv.slice(0, 2)).toEqual(['exec', '-it']);
    await exops('rpk topic list');
    expect((await lastCall('docker'))?.argv.slice(0, 2)).toEqual(['exec', '-i']);
  });
});

describe('where a tool is', () => {
  test('as tools: in exops.yaml says, word by word', async () => {
    await tools.setState({ replies: { rpk: {} } });
    const { exops } = await place(
      ', tools: { rpk: [docker, exec, -u, "an odd; user", redpanda, rpk, "-X", "a b=$HOME"] }',
    );
    expect((await exops('rpk topic list')).code).toBe(0);
    expect((await lastCall('rpk'))?.argv).toEqual(['-X', 'a b=$HOME', 'topic', 'list']);
    const argv = (await lastCall('docker'))?.argv ?? [];
    expect(argv.slice(0, 4)).toEqual(['exec', '-i', '-u', 'an odd; user']);
    const { bootstrap } = inject('kafka');
    const onHost = await place(`, tools: { kafka-topics: [${tools.folder}/kafka-topics.sh, --list] }`);
    expect((await onHost.exops('kafka-topics --exclude-internal')).code).toBe(0);
    expect((await lastCall('kafka-topics.sh'))?.argv).toEqual([
      ...['--list', '--bootstrap-server', bootstrap, '--exclude-internal'],
    ]);
  });

  test.each([
    [
      'nowhere',
      ', tools: { rpk: [/no/such/rpk] }',
      127,
      /\/no\/such\/rpk: (?:not found|No such file or directory)\n/,
    ],
    [
      'in a container that is none',
      ', tools: { rpk: [docker, exec, no-such, rpk] }',
      1,
      /Error response from daemon: No such container: no-such\n/,
    ],
  ])('as it says, but %s: the words and the status of the host', async (_, settings, code, words) => {
    const { exops } = await place(settings);
    const result = await exops('rpk topic list');
    expect(result.stderr).toMatch(words);
    expect(result.code).toBe(code);
  });

  test('as it says, but no container is named', async () => {
    const own = ownAws();
    const settings = host.settings.replace(' }', ', tools: { rpk: [docker, exec, -it] } }');
    const { exops } = await laptop(own, `hosts: { kafka: ${settings} }`);
    const result = await exops('rpk topic list');
    expect(result.code).toBe(255);
    expect(result.stderr).toContain(
      'tools.rpk needs a container and a command after "exec": docker exec -it\n',
    );
    // It is seen before anything is asked for.
    expect(await own.calls()).toEqual([]);
  });

  const folders =
    'not on the PATH, in /opt/kafka/bin, /opt/kafka*/bin, /usr/share/kafka/bin, /opt/bitnami/kafka/bin, /opt/redpanda/bin, and';
  const target = () => `dev · 123456789012 ap-northeast-2 · kafka (${host.instanceId}) · 127.0.0.1\n`;

  test('nowhere', async () => {
    const { exops } = await place();
    const result = await exops('kafka-acls --list');
    expect({ code: result.code, stderr: said(result) }).toEqual({
      code: 255,
      stderr: `${target()}kafka-acls isn't on kafka (${host.instanceId}): ${folders} in no running container of docker.
  If it is somewhere else, say so in exops.yaml, at the host: tools: { kafka-acls: [docker, exec, NAME, kafka-acls] }
`,
    });
  });

  test('in two containers', async () => {
    const { exops } = await place();
    const image = 'redpandadata/redpanda:v25.2.1';
    await tools.setState({ containers: { 'redpanda-2': { image, tools: ['rpk'] } } });
    const result = await exops('rpk topic list');
    await tools.setState({ containers: { 'redpanda-2': { image, state: 'exited' } } });
    expect({ code: result.code, stderr: said(result) }).toEqual({
      code: 255,
      stderr: `${target()}rpk is in 2 containers on kafka (${host.instanceId}): redpanda, redpanda-2.
  Choose one in exops.yaml, at the host: tools: { rpk: [docker, exec, redpanda, rpk] }
`,
    });
    expect((await exops('rpk topic list')).code).toBe(0);
  });

  test("in a container, but docker doesn't run", async () => {
    const { exops } = await place();
    await tools.setState({ docker: 'down' });
    const result = await exops('rpk topic list');
    await tools.setState({ docker: 'up' });
    expect({ code: result.code, stderr: said(result) }).toEqual({
      code: 255,
      stderr: `${target()}rpk isn't on kafka (${host.instanceId}): ${folders} its containers can't be listed (docker: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?).
  If it is somewhere else, say so in exops.yaml, at the host: tools: { rpk: [docker, exec, NAME, rpk] }
`,
    });
  });
});
