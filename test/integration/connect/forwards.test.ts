import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { describe, expect, inject, onTestFinished, test, vi } from 'vitest';
import { freePort, listenOnFreePort } from '../../lab/ports.js';
import type { SshHostOptions } from '../../lab/ssh/host.js';
import type { RunResult } from '../../run.js';
import { type Laptop, laptop, openEc2Host, ownAws, said } from './hosts.js';

const patience = { timeout: 20_000 };

async function place(ssh: SshHostOptions = {}) {
  const aws = ownAws();
  const host = await openEc2Host(aws, 'forwarding-host', ssh);
  const own = await laptop(aws, `hosts: { x: ${host.settings} }`);
  const label = `x (${host.instanceId})`;
  const target = `dev · 123456789012 ap-northeast-2 · ${label} · 127.0.0.1\n`;
  return { ...own, host, label, target };
}

/** Something at the far end that answers, until the test is over. */
async function webServer(): Promise<number> {
  const server = createServer((request, response) => response.end(`you asked for ${request.url}`));
  const port = await listenOnFreePort(server);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return port;
}

/** `connect -N` with these flags; `during` gets going when the port listens, and then it is interrupted. */
async function whileForwarding(
  { exops }: Pick<Laptop, 'exops'>,
  port: number,
  flags: string,
  during: () => Promise<unknown> = async () => undefined,
): Promise<RunResult> {
  const stop = new AbortController();
  const running = exops(`connect -N ${flags}`, { interrupt: stop.signal });
  const probe = await vi.waitFor(() => connected(port), patience);
  probe.destroy();
  await during();
  stop.abort();
  return running;
}

async function connected(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  return socket;
}

/** Everything that comes back for these bytes. */
async function exchange(port: number, ...messages: readonly Buffer[]): Promise<Buffer> {
  const socket = await connected(port);
  const received: Buffer[] = [];
  socket.on('data', (bytes) => received.push(bytes));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  for (const message of messages) {
    const before = received.length;
    socket.write(message);
    if (message !== messages.at(-1)) await vi.waitFor(() => expect(received.length).toBeGreaterThan(before));
  }
  await closed;
  return Buffer.concat(received);
}

const get = (path: string) => Buffer.from(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);

/** https://www.rfc-editor.org/rfc/rfc1928: without a password, to an IPv4 address. */
const socksGreeting = Buffer.from([5, 1, 0]);
const socksConnect = (port: number) => Buffer.from([5, 1, 0, 1, 127, 0, 0, 1, port >> 8, port & 0xff]);

describe('connect -N', () => {
  test('forwards a port and a SOCKS proxy until Ctrl-C, which is its normal end: 0', async () => {
    const own = await place();
    const [web, local, socks] = [await webServer(), await freePort(), await freePort()];
    const result = await whileForwarding(own, socks, `-L ${local}:localhost:${web} -D ${socks}`, async () => {
      const answer = await fetch(`http://127.0.0.1:${local}/directly`);
      expect(await answer.text()).toBe('you asked for /directly');
      const proxied = await exchange(socks, socksGreeting, socksConnect(web), get('/proxied'));
      expect(proxied.subarray(0, 4)).toEqual(Buffer.from([5, 0, 5, 0]));
      expect(proxied.toString()).toMatch(/you asked for \/proxied$/);
    });
    const [fingerprint] = own.host.fingerprints();
    expect({ ...result, stderr: said(result) }).toMatchObject({
      code: 0,
      stdout: '',
      stderr: `${own.target}host key ${fingerprint} shown by the console output, now pinned · key pushed, 60 s
forwarding 127.0.0.1:${local} and [::1]:${local} → localhost:${web}
SOCKS proxy on 127.0.0.1:${socks} and [::1]:${socks}
Connected to ${own.label} until Ctrl-C.
`,
    });
    await expect(connected(local)).rejects.toThrow('ECONNREFUSED');
  });

  test('is there beside a command, as long as that runs', async () => {
    const { exops, host } = await place();
    const [web, local] = [await webServer(), await freePort()];
    const command = 'while [ ! -e go ]; do sleep 0.05; done; echo done';
    const running = exops(`connect -L ${local}:127.0.0.1:${web} -- sh -c "${command}"`);
    const answer = await vi.waitFor(() => fetch(`http://127.0.0.1:${local}/beside`), patience);
    expect(await answer.text()).toBe('you asked for /beside');
    await writeFile(`${host.home}/go`, '');
    expect(await running).toMatchObject({ code: 0, stdout: 'done\n' });
    await expect(connected(local)).rejects.toThrow('ECONNREFUSED');
  });

  test('that can’t reach the far address says so once, and stays', async () => {
    const own = await place();
    const [nothing, local] = [await freePort(), await freePort()];
    const result = await whileForwarding(own, local, `-L ${local}:127.0.0.1:${nothing}`, async () => {
      for (const _ of [1, 2, 3]) expect(await exchange(local, Buffer.from('x'))).toHaveLength(0);
    });
    expect(result.code).toBe(0);
    const problem = `${own.label} can't reach 127.0.0.1:${nothing}: Connection refused.\n`;
    expect(said(result).split(problem)).toHaveLength(2);
  });
});

