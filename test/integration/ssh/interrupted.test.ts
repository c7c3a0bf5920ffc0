import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ExopsError } from '../../../src/lib/errors.js';
import { SshAuthError, SshConnectionLostError, SshTimeoutError } from '../../../src/lib/ssh/errors.js';
import { silentPort } from '../../lab/faulty-listeners.js';
import { type SshHost, startSshHost } from '../../lab/ssh/host.js';
import { failureOf, isClosed, loginTo, loginToHost, type RecordedLogin, talkingPort } from './login.js';
import { scriptedServer } from './scripted-server.js';

let host: SshHost;

beforeAll(async () => {
  host = await startSshHost();
});

afterAll(() => host.stop());

type Reached = () => void;

/** Comes to a step that never ends, and says so. */
type Stage = (reached: Reached) => Promise<RecordedLogin>;

function stuck(reached: Reached): () => Promise<never> {
  return () => {
    reached();
    return new Promise(() => undefined);
  };
}

function onEvent(beginning: string, reached: Reached): (event: string) => void {
  return (event) => {
    if (event.startsWith(beginning)) reached();
  };
}

const timed = {
  dial: async (reached) => loginTo(0, { dial: stuck(reached) }),
  greeting: async (reached) => {
    const { port, stop } = await silentPort();
    onTestFinished(stop);
    return loginTo(port, { trace: onEvent('connected', reached) });
  },
  'key exchange': async (reached) =>
    loginTo(await talkingPort('SSH-2.0-x\r\n'), { trace: onEvent('server ', reached) }),
  login: async (reached) => loginTo(await scriptedServer({ onLogin: reached })),
} satisfies Record<string, Stage>;

const untimed = {
  'the host key': async (reached) => loginToHost(host, { verify: stuck(reached) }),
  'the key': async (reached) => loginToHost(host, { authorize: stuck(reached) }),
} satisfies Record<string, Stage>;

describe('the signal ends a login at once', () => {
  test.each(Object.entries<Stage>({ ...timed, ...untimed }))('at %s', async (_, stage) => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const { login, sockets } = await stage(() => controller.abort(reason));
    expect(await failureOf(login, controller.signal)).toBe(reason);
    for (const socket of sockets) expect(await isClosed(socket)).toBe(true);
  });

  test('before it began', async () => {
    const reason = new Error('enough');
    const { login, events } = loginToHost(host);
    expect(await failureOf(login, AbortSignal.abort(reason))).toBe(reason);
    expect(events).toEqual([]);
  });
});

describe('a login takes no longer than it may', () => {
  test.each(Object.entries<Stage>(timed))('at %s', async (step, stage) => {
    const { login, sockets } = await stage(() => undefined);
    const error = await failureOf({ ...login, timeoutMs: 1_000 });
    expect(error).toBeInstanceOf(SshTimeoutError);
    expect(error).toMatchObject({ step, message: expect.stringMatching(/kafka .* 1\.0 s/) });
    for (const socket of sockets) expect(await isClosed(socket)).toBe(true);
  });

  test('and takes nothing that is dialed too late', async () => {
    const late = new PassThrough();
    let deliver: (stream: PassThrough) => void = () => undefined;
    const dial = () =>
      new Promise<PassThrough>((resolve) => {
        deliver = resolve;
      });
    const error = await failureOf(loginTo(0, { dial, timeoutMs: 10 }).login);
    deliver(late);
    expect(error).toBeInstanceOf(SshTimeoutError);
    expect(await isClosed(late)).toBe(true);
  });
});

describe('a connection that is cut', () => {
  test.each(['key exchange', 'login'] as const)('at %s', async (step) => {
    const cut = { socket: () => undefined as unknown };
    const { login, sockets } = await timed[step](() => setImmediate(cut.socket));
    cut.socket = () => sockets[0]?.resetAndDestroy();
    const error = await failureOf(login);
    expect(error).toBeInstanceOf(ExopsError);
    expect(error).toMatchObject({
      message: expect.stringMatching(/closed the connection|ended during the login/),
    });
  });

  test.each(['verify', 'authorize'] as const)('waits for the answer of %s', async (question) => {
    const answered: string[] = [];
    const { login, sockets, events } = loginToHost(host, {
      [question]: async () => {
        sockets[0]?.destroy();
        await new Promise((resolve) => setTimeout(resolve, 50));
        answered.push(question);
      },
    });
    expect(await failureOf(login)).toBeInstanceOf(SshConnectionLostError);
    expect(answered).toEqual([question]);
    expect(events.filter((event) => event === 'authorize')).toHaveLength(question === 'verify' ? 0 : 1);
  });

  test('after the key was refused is a refusal', async () => {
    let pushes = 0;
    const authorize = async () => {
      pushes += 1;
      if (pushes === 2) sockets[0]?.destroy();
    };
    const { login, sockets } = loginToHost(host, { authorize });
    expect(await failureOf(login)).toBeInstanceOf(SshAuthError);
  });

  test('by a stream that knows why says that', async () => {
    const why = new ExopsError('The tunnel may last for an hour only.');
    const { login, sockets } = loginToHost(host, {
      authorize: async () => void sockets[0]?.destroy(why),
    });
    expect(await failureOf(login)).toBe(why);
  });

  test('before the handshake', async () => {
    const dial = async () => new PassThrough().destroy();
    expect(await failureOf(loginTo(0, { dial }).login)).toMatchObject({
      message: expect.stringContaining('closed it without a word'),
    });
  });
});
