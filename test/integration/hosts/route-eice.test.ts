import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AccessError } from '../../../src/lib/errors.js';
import { dialEndpoint } from '../../../src/lib/hosts/route/dial-endpoint.js';
import {
  type EndpointFault,
  type EndpointOptions,
  type RunningEndpoint,
  startEndpoint,
} from '../../lab/eice/endpoint.js';
import { signedAddress } from '../../lab/eice/presigned-query.js';
import { createPki } from '../../lab/pki.js';
import { freePort, listenOnFreePort } from '../../lab/ports.js';
import { temporaryFolder } from '../../lab/temporary-folder.js';
import {
  endOf,
  greeting,
  greetingServer,
  never,
  readBytes,
  settledLength,
  target,
  thereAndBack,
  told,
  until,
} from './route-streams.js';

const privateAddress = '10.0.11.8';

async function endpointTo(
  port: number,
  options: Pick<EndpointOptions, 'tls'> = {},
): Promise<RunningEndpoint> {
  const endpoint = await startEndpoint({ target: { host: '127.0.0.1', port }, ...options });
  onTestFinished(endpoint.stop);
  return endpoint;
}

/** Dials through an endpoint with a signature of this age, in milliseconds. */
function dial(
  endpoint: RunningEndpoint,
  {
    port = 22,
    age = 0,
    timeoutMs = 20_000,
    signal = never(),
    env = {},
    sign = signedAddress,
  }: {
    port?: number;
    age?: number;
    timeoutMs?: number;
    signal?: AbortSignal;
    env?: Record<string, string>;
    sign?: typeof signedAddress;
  } = {},
) {
  const instanceConnect = {
    signTunnel: async (tunnel: Parameters<typeof signedAddress>[0]) => sign(tunnel, { at: Date.now() - age }),
  };
  const where = { endpoint: endpoint.record, privateAddress };
  return dialEndpoint(where, { ...target, port, timeoutMs }, { aws: { instanceConnect }, env }, signal);
}

const name = 'EC2 Instance Connect Endpoint eice-0123456789abcdef0';
const admit =
  "The instance's security group must admit TCP 22 from the endpoint's security group sg-0e1ce, and sshd must listen there.";

describe('a tunnel through an endpoint', () => {
  test('carries bytes both ways in frames that the endpoint takes, and ends when the other side ends', async () => {
    const server = await greetingServer();
    const endpoint = await endpointTo(server.port);
    const stream = await dial(endpoint);
    expect(String(await readBytes(stream, greeting.length))).toBe(greeting);
    const { sent, received } = await thereAndBack(stream, 5 * 1024 * 1024);
    expect(received).toBe(sent);
    expect(endpoint.longestMessage()).toBe(65_000);
    expect(endpoint.requests).toEqual([{ privateAddress, port: 22 }]);
    server.end('orderly');
    expect(await endOf(stream)).toBe('end');
    await until(() => endpoint.openTunnels() === 0);
  });

  test('holds back a server that sends more than is read', async () => {
    const flood = 64 * 1024 * 1024;
    const server = await greetingServer(flood);
    const endpoint = await endpointTo(server.port);
    const stream = await dial(endpoint);
    await readBytes(stream, greeting.length + 1024 * 1024);
    expect(await settledLength(stream)).toBeLessThan(1024 * 1024);
    const rest = flood - 1024 * 1024;
    expect((await readBytes(stream, rest)).length).toBe(rest);
    stream.destroy();
  });

  test('is closed when it is ended here, and when it is destroyed', async () => {
    const server = await greetingServer();
    const endpoint = await endpointTo(server.port);
    const [ended, destroyed] = await Promise.all([dial(endpoint), dial(endpoint)]);
    await Promise.all([ended, destroyed].map((stream) => readBytes(stream, greeting.length)));
    ended.end();
    expect(await endOf(ended)).toBe('end');
    await until(() => endpoint.endings.length === 1);
    destroyed.destroy();
    await until(() => endpoint.openTunnels() === 0 && server.open() === 0);
    expect(endpoint.endings).toEqual([1000, 1006]);
  });
});