describe('a port that is taken', () => {
  async function taken(): Promise<number> {
    const server = createServer();
    const port = await listenOnFreePort(server);
    onTestFinished(() => {
      server.close();
    });
    return port;
  }
  const words = (port: number) =>
    `Can't listen on 127.0.0.1:${port}: something else does.\n  Choose another port, or 0 for any that is free.\n`;

  test.each([
    ['-L', (port: number) => `-N -L ${port}:localhost:80`],
    ['-D', (port: number) => `-N -D ${port}`],
    ['-L, beside a command, which is not run', (port: number) => `-L ${port}:localhost:80 -- touch ran`],
  ])('%s', async (_, flags) => {
    const { exops } = await place();
    const port = await taken();
    const result = await exops(`connect ${flags(port)}`);
    expect(result.code).toBe(255);
    expect(said(result).endsWith(words(port))).toBe(true);
    expect((await exops('connect -- ls')).stdout).toBe('');
  });

  test('closes the others again', async () => {
    const { exops } = await place();
    const [port, free] = [await taken(), await freePort()];
    const result = await exops(`connect -N -L ${free}:localhost:80 -L ${port}:localhost:80`);
    expect(result.code).toBe(255);
    await expect(connected(free)).rejects.toThrow('ECONNREFUSED');
  });
});

describe('a host with AllowTcpForwarding no', () => {
  const closed = { allowTcpForwarding: false } as const;
  const why = 'Its sshd_config forbids it: AllowTcpForwarding, DisableForwarding or PermitOpen.';

  test('-L says so once, with the settings that forbid it, and goes on', async () => {
    const own = await place(closed);
    const [web, local] = [await webServer(), await freePort()];
    const result = await whileForwarding(own, local, `-L ${local}:127.0.0.1:${web}`, async () => {
      expect(await exchange(local, get('/'))).toHaveLength(0);
    });
    expect(result.code).toBe(0);
    const problem = `${own.label} doesn't forward to 127.0.0.1:${web}: open failed.\n  ${why}\n`;
    expect(said(result).endsWith(`Connected to ${own.label} until Ctrl-C.\n${problem}`)).toBe(true);
  });

  test('-D answers its client that the rules forbid it', async () => {
    const own = await place(closed);
    const [web, socks] = [await webServer(), await freePort()];
    const result = await whileForwarding(own, socks, `-D ${socks}`, async () => {
      const answer = await exchange(socks, socksGreeting, socksConnect(web));
      // 2: connection not allowed by ruleset
      expect(answer.subarray(0, 4)).toEqual(Buffer.from([5, 0, 5, 2]));
    });
    expect(result.code).toBe(0);
    expect(said(result)).toContain(
      `${own.label} doesn't forward to 127.0.0.1:${web}: open failed.\n  ${why}\n`,
    );
  });

  test('is no way to another host', async () => {
    const { aws, host } = await place(closed);
    const inner = await openEc2Host(aws, 'inner', {}, { publicAddress: '', privateAddress: '127.0.0.1' });
    const settings = inner.settings.replace(' }', ', via: bastion }');
    const { exops } = await laptop(aws, `hosts: { bastion: ${host.settings}, inner: ${settings} }`);
    const result = await exops('connect inner -- true');
    expect({ code: result.code, stderr: said(result) }).toEqual({
      code: 255,
      stderr: `dev · 123456789012 ap-northeast-2 · bastion (${host.instanceId}) · 127.0.0.1
dev · 123456789012 ap-northeast-2 · inner (${inner.instanceId}) · 127.0.0.1 through bastion
bastion (${host.instanceId}) doesn't forward to 127.0.0.1:${inner.port}: open failed.
  ${why}
`,
    });
    expect((await aws.pushes()).map(({ instanceId }) => instanceId)).toEqual([host.instanceId]);
  });

  test('is no way to a cluster', async () => {
    const { aws, host } = await place(closed);
    const { bootstrap } = inject('kafka');
    const { exops } = await laptop(
      aws,
      `hosts: { kafka: ${host.settings} }`,
      `cluster: { brokers: "${bootstrap}", via: kafka }`,
    );
    const label = `kafka (${host.instanceId})`;
    for (const line of ['topics list', 'topics list --via kafka']) {
      const result = await exops(line);
      expect({ code: result.code, stderr: said(result) }).toEqual({
        code: 1,
        stderr: `dev · 123456789012 ap-northeast-2 · ${label} · 127.0.0.1
dev · 123456789012 ap-northeast-2 · kafka · ${bootstrap} · via ${label}
${label} doesn't forward to ${bootstrap}: open failed.
  ${why}
`,
      });
    }
  });
});
