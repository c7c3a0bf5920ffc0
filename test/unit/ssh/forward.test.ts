import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { Duplex, PassThrough, type Readable, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDynamicForward } from '../../../src/lib/ssh/dynamic-forward.js';
import { SshForwardError } from '../../../src/lib/ssh/errors.js';
import type { OpenForward } from '../../../src/lib/ssh/forward-listener.js';
import { parseDynamicForward, parseForward } from '../../../src/lib/ssh/forward-spec.js';
import { pour } from '../../../src/lib/ssh/forward-streams.js';
import { describeForward, openLocalForward } from '../../../src/lib/ssh/local-forward.js';
import { pipeStdio } from '../../../src/lib/ssh/stdio-forward.js';
import { freePort, listenOnFreePort } from '../../lab/ports.js';

const never = new AbortController().signal;

/** A server at the far end, and the way there. */
async function farEnd(serve: (socket: Socket) => void) {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    serve(socket);
  });
  const port = await listenOnFreePort(server);
  onTestFinished(() => void server.close());
  const asked: string[] = [];
  const problems: string[] = [];
  const way = {
    async forward(host: string, asPort: number) {
      asked.push(`${host}:${asPort}`);
      if (host === 'closed')
        throw new SshForwardError(`kafka can't reach closed:${asPort}: refused.`, 'refused', {});
      if (host === 'forbidden') throw new SshForwardError("kafka doesn't forward.", 'prohibited', {});
      const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
      await once(socket, 'connect');
      return socket;
    },
    report: (problem: string) => void problems.push(problem),
  };
  return { server, asked, problems, way };
}

function dial(forward: OpenForward, index = 0): Socket {
  const { host, port } = forward.listening[index] ?? {};
  if (host === undefined || port === undefined) throw new Error('Nothing listens.');
  const socket = connect({ host, port, allowHalfOpen: true });
  socket.on('error', () => {});
  onTestFinished(() => void socket.destroy());
  return socket;
}

async function openLocal(spec: string, far: Awaited<ReturnType<typeof farEnd>>): Promise<OpenForward> {
  const forward = await openLocalForward(parseForward(spec), far.way);
  onTestFinished(() => forward.close());
  return forward;
}

const echo = (socket: Socket) => void socket.pipe(socket);
const listenOnly = (socket: Socket) => void socket.resume().once('end', () => socket.end());

/** Everything up to the end; unlike `text` it leaves the stream as it is then. */
function allOf(stream: Readable): Promise<string> {
  let all = '';
  stream.on('data', (chunk) => {
    all += chunk;
  });
  return new Promise((resolve, reject) => {
    stream.once('end', () => resolve(all)).once('error', reject);
  });
}

/** Whether a connection broke off, and didn't just end. */
function isReset(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNRESET'));
    socket.resume().once('end', () => resolve(false));
  });
}

describe('pour', () => {
  /** The far side said something and closed both ways; nobody has read it yet. */
  const closing = () => {
    const stream = new Duplex({ read: () => {}, write: (_chunk, _encoding, done) => done() });
    stream.push('answer');
    stream.push(null);
    stream.end();
    return stream;
  };

  test('writes no more to what has closed, which would cost what there is to read', async () => {
    const far = closing();
    const source = new PassThrough();
    pour(source, far);
    source.write('late');
    await new Promise(setImmediate);
    expect(far.errored).toBe(null);
    expect(await allOf(far)).toBe('answer');
    expect(source.readableFlowing).toBe(false);
  });

  test('waits for what can take no more, and loses nothing', async () => {
    const taken: Buffer[] = [];
    const slow = new Writable({
      highWaterMark: 10,
      write: (chunk, _encoding, done) => {
        taken.push(chunk);
        setTimeout(done, 1);
      },
    });
    const source = new PassThrough();
    const bytes = randomBytes(100);
    pour(source, slow);
    for (let at = 0; at < bytes.length; at += 7) source.write(bytes.subarray(at, at + 7));
    source.end();
    await once(slow, 'finish');
    expect(Buffer.concat(taken).equals(bytes)).toBe(true);
    expect(source.listenerCount('data')).toBe(0);
  });
});

