import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Aws } from '../../../src/lib/aws/aws.js';
import { type DialDeps, dialRoute } from '../../../src/lib/hosts/route/dial-route.js';
import type { Route } from '../../../src/lib/hosts/route/route.js';
import { connectSsh } from '../../../src/lib/ssh/connect.js';
import type { SshSession } from '../../../src/lib/ssh/ssh.js';
import { type RunningEndpoint, startEndpoint } from '../../lab/eice/endpoint.js';
import { signedAddress } from '../../lab/eice/presigned-query.js';
import { freePort } from '../../lab/ports.js';
import { type SshHost, startSshHost } from '../../lab/ssh/host.js';
import { labSession, pluginEnv } from '../../lab/ssm-plugin/plugin.js';
import { loginToHost } from '../ssh/login.js';
import { never, readBytes, target, told, until } from './route-streams.js';

let host: SshHost;
let bastion: SshHost;
let endpoint: RunningEndpoint;

beforeAll(async () => {
  [host, bastion] = await Promise.all([startSshHost(), startSshHost()]);
  const { address, port } = host;
  endpoint = await startEndpoint({ target: { host: address, port }, ports: [port] });
});
afterAll(() => Promise.all([host?.stop(), bastion?.stop(), endpoint?.stop()]));

type Kind = Route['kind'];
const kinds: readonly Kind[] = ['direct', 'via', 'eice', 'ssm'];

function routeTo(kind: Kind): Route {
  const { address } = host;
  const routes: Readonly<Record<Kind, Route>> = {
    direct: { kind: 'direct', address, others: [], why: undefined },
    via: { kind: 'via', host: 'bastion', address },
    eice: { kind: 'eice', endpoint: endpoint.record, privateAddress: '10.0.11.8', why: 'no public address' },
    ssm: { kind: 'ssm', why: 'no public address' },
  };
  return routes[kind];
}

const unused = (): never => {
  throw new Error('not asked for here');
};

async function throughBastion(): Promise<SshSession> {
  const session = await connectSsh(loginToHost(bastion, { name: 'bastion' }).login, never());
  onTestFinished(session.close);
  return session;
}

function deps(through: DialDeps['through'] = throughBastion): DialDeps {
  const instanceConnect: Aws['instanceConnect'] = {
    prepare: () => {},
    sendPublicKey: unused,
    signTunnel: async (tunnel) => signedAddress(tunnel),
  };
  const ssm: Aws['ssm'] = {
    parameters: unused,
    isManaged: unused,
    runScript: unused,
    startSshSession: async () => labSession(host.port),
  };
  const aws = { region: 'ap-northeast-2', instanceConnect, ssm };
  return { aws, env: pluginEnv(), profile: undefined, through };
}

function dial(kind: Kind, signal = never()) {
  return dialRoute(routeTo(kind), { ...target, port: host.port }, deps(), signal);
}

async function logIn(kind: Kind): Promise<SshSession> {
  const { login } = loginToHost(host, { dial: (signal) => dial(kind, signal) });
  const session = await connectSsh(login, never());
  onTestFinished(session.close);
  return session;
}

describe.each(kinds)('through %s', (kind) => {
  test('sshd says who it is', async () => {
    const stream = await dial(kind);
    expect(String(await readBytes(stream, 16))).toBe('SSH-2.0-OpenSSH_');
    stream.destroy();
  });

  test('a command runs there, and its output comes back whole', async () => {
    const session = await logIn(kind);
    const { stdio, stderr, exit } = await session.exec('head -c 3000000 /dev/zero | tr "\\0" x; exit 7');
    stdio.end();
    stderr.resume();
    const output = await text(stdio);
    expect(output.length).toBe(3_000_000);
    expect(new Set(output)).toEqual(new Set('x'));
    expect(await exit).toEqual({ code: 7, signal: undefined });
  });

  test('a command reads what is sent', async () => {
    const session = await logIn(kind);
    const { stdio } = await session.exec('sha256sum');
    const bytes = Buffer.alloc(3_000_000, 'exops');
    stdio.end(bytes);
    expect(await text(stdio)).toContain(createHash('sha256').update(bytes).digest('hex'));
  });

  test('an end of the connection is noticed', async () => {
    const session = await logIn(kind);
    await host.restart();
    expect(await session.lost).toBeInstanceOf(Error);
  });
});

describe('a host in between', () => {
  test('can’t reach the other one', async () => {
    const port = await freePort();
    const dialled = dialRoute(routeTo('via'), { ...target, port }, deps(), never());
    await expect(dialled).rejects.toThrow(`bastion can't reach 127.0.0.1:${port}: Connection refused.`);
  });

  test('doesn’t answer, and somebody stops it', async () => {
    const session = await throughBastion();
    const stop = new AbortController();
    await bastion.pause();
    onTestFinished(bastion.resume);
    const through = async () => session;
    const dialled = dialRoute(routeTo('via'), { ...target, port: host.port }, deps(through), stop.signal);
    stop.abort(told);
    await expect(dialled).rejects.toBe(told);
  });

  test('doesn’t answer in time', async () => {
    const session = await throughBastion();
    await bastion.pause();
    onTestFinished(bastion.resume);
    const through = async () => session;
    const where = { ...target, port: host.port, timeoutMs: 100 };
    await expect(dialRoute(routeTo('via'), where, deps(through), never())).rejects.toMatchObject({
      message: `Can't reach SSH on ${target.name} at 127.0.0.1:${host.port} from bastion: no answer in 0.1 s.`,
      hint: `Its security group must admit port ${host.port} from bastion.`,
    });
  });
});

test('a closed session leaves no tunnel behind', async () => {
  const session = await logIn('eice');
  session.close();
  await until(() => endpoint.openTunnels() === 0);
});
