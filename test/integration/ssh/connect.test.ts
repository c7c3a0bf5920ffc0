import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ExopsError } from '../../../src/lib/errors.js';
import { connectSsh } from '../../../src/lib/ssh/connect.js';
import { SshAuthError, SshHandshakeError, SshHostKeyError } from '../../../src/lib/ssh/errors.js';
import { newKeyPair } from '../../../src/lib/ssh/key-pair.js';
import type { HostKey } from '../../../src/lib/ssh/ssh.js';
import { parseKey } from '../../../src/lib/ssh/ssh2-client.js';
import { closingPort, type FaultyListener, garbagePort, httpPort } from '../../lab/faulty-listeners.js';
import { type SshHost, type SshHostOptions, startSshHost } from '../../lab/ssh/host.js';
import { failureOf, isClosed, loginTo, loginToHost, never, talkingPort } from './login.js';
import { scriptedServer } from './scripted-server.js';

let host: SshHost;

beforeAll(async () => {
  host = await startSshHost({ hostKeyTypes: ['ed25519', 'ecdsa', 'rsa'] });
});

afterAll(() => host.stop());

async function hostWith(options: SshHostOptions): Promise<SshHost> {
  const started = await startSshHost(options);
  onTestFinished(started.stop);
  return started;
}

async function faulty(listen: () => Promise<FaultyListener>): Promise<number> {
  const { port, stop } = await listen();
  onTestFinished(stop);
  return port;
}

describe('a login', () => {
  test('verifies the host, then authorizes a key, then logs in', async () => {
    const keys: HostKey[] = [];
    const { login, events } = loginToHost(host, { verify: async (key) => void keys.push(key) });
    const session = await connectSsh(login, never);
    session.close();

    expect(events.filter((event) => !/^(server|key exchange) /.test(event))).toEqual([
      'dial',
      'connected',
      expect.stringMatching(/^host key ssh-ed25519 SHA256:/),
      'verify',
      'host key verified',
      'authorize',
      'key authorized',
      `logged in as ${host.user}`,
    ]);
    expect(events).toContainEqual(expect.stringMatching(/^server SSH-2\.0-OpenSSH_/));
    expect(host.hostKeys()).toContainEqual(keys[0]);
    expect(await session.lost).toBeUndefined();
  });

  test.each(['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ssh-rsa'])(
    'is shown the %s key that it knows',
    async (type) => {
      const keys: HostKey[] = [];
      const { login } = loginToHost(host, {
        knownKeyTypes: [type],
        verify: async (key) => void keys.push(key),
      });
      (await connectSsh(login, never)).close();
      expect(keys).toEqual(host.hostKeys().filter((key) => key.type === type));
      expect(keys).toHaveLength(1);
    },
  );

  test('goes through another host', async () => {
    const outer = await connectSsh(loginToHost(host).login, never);
    onTestFinished(outer.close);
    const dial = () => outer.forward(host.address, host.port);
    const inner = await connectSsh(loginToHost(host, { dial }).login, never);
    const command = await inner.exec('echo inside');
    command.stderr.resume();
    expect(String(await command.stdio.toArray())).toBe('inside\n');
    inner.close();
    expect(await inner.lost).toBeUndefined();
  });

  test('asks about the host once, however often the connection renews its keys', async () => {
    const renewing = await hostWith({ extraConfig: ['RekeyLimit 1M'] });
    const { login, events } = loginToHost(renewing);
    const session = await connectSsh(login, never);
    const { stdio, stderr, exit } = await session.exec('head -c 8000000 /dev/zero');
    stderr.resume();
    expect((await buffer(stdio)).length).toBe(8_000_000);
    expect(await exit).toMatchObject({ code: 0 });
    session.close();
    expect(events.filter((event) => event.startsWith('key exchange ')).length).toBeGreaterThan(2);
    expect(events.filter((event) => event === 'verify')).toHaveLength(1);
  });

  test('tries once more when the key comes late', async () => {
    let pushes = 0;
    const { login, keys } = loginToHost(host, {
      authorize: async (key) => {
        pushes += 1;
        if (pushes === 2) await host.admit(key);
      },
    });
    (await connectSsh(login, never)).close();
    expect(keys).toHaveLength(2);
    expect(keys[1]).toBe(keys[0]);
  });

  test('shows what the server says in a form that harms no terminal', async () => {
    const config = { greeting: 'Hi\u001b[31m', banner: 'No\u0007entry\n' };
    const { login, events } = loginTo(await scriptedServer({ config }));
    (await connectSsh(login, never)).close();
    expect(events).toContainEqual(expect.stringContaining('Hi\\x1b[31m'));
    expect(events).toContainEqual(expect.stringContaining('No\\x07entry\\n'));
    expect(events.join()).not.toMatch(/\p{Cc}|PRIVATE/u);
  });
});