describe('a local forward', () => {
  test('listens on this machine only, on one port', async () => {
    const forward = await openLocal('0:kafka:9092', await farEnd(echo));
    const [first, ...others] = forward.listening;
    expect(first?.host).toBe('127.0.0.1');
    expect(others.map(({ host }) => host)).toEqual(others.length === 0 ? [] : ['::1']);
    expect(new Set(forward.listening.map(({ port }) => port)).size).toBe(1);
    expect(describeForward(forward, parseForward('0:kafka:9092'))).toMatch(
      /^127\.0\.0\.1:\d+( and \[::1\]:\d+)? → kafka:9092$/,
    );
  });

  test('passes everything through, both ways at once', async () => {
    const far = await farEnd(echo);
    const forward = await openLocal('0:kafka:9092', far);
    const sent = forward.listening.map(() => randomBytes(2_000_000));
    const got = await Promise.all(
      sent.map((bytes, index) => {
        const socket = dial(forward, index);
        socket.end(bytes);
        return buffer(socket);
      }),
    );
    expect(got.map((bytes, index) => bytes.equals(sent[index] ?? bytes.subarray(1)))).toEqual(
      sent.map(() => true),
    );
    expect(far.asked).toEqual(sent.map(() => 'kafka:9092'));
  });

  test('keeps a direction open after the other has ended', async () => {
    const far = await farEnd((socket) => {
      socket.write('hello');
      allOf(socket).then(
        (said) => socket.end(`you said ${said}`),
        () => {},
      );
    });
    const socket = dial(await openLocal('0:kafka:9092', far));
    socket.end('bye');
    expect(await allOf(socket)).toBe('helloyou said bye');
  });

  test('takes the end of the far side first', async () => {
    let heard = '';
    const far = await farEnd((socket) => {
      socket.end('hello');
      socket.on('data', (chunk) => {
        heard += chunk;
      });
    });
    const socket = dial(await openLocal('0:kafka:9092', far));
    expect(await allOf(socket)).toBe('hello');
    socket.end('bye');
    await once(socket, 'close');
    await expect.poll(() => heard).toBe('bye');
  });

  test('loses nothing when the far side is quick to close', async () => {
    const bytes = randomBytes(3_000_000);
    const far = await farEnd(
      (socket) => void socket.end(bytes, () => setTimeout(() => socket.destroy(), 50)),
    );
    const socket = dial(await openLocal('0:kafka:9092', far));
    socket.write('some request');
    expect((await buffer(socket)).equals(bytes)).toBe(true);
  });

  test('reports a target that refuses, once, and stays open', async () => {
    const far = await farEnd(echo);
    const refuse = { ...far.way, forward: () => far.way.forward('closed', 1) };
    let way: typeof refuse = refuse;
    const forward = await openLocalForward(parseForward('0:kafka:9092'), {
      report: far.way.report,
      forward: () => way.forward(),
    });
    onTestFinished(() => forward.close());
    const attempt = async () => {
      const socket = dial(forward);
      socket.end('x');
      return allOf(socket).catch((error: NodeJS.ErrnoException) => error.code);
    };
    expect(await attempt()).toBe('ECONNRESET');
    expect(await attempt()).toBe('ECONNRESET');
    expect(far.problems).toEqual(["kafka can't reach closed:1: refused."]);
    way = { ...refuse, forward: () => far.way.forward('kafka', 1) };
    expect(await attempt()).toBe('x');
    way = refuse;
    await attempt();
    expect(far.problems).toHaveLength(2);
  });

  test('is closed with every connection', async () => {
    const far = await farEnd(echo);
    const forward = await openLocal('0:kafka:9092', far);
    const socket = dial(forward);
    socket.write('x');
    await once(socket, 'data');
    const ended = isReset(socket);
    await forward.close();
    expect(await ended).toBe(true);
    const late = dial(forward);
    const [error] = await once(late, 'error');
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
    await expect.poll(() => connections(far.server)).toBe(0);
  });

  test('lets go of the far side when the client is gone', async () => {
    const far = await farEnd(listenOnly);
    const socket = dial(await openLocal('0:kafka:9092', far));
    await expect.poll(() => connections(far.server)).toBe(1);
    socket.resetAndDestroy();
    await expect.poll(() => connections(far.server)).toBe(0);
  });

  test('that is taken is an error before anything is open', async () => {
    const far = await farEnd(echo);
    const taken = createServer();
    const port = await listenOnFreePort(taken);
    onTestFinished(() => void taken.close());
    await expect(openLocal(`${port}:kafka:9092`, far)).rejects.toMatchObject({
      message: `Can't listen on 127.0.0.1:${port}: something else does.`,
      hint: 'Choose another port, or 0 for any that is free.',
    });
  });

  test('that another has on IPv6 only is taken as well, and nothing stays open', async (context) => {
    const port = await freePort();
    const taken = createServer();
    const hasIpv6 = await new Promise((resolve) => {
      taken.once('error', () => resolve(false));
      taken.listen(port, '::1', () => resolve(true));
    });
    if (hasIpv6 === false) context.skip('this machine has no IPv6');
    onTestFinished(() => void taken.close());
    await expect(openLocal(`${port}:kafka:9092`, await farEnd(echo))).rejects.toThrow(
      `Can't listen on [::1]:${port}: something else does.`,
    );
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    other.close();
  });

  test('says which address this machine has not', async () => {
    await expect(openLocal('192.0.2.1:0:kafka:9092', await farEnd(echo))).rejects.toThrow(
      "Can't listen on 192.0.2.1:0: this machine has no such address.",
    );
  });
});