describe('an endpoint that refuses', () => {
  test('because a right is missing', async () => {
    const endpoint = await endpointTo(await freePort());
    const Message = 'You are not authorized to perform this operation.';
    endpoint.fault({
      kind: 'refuse',
      status: 403,
      body: JSON.stringify({ ErrorCode: 'AccessDenied', Message }),
    });
    const error: unknown = await dial(endpoint).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AccessError);
    expect(String(error)).toContain('ec2-instance-connect:OpenTunnel');
    expect(String(error)).toContain(Message);
  });

  test('another port than those of SSH and RDP, in AWS’s words', async () => {
    const endpoint = await endpointTo(await freePort());
    await expect(dial(endpoint, { port: 9092 })).rejects.toThrow(
      `${name} refused a tunnel to 10.0.11.8:9092: The specified RemotePort is not valid.`,
    );
  });

  test('a signature that is too old', async () => {
    const endpoint = await endpointTo(await freePort());
    await expect(dial(endpoint, { age: 61_000 })).rejects.toThrow('The signature has expired.');
  });

  test('and repeats the signed address, which stays secret', async () => {
    const endpoint = await endpointTo(await freePort());
    let signature = '';
    const sign: typeof signedAddress = (...given) => {
      const url = signedAddress(...given);
      signature = url.searchParams.get('X-Amz-Signature') ?? '';
      const Message = `Bad request: ${url}`;
      endpoint.fault({ kind: 'refuse', status: 400, body: JSON.stringify({ ErrorCode: 'Bad', Message }) });
      return url;
    };
    const error = await dial(endpoint, { sign }).catch((thrown: Error) => thrown);
    expect(signature).not.toBe('');
    expect(JSON.stringify([String(error), error])).not.toContain(signature);
    expect(String(error)).toContain('Bad request: wss://…');
  });
});

describe('an endpoint that fails', () => {
  test('isn’t there', async () => {
    const endpoint = await endpointTo(await freePort());
    await endpoint.stop();
    const error = await dial(endpoint).catch((thrown: Error) => thrown);
    expect(String(error)).toMatch(`Can't reach ${name}: `);
    expect(String(error)).not.toContain('X-Amz');
  });

  test('doesn’t answer in time', async () => {
    const endpoint = await endpointTo(await freePort());
    endpoint.fault({ kind: 'ignore' });
    await expect(dial(endpoint, { timeoutMs: 200 })).rejects.toThrow(
      `Can't reach ${name}: no answer in 0.2 s.`,
    );
  });

  test('doesn’t answer, and somebody stops it', async () => {
    const endpoint = await endpointTo(await freePort());
    endpoint.fault({ kind: 'ignore' });
    const stop = new AbortController();
    const dialled = dial(endpoint, { signal: stop.signal });
    await until(() => endpoint.requests.length === 1);
    stop.abort(told);
    await expect(dialled).rejects.toBe(told);
  });

  test('can’t reach the instance', async () => {
    const endpoint = await endpointTo(await freePort());
    const stream = await dial(endpoint);
    expect(await endOf(stream)).toMatchObject({
      message: `${name} can't reach 10.0.11.8:22: Unable to reach the instance.`,
      hint: admit,
    });
  });

  test.each<[EndpointFault, string]>([
    [{ kind: 'close', code: 1000, reason: '', afterBytes: 0 }, 'close code 1000.'],
    [{ kind: 'cut', afterBytes: 0 }, 'the connection was cut.'],
  ])('closes before the instance has said anything: %o', async (fault, why) => {
    const server = await greetingServer();
    const endpoint = await endpointTo(server.port);
    endpoint.fault(fault);
    const error = await endOf(await dial(endpoint));
    expect(error).toMatchObject({ message: `${name} can't reach 10.0.11.8:22: ${why}`, hint: admit });
  });

  test.each<[EndpointFault, string]>([
    [
      { kind: 'close', code: 1008, reason: 'Maximum tunnel duration', afterBytes: 1_000 },
      'Maximum tunnel duration.',
    ],
    [{ kind: 'cut', afterBytes: 1_000 }, 'the connection was cut.'],
  ])('ends a connection that is in use: %o', async (fault, why) => {
    const server = await greetingServer();
    const endpoint = await endpointTo(server.port);
    endpoint.fault(fault);
    const stream = await dial(endpoint);
    await readBytes(stream, greeting.length);
    stream.write(Buffer.alloc(2_000));
    expect(await endOf(stream)).toMatchObject({
      message: `${name} ended the connection: ${why}`,
      hint: 'An endpoint ends each connection after an hour at most.',
    });
  });

  test('sends text', async () => {
    const server = await greetingServer();
    const endpoint = await endpointTo(server.port);
    endpoint.fault({ kind: 'text' });
    const stream = await dial(endpoint);
    expect(await endOf(stream)).toMatchObject({
      message: `${name} sent text where only bytes belong, so the connection was closed.`,
    });
    await until(() => endpoint.openTunnels() === 0);
  });
});

