import { randomBytes } from 'node:crypto';
import { PassThrough, Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test, vi } from 'vitest';
import { InterruptedError } from '../../../src/lib/errors.js';
import { addBootstrap } from '../../../src/lib/hosts/tools/add-bootstrap.js';
import { statusOf } from '../../../src/lib/hosts/tools/remote-status.js';
import { runTool, type ToolRequest } from '../../../src/lib/hosts/tools/run-tool.js';
import { connectSsh } from '../../../src/lib/ssh/connect.js';
import type { SshSession } from '../../../src/lib/ssh/ssh.js';
import type { Call } from '../../lab/host-tools/calls.js';
import { type HostTools, hostTools } from '../../lab/host-tools/host-tools.js';
import { type SshHost, startSshHost } from '../../lab/ssh/host.js';
import { isRunning } from '../../lab/ssh/process-state.js';
import { gathered } from '../../unit/hosts/tools/tool-host.js';
import { loginToHost, never, openSession } from '../ssh/login.js';

let host: SshHost;
let tools: HostTools;

const patience = { timeout: 40_000 };

beforeAll(async () => {
  tools = await hostTools({
    onPath: ['kafka-topics.sh', 'kafka-console-consumer.sh', 'kafka-console-producer.sh', 'docker', 'sudo'],
    useRpk: false,
    state: {
      containers: {
        redpanda: { image: 'redpandadata/redpanda:v25.2.1', tools: ['rpk'] },
        'redpanda-console': { image: 'redpandadata/console:v3', tools: ['rpk'] },
      },
    },
  });
  host = await startSshHost({ toolFolders: [tools.folder] });
});

afterAll(async () => {
  await host.stop();
  await tools.remove();
});

const onBroker = (tool: string, ...args: readonly string[]) =>
  addBootstrap(tool, args, { brokers: inject('kafka').bootstrap, isConfigured: true });

type Changes = Partial<ToolRequest> & { readonly input?: Buffer };

async function run(tool: string, args: readonly string[], changes: Changes = {}) {
  const { socket, ...opened } = await openSession(loginToHost(host));
  return { ...runThrough(opened.session, tool, args, changes), socket };
}

function runThrough(session: SshSession, tool: string, args: readonly string[], changes: Changes = {}) {
  const { input, ...others } = changes;
  const [out, err] = [gathered(), gathered()];
  const stdin = new PassThrough();
  stdin.end(input);
  const ended = runTool({
    ...{ session, host: 'kafka', tools: new Map(), tool, args },
    io: { stdin: input === undefined ? 'none' : stdin, stdout: out.stream, stderr: err.stream },
    signal: new AbortController().signal,
    ...others,
  });
  ended.catch(() => {});
  return { ended, out: () => out.bytes().toString(), err: () => err.bytes().toString() };
}

/** The newest call of a tool, once there are this many. */
function call(tool: string, count: number): Promise<Call> {
  return vi.waitFor(async () => {
    const calls = await tools.recorded(tool);
    expect(calls.length).toBeGreaterThanOrEqual(count);
    const last = calls.at(-1);
    if (last === undefined) throw new Error(`${tool} wasn't called.`);
    return last;
  }, patience);
}

async function callsSoFar(tool: string): Promise<number> {
  return (await tools.recorded(tool)).length;
}

describe("Kafka's own tools on a host", () => {
  const topic = `tools.${randomBytes(4).toString('hex')}`;
  const lines = Array.from({ length: 200 }, () => randomBytes(500).toString('base64'));
  const create = () => onBroker('kafka-topics', '--create', '--topic', topic);
  const consumer = onBroker('kafka-console-consumer', '--topic', topic, '--from-beginning');

  beforeAll(async () => {
    const session = await connectSsh(loginToHost(host).login, never);
    const created = runThrough(session, 'kafka-topics', create());
    expect(await created.ended).toMatchObject({ code: 0 });
    expect(created.out()).toContain(`Created topic ${topic}.`);
    const input = Buffer.from(lines.map((line) => `${line}\n`).join(''));
    const producer = onBroker('kafka-console-producer', '--topic', topic);
    const produced = runThrough(session, 'kafka-console-producer', producer, { input });
    expect(await produced.ended).toMatchObject({ code: 0 });
    session.close();
  });

  test('fail as they do there', async () => {
    const again = await run('kafka-topics', create());
    expect(await again.ended).toMatchObject({ code: 1 });
    expect(again.out() + again.err()).toContain('already exists');
  });

  test('have taken lines in and give them back', async () => {
    const consume = await run('kafka-console-consumer', [...consumer, '--max-messages', '200']);
    expect(await consume.ended).toMatchObject({ code: 0 });
    expect(consume.out().trim().split('\n').sort()).toEqual([...lines].sort());
    expect(consume.err()).toBe('Processed a total of 200 messages\n');
  });

  test('end with a Ctrl-C, and say what they say then', async () => {
    const controller = new AbortController();
    const consume = await run('kafka-console-consumer', consumer, { signal: controller.signal });
    await vi.waitFor(() => expect(consume.out().split('\n')).toHaveLength(201), patience);
    controller.abort(new InterruptedError('SIGINT'));
    expect(statusOf(await consume.ended)).toBe(130);
    expect(consume.err()).toContain('Processed a total of 200 messages');
    const pid = (await tools.recorded('kafka-console-consumer.sh')).at(-1)?.pid ?? 0;
    expect(isRunning(pid)).toBe(false);
  });

  test('end when the connection is lost, with nothing to write', async () => {
    const before = await callsSoFar('kafka-console-consumer.sh');
    const consume = await run('kafka-console-consumer', consumer);
    await vi.waitFor(() => expect(consume.out().split('\n')).toHaveLength(201), patience);
    const { pid } = await call('kafka-console-consumer.sh', before + 1);
    consume.socket.destroy();
    await expect(consume.ended).rejects.toThrow('The connection to');
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), patience);
  });
});

