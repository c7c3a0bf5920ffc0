import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { connectSsh } from '../../../src/lib/ssh/connect.js';
import { quoteCommand } from '../../../src/lib/ssh/quote.js';
import type { ExecOptions, RemoteExit, RemoteProcess, SshSession } from '../../../src/lib/ssh/ssh.js';
import { type SshHost, startSshHost } from '../../lab/ssh/host.js';
import { isClosed, loginTo, loginToHost, never, openSession } from './login.js';
import { scriptedServer } from './scripted-server.js';

let host: SshHost;
let session: SshSession;

beforeAll(async () => {
  host = await startSshHost({ extraConfig: ['AcceptEnv EXOPS_*'] });
  session = await connectSsh(loginToHost(host).login, never);
});

afterAll(async () => {
  session.close();
  await host.stop();
});

interface Ran extends RemoteExit {
  readonly out: string;
  readonly err: string;
}

async function finish({ stdio, stderr, exit }: RemoteProcess): Promise<Ran> {
  const [out, err, status] = await Promise.all([text(stdio), text(stderr), exit]);
  return { ...status, out, err };
}

async function run(command: string, options?: ExecOptions): Promise<Ran> {
  const running = await session.exec(command, options);
  running.stdio.end();
  return finish(running);
}

function* repeat<Item>(item: Item): Generator<Item> {
  for (;;) yield item;
}