describe('nobody is let in', () => {
  test("when the host isn't verified, and nothing is authorized", async () => {
    const refusal = new SshHostKeyError('The key is another one.');
    const { login, events, sockets } = loginToHost(host, { verify: () => Promise.reject(refusal) });
    expect(await failureOf(login)).toBe(refusal);
    expect(events).not.toContain('authorize');
    expect(await isClosed(sockets[0])).toBe(true);
  });

  test.each([
    ['at once', 0],
    ['late', 50],
  ])('by a host that shows the key of another, verified %s', async (_, delayMs) => {
    const [own, other] = [newKeyPair(), newKeyPair()];
    const shown = parseKey(other.publicKey);
    const secret = parseKey(own.privateKey);
    if (shown instanceof Error || secret instanceof Error) throw new Error('These keys should be readable.');
    const borrowed = Object.create(shown, {
      getPrivatePEM: { value: () => own.privateKey },
      sign: { value: (data: Buffer) => secret.sign(data) },
    });
    const { login, events, sockets } = loginTo(
      await scriptedServer({ config: { hostKeys: [{ key: borrowed, passphrase: '' }] } }),
      {
        verify: () => sleep(delayMs),
      },
    );
    const error = await failureOf(login);
    expect(error).toBeInstanceOf(SshHostKeyError);
    expect(error).toMatchObject({ message: expect.stringContaining('its signature is wrong') });
    expect(events).toContain('verify');
    expect(events).not.toContain('authorize');
    expect(await isClosed(sockets[0])).toBe(true);
  });

  test("when the key can't be authorized", async () => {
    const refusal = new ExopsError('Not today.');
    const { login, events, sockets } = loginToHost(host, { authorize: () => Promise.reject(refusal) });
    expect(await failureOf(login)).toBe(refusal);
    expect(events.filter((event) => event === 'authorize')).toHaveLength(1);
    expect(await isClosed(sockets[0])).toBe(true);
  });

  test('whose key was authorized for another host', async () => {
    const { login, keys, sockets } = loginToHost(host, { authorize: async () => undefined });
    const error = await failureOf(login);
    expect(error).toBeInstanceOf(SshAuthError);
    expect(error).toMatchObject({
      exitCode: 4,
      message: expect.stringContaining(`doesn't let ${host.user} in`),
    });
    expect(keys).toHaveLength(2);
    expect(await isClosed(sockets[0])).toBe(true);
  });

  test('whose key has expired', async () => {
    const { login } = loginToHost(host, { authorize: (key) => host.admit(key, { seconds: 0 }) });
    expect(await failureOf(login)).toBeInstanceOf(SshAuthError);
  });

  test('under a name that the host has never heard of', async () => {
    const { login } = loginToHost(host, { user: 'nobody-of-that-name' });
    expect(await failureOf(login)).toMatchObject({ message: expect.stringContaining('nobody-of-that-name') });
  });

  test('when the key is refused and cannot be authorized again', async () => {
    const cause = new ExopsError('Rate exceeded.');
    let pushes = 0;
    const authorize = async () => {
      pushes += 1;
      if (pushes === 2) throw cause;
    };
    const error = await failureOf(loginToHost(host, { authorize }).login);
    expect(error).toBeInstanceOf(SshAuthError);
    expect(error).toMatchObject({ cause });
  });

  test('when the host has enough after one try', async () => {
    const strict = await hostWith({ maxAuthTries: 1 });
    const error = await failureOf(loginToHost(strict, { authorize: async () => undefined }).login);
    expect(error).toBeInstanceOf(SshAuthError);
    expect(error).toMatchObject({
      cause: { message: expect.stringContaining('Too many authentication failures') },
    });
  });

  test('by a host that takes no keys', async () => {
    const extraConfig = ['PubkeyAuthentication no', 'PasswordAuthentication yes'];
    const { login, keys } = loginToHost(await hostWith({ extraConfig }));
    const error = await failureOf(login);
    expect(error).toBeInstanceOf(SshAuthError);
    expect(error).toMatchObject({ message: expect.stringContaining('it offers: password.') });
    expect(keys).toHaveLength(1);
  });

  test('by a host that wants a password as well', async () => {
    const extraConfig = ['AuthenticationMethods publickey,password', 'PasswordAuthentication yes'];
    const error = await failureOf(loginToHost(await hostWith({ extraConfig })).login);
    expect(error).toMatchObject({
      message: expect.stringContaining("asks for more, which exops can't give: password."),
    });
  });
});

describe("what isn't an SSH server that we can speak with", () => {
  test.each([
    [
      'a web server',
      () => faulty(httpPort),
      "doesn't greet as an SSH server: it speaks HTTP: HTTP/1.1 400 Bad Request.",
    ],
    ['a port that hangs up', () => faulty(closingPort), 'closed it without a word.'],
    ['a TLS server', () => faulty(() => garbagePort(Buffer.from('15030300020246', 'hex'))), 'it speaks TLS.'],
    ['SSH 1', () => talkingPort('SSH-1.5-old\r\n'), 'The SSH handshake with'],
    ['a server of garbage', () => talkingPort(`SSH-2.0-x\r\n${'\xff'.repeat(99)}`), 'The SSH handshake with'],
  ])('%s', async (_, listen, said) => {
    const { login, events, sockets } = loginTo(await listen(), { timeoutMs: 2_000 });
    const error = await failureOf(login);
    expect(error).toBeInstanceOf(SshHandshakeError);
    expect(error).toMatchObject({ message: expect.stringContaining(said) });
    expect(events).not.toContain('verify');
    expect(await isClosed(sockets[0])).toBe(true);
  });

  test('a host that speaks another key exchange', async () => {
    const extraConfig = ['KexAlgorithms sntrup761x25519-sha512@openssh.com'];
    const error = await failureOf(loginToHost(await hostWith({ extraConfig })).login);
    expect(error).toBeInstanceOf(SshHandshakeError);
    expect(error).toMatchObject({ message: expect.stringMatching(/OpenSSH.* no matching key exchange/) });
  });
});