describe('rpk in a container', () => {
  const reply = (rpk: NonNullable<Parameters<HostTools['setState']>[0]['replies']>[string]) => {
    onTestFinished(() => tools.setState({ replies: { rpk: {} }, docker: 'up' }));
    return tools.setState({ replies: { rpk } });
  };

  test('is found, gets its arguments and its input, and its status comes back', async () => {
    await reply({ stdout: 'a\0b', status: 42, readsInput: true });
    const input = randomBytes(2_000_000);
    const args = ['topic', 'produce', "it's $HOME", '', '--', '-f', '%v\n'];
    const traces: string[] = [];
    const rpk = await run('rpk', args, { input, trace: (event) => traces.push(event) });
    expect(await rpk.ended).toEqual({ code: 42, signal: undefined });
    expect(rpk.out()).toBe('a\0b');
    expect(traces).toEqual(['rpk: docker exec redpanda rpk']);
    const recorded = (await tools.recorded('rpk')).at(-1);
    expect(recorded?.argv).toEqual(args);
    expect(recorded?.stdin.equals(input)).toBe(true);
  });

  test('is found with sudo', async () => {
    await reply({ stdout: 'yes\n' });
    await tools.setState({ docker: 'denied' });
    const rpk = await run('rpk', ['version']);
    expect(await rpk.ended).toMatchObject({ code: 0 });
    expect(rpk.out()).toBe('yes\n');
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('ends with our %s', async (name) => {
    await reply({ waits: true });
    const before = await callsSoFar('rpk');
    const controller = new AbortController();
    const rpk = await run('rpk', ['topic', 'consume', 'x'], { signal: controller.signal });
    const { pid } = await call('rpk', before + 1);
    controller.abort(new InterruptedError(name));
    await rpk.ended;
    expect((await tools.recorded('rpk')).at(-1)?.signals).toEqual([name.slice(3)]);
    expect(isRunning(pid)).toBe(false);
  });

  test('ends when the connection is lost', async () => {
    await reply({ waits: true });
    const before = await callsSoFar('rpk');
    const rpk = await run('rpk', ['topic', 'consume', 'x']);
    const { pid } = await call('rpk', before + 1);
    rpk.socket.destroy();
    await rpk.ended.catch(() => {});
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), patience);
    expect((await tools.recorded('rpk')).at(-1)?.signals).toEqual(['TERM']);
  });

  test('ends when nobody reads it any more', async () => {
    await reply({ stdout: 'a line\n', waits: true });
    const before = await callsSoFar('rpk');
    const gone = new Writable({ write: (_chunk, _encoding, done) => done(new Error('write EPIPE')) });
    const io = { stdin: 'none' as const, stdout: gone, stderr: new PassThrough() };
    const rpk = await run('rpk', ['topic', 'consume', 'x'], { io });
    const { pid } = await call('rpk', before + 1);
    expect(statusOf(await rpk.ended)).toBe(141);
    expect(isRunning(pid)).toBe(false);
  });

  test('runs on a terminal, where we are on one', async () => {
    await reply({ stdout: 'a line\n' });
    const out = gathered();
    const terminal = { term: 'xterm', size: () => ({ columns: 80, rows: 24 }), onResize: () => () => {} };
    const io = { stdin: new PassThrough(), stdout: out.stream, stderr: new PassThrough(), terminal };
    const rpk = await run('rpk', ['topic', 'list'], { io });
    expect(await rpk.ended).toMatchObject({ code: 0 });
    expect(
      out
        .bytes()
        .toString()
        .replaceAll(/rpk: a recorder.*\r\n/g, ''),
    ).toBe('a line\r\n');
    expect((await tools.recorded('docker')).at(-1)?.argv).toContain('-it');
  });

  test('on a terminal hears a Ctrl-C that is typed', async () => {
    await reply({ waits: true });
    const before = await callsSoFar('rpk');
    const stdin = new PassThrough();
    const terminal = { term: 'xterm', size: () => ({ columns: 80, rows: 24 }), onResize: () => () => {} };
    const io = { stdin, stdout: new PassThrough().resume(), stderr: new PassThrough(), terminal };
    const rpk = await run('rpk', ['topic', 'consume', 'x'], { io });
    const { pid } = await call('rpk', before + 1);
    stdin.write('\x03');
    await rpk.ended;
    expect(isRunning(pid)).toBe(false);
  });

  test('is missing where no container has it, and that is said', async () => {
    await tools.setState({ docker: 'denied', sudo: 'asks' });
    onTestFinished(() => tools.setState({ docker: 'up', sudo: 'allows' }));
    const rpk = await run('rpk', ['version']);
    await expect(rpk.ended).rejects.toThrow(
      /^rpk isn't on kafka: .* its containers can't be listed \(docker: /,
    );
    expect(rpk.err()).toBe('');
  });
});