/** An HTTP proxy that knows one user. */
async function proxy(): Promise<{ readonly port: number; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const server = createServer();
  server.on('connect', ({ url = '', headers }, client) => {
    asked.push(url);
    client.on('error', () => undefined);
    if (headers['proxy-authorization'] !== `Basic ${Buffer.from('kim:p@ss').toString('base64')}`) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const [host = '', port = ''] = url.split(':');
    const upstream = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.once('close', () => upstream.destroy());
  });
  const port = await listenOnFreePort(server);
  onTestFinished(() => {
    server.close();
  });
  return { port, asked };
}

describe('through a proxy', () => {
  test('bytes go both ways', async () => {
    const server = await greetingServer();
    const [endpoint, { port, asked }] = await Promise.all([endpointTo(server.port), proxy()]);
    const stream = await dial(endpoint, { env: { HTTPS_PROXY: `http://kim:p%40ss@127.0.0.1:${port}` } });
    await readBytes(stream, greeting.length);
    const { sent, received } = await thereAndBack(stream, 1024 * 1024);
    expect(received).toBe(sent);
    expect(asked).toEqual([endpoint.record.dnsName]);
    stream.destroy();
    await until(() => endpoint.openTunnels() === 0);
  });

  test('that refuses says so, and not the password', async () => {
    const [endpoint, { port }] = await Promise.all([endpointTo(await freePort()), proxy()]);
    const dialled = dial(endpoint, { env: { HTTPS_PROXY: `http://kim:secret@127.0.0.1:${port}` } });
    await expect(dialled).rejects.toThrow(
      `The proxy 127.0.0.1:${port} refused a connection to ${endpoint.record.dnsName}: 407 Proxy Authentication Required.`,
    );
  });

  test('that isn’t there says so', async () => {
    const endpoint = await endpointTo(await freePort());
    const port = await freePort();
    const dialled = dial(endpoint, { env: { HTTPS_PROXY: `127.0.0.1:${port}` } });
    await expect(dialled).rejects.toThrow(`Can't reach the proxy 127.0.0.1:${port}: `);
  });

  test('but not to what NO_PROXY names', async () => {
    const server = await greetingServer();
    const endpoint = await endpointTo(server.port);
    const env = { HTTPS_PROXY: `127.0.0.1:${await freePort()}`, NO_PROXY: '127.0.0.1' };
    const stream = await dial(endpoint, { env });
    expect(String(await readBytes(stream, greeting.length))).toBe(greeting);
    stream.destroy();
  });
});

describe('an endpoint that isn’t who it says', () => {
  const sign: typeof signedAddress = (tunnel) => signedAddress(tunnel, { protocol: 'wss' });

  test.each(['straight', 'through a proxy'])('is refused, %s', async (way) => {
    const folder = await temporaryFolder();
    onTestFinished(folder.remove);
    const { broker } = await createPki(folder.path);
    const [cert, key] = await Promise.all([readFile(broker.cert, 'utf8'), readFile(broker.key, 'utf8')]);
    const server = await greetingServer();
    const endpoint = await endpointTo(server.port, { tls: { cert, key } });
    const { port } = await proxy();
    const env: Record<string, string> =
      way === 'straight' ? {} : { HTTPS_PROXY: `http://kim:p%40ss@127.0.0.1:${port}` };
    await expect(dial(endpoint, { sign, env })).rejects.toMatchObject({
      message: `Can't reach ${name}: unable to verify the first certificate.`,
      hint: 'Behind a proxy that opens TLS, set NODE_EXTRA_CA_CERTS to its certificate.',
    });
    expect(endpoint.requests).toEqual([]);
  });
});