describe('a command', () => {
  test('has two outputs and a status', async () => {
    expect(await run('echo out; echo err >&2; exit 7')).toEqual({
      ...{ code: 7, signal: undefined },
      ...{ out: 'out\n', err: 'err\n' },
    });
  });

  test('that ends well has the status 0', async () => {
    expect(await run('true')).toMatchObject({ code: 0, signal: undefined, out: '', err: '' });
  });

  test('that a signal ends has none', async () => {
    expect(await run('kill -KILL $$')).toMatchObject({ code: undefined, signal: 'SIGKILL' });
  });

  test('gets the words that were quoted', async () => {
    const words = ['a b', "it's", '$HOME', '`id`', '', '*', 'two\nlines', '\\', '주문 😀'];
    const { out } = await run(quoteCommand(['printf', '%s\\0', ...words]));
    expect(out.split('\0').slice(0, -1)).toEqual(words);
  });

  test('gets its input to the end', async () => {
    const running = await session.exec('wc -c');
    running.stdio.end(Buffer.alloc(100_000));
    expect(await finish(running)).toMatchObject({ code: 0, out: '100000\n' });
  });

  test('passes 5 MB of anything through, both ways at once', async () => {
    const bytes = randomBytes(5 * 1024 * 1024);
    const { stdio, stderr, exit } = await session.exec('cat');
    stderr.resume();
    stdio.end(bytes);
    expect((await buffer(stdio)).equals(bytes)).toBe(true);
    expect(await exit).toEqual({ code: 0, signal: undefined });
  });

  test('is held back while nobody reads, and loses nothing', async () => {
    const bytes = 20 * 1024 * 1024;
    const { stdio, stderr, exit } = await session.exec(`head -c ${bytes} /dev/zero`);
    stderr.resume();
    let held = -1;
    stdio.once('readable', () => undefined);
    while (held < stdio.readableLength) {
      held = stdio.readableLength;
      await sleep(300);
    }
    expect(held).toBeLessThan(1024 * 1024);
    expect((await buffer(stdio)).length).toBe(bytes);
    expect(await exit).toMatchObject({ code: 0 });
  });

  test('has ended when its second output is read, too', async () => {
    const { stdio, stderr, exit } = await session.exec('head -c 1000000 /dev/zero >&2; exit 3');
    let status: RemoteExit | undefined;
    void exit.then((value) => {
      status = value;
    });
    await text(stdio);
    await sleep(100);
    expect(status).toBeUndefined();
    expect((await buffer(stderr)).length).toBe(1_000_000);
    expect(await exit).toMatchObject({ code: 3 });
  });

  test("that doesn't want its input ends without it, and all that it said is read", async () => {
    const { stdio, stderr, exit } = await session.exec('head -c 1000000 | tr x y');
    stderr.resume();
    const errors: unknown[] = [];
    stdio.on('error', (error) => errors.push(error));
    Readable.from(repeat(Buffer.alloc(100_000, 'x'))).pipe(stdio);
    let said = '';
    stdio.on('data', (chunk) => {
      said += chunk;
      stdio.pause();
      setTimeout(() => stdio.resume(), 1);
    });
    expect(await exit).toMatchObject({ code: 0 });
    expect(said).toBe('y'.repeat(1_000_000));
    expect(await isClosed(stdio)).toBe(true);
    expect(errors).toEqual([]);
  });

  test("isn't waited for by the input that nobody took", async () => {
    const port = await scriptedServer({
      onReady: (connection) =>
        connection.on('session', (accept) =>
          accept().on('exec', (start) => {
            const channel = start();
            channel.write('said\n');
            channel.exit(3);
            setTimeout(() => channel.end(), 50);
          }),
        ),
    });
    const other = await openSession(loginTo(port));
    const { stdio, stderr, exit } = await other.session.exec('anything');
    stderr.resume();
    stdio.end(Buffer.alloc(5 * 1024 * 1024));
    await once(stdio, 'finish');
    expect(await text(stdio)).toBe('said\n');
    expect(await exit).toMatchObject({ code: 3 });
  });

  test('may be fed without end, and be read late', async () => {
    const port = await scriptedServer({
      onReady: (connection) =>
        connection.on('session', (accept) =>
          accept().on('exec', (start) => {
            const channel = start();
            channel.exit(3);
            channel.end(Buffer.alloc(1_000_000, 'y'));
          }),
        ),
    });
    const other = await openSession(loginTo(port));
    const { stdio, stderr, exit } = await other.session.exec('anything');
    stderr.resume();
    await sleep(100);
    Readable.from(repeat(Buffer.alloc(100_000))).pipe(stdio);
    await sleep(100);
    expect(await text(stdio)).toBe('y'.repeat(1_000_000));
    expect(await exit).toMatchObject({ code: 3 });
  });

  test('may have more to say on its second output than fits anywhere', async () => {
    const { err } = await run('head -c 5000000 /dev/zero >&2');
    expect(err).toHaveLength(5_000_000);
  });

  test('that is given up loses its input', async () => {
    const running = await session.exec('echo $$; exec cat');
    const [pid] = await once(running.stdio, 'data');
    running.stdio.destroy();
    expect(await running.exit).toEqual({ code: undefined, signal: undefined });
    await expect.poll(async () => (await run(`kill -0 ${pid}`)).code).not.toBe(0);
  });

  test('gets a signal', async () => {
    const running = await session.exec('echo started; exec sleep 1000');
    await once(running.stdio, 'data');
    running.signal('TERM');
    expect(await finish(running)).toMatchObject({ code: undefined, signal: 'SIGTERM' });
  });

  test('gets a signal when its input has ended, too', async () => {
    const running = await session.exec('echo started; exec sleep 1000');
    running.stdio.end();
    await once(running.stdio, 'data');
    running.signal('INT');
    expect(await finish(running)).toMatchObject({ code: undefined, signal: 'SIGINT' });
  });

  test('is sent no signal that there is not', async () => {
    const running = await session.exec('cat');
    expect(() => running.signal('NONSENSE')).toThrow('NONSENSE');
    running.stdio.end();
    await finish(running);
    running.signal('TERM');
  });

  test('never loses its status to the end of its output', async () => {
    for (let count = 0; count < 50; count++) {
      expect(await run('echo out; exit 7')).toEqual({ code: 7, signal: undefined, out: 'out\n', err: '' });
    }
  });

  test('gets the variables that the host accepts', async () => {
    const env = { EXOPS_A: "it's", OTHER: 'no' };
    expect(await run('echo "$EXOPS_A,$OTHER"', { env })).toMatchObject({ out: "it's,\n" });
  });

  test('runs beside many others', async () => {
    const outputs = await Promise.all(Array.from({ length: 8 }, (_, index) => run(`echo ${index}`)));
    expect(outputs.map(({ out }) => out)).toEqual(['0\n', '1\n', '2\n', '3\n', '4\n', '5\n', '6\n', '7\n']);
  });

  test('that the server ends without a status has none', async () => {
    const port = await scriptedServer({
      onReady: (connection) =>
        connection.on('session', (accept) =>
          accept().on('exec', (start) => {
            start().end('said\n');
          }),
        ),
    });
    const other = await openSession(loginTo(port));
    const running = await other.session.exec('anything');
    expect(await finish(running)).toEqual({ code: undefined, signal: undefined, out: 'said\n', err: '' });
  });

  test('that the server refuses is an error', async () => {
    const port = await scriptedServer({
      onReady: (connection) =>
        connection.on('session', (accept) => accept().on('exec', (_, refuse) => refuse())),
    });
    const other = await openSession(loginTo(port));
    await expect(other.session.exec('anything')).rejects.toThrow(/^kafka .* didn't start the command: /);
  });
});

describe('a terminal', () => {
  const pty = { term: 'xterm-256color', columns: 111, rows: 33 };

  test('has the kind and size that were asked for', async () => {
    const { stdio, exit } = await session.exec('stty size; echo $TERM; stty -a', { pty });
    const out = await text(stdio);
    expect(out).toMatch(/^33 111\r\nxterm-256color\r\n/);
    expect(await exit).toMatchObject({ code: 0 });
  });

  test('changes its size', async () => {
    const { stdio, exit, resize } = await session.exec('echo ready; read -r _; stty size', { pty });
    await once(stdio, 'data');
    resize({ columns: 80, rows: 24 });
    stdio.write('\n');
    expect(await text(stdio)).toContain('24 80\r\n');
    expect(await exit).toMatchObject({ code: 0 });
  });

  test("is the user's login shell's", async () => {
    const { stdio, exit } = await session.shell(pty);
    stdio.write('stty size; exit 5\n');
    expect(await text(stdio)).toContain('33 111\r\n');
    expect(await exit).toEqual({ code: 5, signal: undefined });
  });

  test('that the host refuses is an error', async () => {
    const without = await startSshHost({ permitTty: false });
    onTestFinished(without.stop);
    const other = await openSession(loginToHost(without));
    await expect(other.session.exec('true', { pty })).rejects.toThrow(/didn't start the command/);
  });
});
