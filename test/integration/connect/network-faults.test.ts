import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { freePort, listenOnFreePort } from '../../lab/ports.js';
import { type CutKind, cutLine } from './cut-line.js';
import { laptop, openEc2Host, ownAws, said } from './hosts.js';

/** A host at the other end of a line that can be cut. */
async function behindLine(kind: CutKind = 'reset') {
  const aws = ownAws();
  const host = await openEc2Host(aws, 'far-host');
  const line = await cutLine(host.port, kind);
  const settings = host.settings.replace(`port: ${host.port}`, `port: ${line.port}`);
  const place = await laptop(aws, `hosts: { x: ${settings} }`);
  const label = `x (${host.instanceId})`;
  const target = `dev · 123456789012 ap-northeast-2 · ${label} · 127.0.0.1\n`;
  return { ...place, host, line, label, target };
}

const patience = { timeout: 20_000 };

describe('a connection that is cut', () => {
  test.each<[CutKind, string, string]>([
    ['closed', 'it closed the connection', 'the other side closed it'],
    ['reset', 'read ECONNRESET', 'read ECONNRESET'],
  ])(
    '(%s) at any answer of the host says at which step, until there is none left',
    async (kind, early, why) => {
      const { aws, exops, line, label, target, host } = await behindLine(kind);
      const reason = `(?:${why}|(?:read|write) (?:ECONNRESET|EPIPE))`;
      const name = label.replace('(', '\\(').replace(')', '\\)');
      const steps = [
        new RegExp(
          `^${name} accepted the connection and closed it without a word\\.\n {2}sshd does so when it has too many logins under way, or refuses our address\\.\n$`,
        ),
        new RegExp(
          `^The SSH handshake with ${name} \\(SSH-2\\.0-[^)]+\\) failed: (?:${early}|(?:read|write) ECONNRESET)\\.\n$`,
        ),
        new RegExp(`^The connection to ${name} ended during the login: ${reason}\\.\n$`),
        new RegExp(`^The connection to ${name} was lost: ${reason}\\.\n$`),
      ];
      const seen: number[] = [];
      for (let answer = 0; ; answer++) {
        line.cutAtAnswer(answer);
        const pushed = (await aws.pushes()).length;
        const result = await exops('connect -- echo in');
        if (result.code === 0) break;
        expect(result.code).toBe(255);
        const words = said(result)
          .replace(target, '')
          .replace(/^host key .*\n/, '');
        const step = steps.findIndex((one) => one.test(words));
        expect(step, words).toBeGreaterThanOrEqual(0);
        seen.push(step);
        // What was cut before the host had proved who it is was pushed nothing.
        if (step < 2) expect((await aws.pushes()).length).toBe(pushed);
      }
      expect(seen).toEqual([...seen].sort());
      expect(new Set(seen)).toEqual(new Set([0, 1, 2, 3]));
      expect(await host.log()).toContain('Accepted publickey');
    },
  );

  test('while a command runs: what it has said is there, and 255', async () => {
    const { exops, line, label, target, host } = await behindLine();
    await exops('connect -- true');
    const running = exops('connect -- sh -c "echo begun; touch begun; exec sleep 60"');
    await vi.waitFor(() => expect(existsSync(`${host.home}/begun`)).toBe(true), patience);
    line.cut();
    const result = await running;
    expect(result).toMatchObject({ code: 255, stdout: 'begun\n' });
    const lost = `${target}The connection to ${label} was lost: `;
    expect([
      `${lost}read ECONNRESET.\n`,
      `${lost}write ECONNRESET.\n`,
      `${lost}the other side closed it.\n`,
    ]).toContain(said(result));
  });

  test('while only ports are forwarded', async () => {
    const { exops, line, label, host } = await behindLine();
    const port = await freePort();
    const running = exops(`connect -N -L ${port}:127.0.0.1:${host.port}`);
    await vi.waitFor(() => reach(port), patience);
    line.cut();
    const result = await running;
    expect(result.code).toBe(255);
    expect(said(result)).toMatch(
      /\nThe connection to x \(i-[0-9a-f]{17}\) was lost: (?:(?:read|write) ECONNRESET|the other side closed it)\.\n$/,
    );
    expect(said(result)).toContain(`Connected to ${label} until Ctrl-C.\n`);
    await expect(reach(port)).rejects.toThrow('ECONNREFUSED');
  });
});

/** Connects to a port of this machine, and leaves it. */
function reach(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}

describe('a host that', () => {
  test("doesn't listen", async () => {
    const { exops, line, label, target, host } = await behindLine();
    await host.kill();
    const port = await freePort();
    const { exops: toNothing } = await laptop(
      ownAws(),
      `hosts: { x: { instance: ${host.instanceId}, port: ${port} } }`,
    );
    const result = await toNothing('connect -- true');
    expect({ code: result.code, stderr: said(result) }).toEqual({
      code: 255,
      stderr: `${target}Can't reach SSH on ${label} at 127.0.0.1:${port}: nothing listens there (connection refused).
  Check that sshd runs there, and on this port: port: in exops.yaml.
`,
    });
    // Something listens for it, as a load balancer would.
    const closed = await exops('connect -- true');
    expect(said(closed)).toContain(`${label} accepted the connection and closed it without a word.\n`);
    expect(line.connections()).toBe(1);
  });

  test('hangs says nothing, and is waited for as long as --timeout says', async () => {
    const { aws, exops, label, target, host } = await behindLine();
    await host.pause();
    const result = await exops('connect --timeout 1s -- true');
    await host.resume();
    expect({ code: result.code, stderr: said(result) }).toEqual({
      code: 255,
      stderr: `${target}Can't log in to ${label}: it accepted the connection and sent no SSH greeting, for 1.0 s in all.
  The port may not be an SSH server's, or the machine hangs: out of memory, or out of CPU credits.
`,
    });
    expect(await aws.pushes()).toEqual([]);
  });

  test('is no SSH server', async () => {
    const { aws, label, target, host } = await behindLine();
    const server = createServer();
    const port = await listenOnFreePort(server);
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const settings = host.settings.replace(`port: ${host.port}`, `port: ${port}`);
    const { exops } = await laptop(aws, `hosts: { x: ${settings} }`);
    const result = await exops('connect -- true');
    expect({ code: result.code, stderr: said(result) }).toEqual({
      code: 255,
      stderr: `${target}${label} doesn't greet as an SSH server: it speaks HTTP: HTTP/1.1 400 Bad Request.\n  Check the port.\n`,
    });
    expect(await aws.pushes()).toEqual([]);
  });
});

describe('AWS that drops every connection, at', () => {
  test.each([
    ['sts', 'sts:GetCallerIdentity', false],
    ['ec2', 'ec2:DescribeInstances', false],
    ['ec2-instance-connect', 'ec2-instance-connect:SendSSHPublicKey', true],
  ])('%s', async (service, action, isLate) => {
    const { aws, exops, target } = await behindLine();
    await aws.fault({ service, drop: true });
    const result = await exops('connect -- true');
    const where = new URL(aws.endpoint).host;
    expect({ code: result.code, stderr: said(result) }).toEqual({
      code: 255,
      stderr: `${isLate ? target : ''}Can't reach ${where} for ${action}: the connection was cut (ECONNRESET).\n  Try again.\n`,
    });
  });
});