function connections(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
  });
}

describe('a dynamic forward', () => {
  async function openProxy(far: Awaited<ReturnType<typeof farEnd>>): Promise<OpenForward> {
    const forward = await openDynamicForward(parseDynamicForward('0'), far.way);
    onTestFinished(() => forward.close());
    return forward;
  }
  const request = (name: string) => Buffer.from([5, 1, 0, 3, name.length, ...Buffer.from(name), 0x23, 0x84]);

  test('connects to what the client asks for, and passes on what came with it', async () => {
    const far = await farEnd(echo);
    const socket = dial(await openProxy(far));
    const early = randomBytes(100_000);
    socket.end(Buffer.concat([Buffer.from([5, 1, 0]), request('kafka'), early]));
    const got = await buffer(socket);
    expect(got.subarray(0, 12).toString('hex')).toBe('050005000001000000000000');
    expect(got.subarray(12).equals(early)).toBe(true);
    expect(far.asked).toEqual(['kafka:9092']);
  });

  test('serves a client that speaks step by step', async () => {
    const far = await farEnd(echo);
    const socket = dial(await openProxy(far));
    socket.write(Buffer.from([5, 1, 0]));
    expect(await once(socket, 'data')).toEqual([Buffer.from([5, 0])]);
    socket.write(request('kafka'));
    await once(socket, 'data');
    socket.write('hello');
    expect(String(await once(socket, 'data'))).toBe('hello');
  });

  test.each([
    ['closed', 5],
    ['forbidden', 2],
  ])('tells the client that a target is %s', async (name, code) => {
    const far = await farEnd(echo);
    const socket = dial(await openProxy(far));
    socket.write(Buffer.concat([Buffer.from([5, 1, 0]), request(name)]));
    const got = await buffer(socket);
    expect(got.subarray(2, 4)).toEqual(Buffer.from([5, code]));
    expect(far.problems).toHaveLength(1);
  });

  test('turns away what is no SOCKS', async () => {
    const far = await farEnd(echo);
    const socket = dial(await openProxy(far));
    socket.write('GET http://kafka/ HTTP/1.1\r\n\r\n');
    expect(await allOf(socket)).toBe('');
    expect(far.problems).toEqual(["A client of the SOCKS proxy doesn't speak SOCKS."]);
    expect(far.asked).toEqual([]);
  });

  test('forgets a client that leaves before it has asked', async () => {
    const far = await farEnd(echo);
    const socket = dial(await openProxy(far));
    socket.end(Buffer.from([5]));
    await once(socket.resume(), 'close');
    expect([far.asked, far.problems]).toEqual([[], []]);
  });
});

describe('standard input and output', () => {
  test('carry a connection, byte for byte, until it is closed', async () => {
    const far = await farEnd(echo);
    const remote = await far.way.forward('kafka', 22);
    const [stdin, stdout] = [new PassThrough(), new PassThrough()];
    const got = buffer(stdout);
    const bytes = randomBytes(2_000_000);
    stdin.end(bytes);
    await pipeStdio(remote, { stdin, stdout }, never);
    stdout.end();
    expect((await got).equals(bytes)).toBe(true);
  });

  test('keep the input open after the far side has ended, and say so', async () => {
    let heard = '';
    const far = await farEnd((socket) => {
      socket.end('hello');
      socket.on('data', (chunk) => {
        heard += chunk;
      });
    });
    const [stdin, stdout] = [new PassThrough(), new PassThrough()];
    const remote = await far.way.forward('kafka', 22);
    const running = pipeStdio(remote, { stdin, stdout, endOutput: () => void stdout.end() }, never);
    expect(await allOf(stdout)).toBe('hello');
    stdin.end('bye');
    await running;
    await expect.poll(() => heard).toBe('bye');
  });

  test('end the connection when nobody reads any more', async () => {
    const far = await farEnd((socket) => {
      socket.write('hello');
      listenOnly(socket);
    });
    const stdout = new Writable({ write: (_chunk, _encoding, done) => done(new Error('write EPIPE')) });
    await pipeStdio(await far.way.forward('kafka', 22), { stdin: new PassThrough(), stdout }, never);
    await expect.poll(() => connections(far.server)).toBe(0);
  });

  test('stop when they are interrupted, or the connection fails', async () => {
    const far = await farEnd(listenOnly);
    const controller = new AbortController();
    const stdio = () => ({ stdin: new PassThrough(), stdout: new PassThrough().resume() });
    const interrupted = pipeStdio(await far.way.forward('kafka', 22), stdio(), controller.signal);
    controller.abort(new Error('interrupted'));
    await expect(interrupted).rejects.toThrow('interrupted');
    const remote = await far.way.forward('kafka', 22);
    const failed = pipeStdio(remote, stdio(), never);
    remote.destroy(new Error('lost'));
    await expect(failed).rejects.toThrow('lost');
  });
});
