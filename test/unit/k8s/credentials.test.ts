import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { UsageError } from '../../../src/lib/errors.js';
import { UnauthenticatedError } from '../../../src/lib/k8s/errors.js';
import { freePort, listenOnFreePort } from '../../lab/ports.js';
import { failureOf, folder, kubeconfigText, open, shown } from './opened.js';
import { object, serve, status } from './scripted-server.js';

const good = { body: object('db') };

it.each([
  ['a password', { username: 'kim', password: 'pw' }, { authorization: 'Basic a2ltOnB3' }],
  [
    'a token for somebody else',
    { token: 't', as: 'lee', 'as-uid': '7', 'as-groups': ['dev'] },
    {
      authorization: 'Bearer t',
      'impersonate-user': 'lee',
      'impersonate-uid': '7',
      'impersonate-group': 'dev',
    },
  ],
])('lets itself in with %s', async (_, user, headers) => {
  const server = await serve(() => good);
  const { kubernetes } = await open(kubeconfigText(server.url, user));
  await kubernetes.secrets.read('db');
  expect(server.received[0]?.headers).toMatchObject(headers);
});

it('reads a token from a file beside the kubeconfig, and anew when it is refused', async () => {
  const path = await folder();
  writeFileSync(join(path, 'token'), 'old\n');
  const server = await serve(({ headers }) => {
    if (headers.authorization === 'Bearer new') return good;
    writeFileSync(join(path, 'token'), 'new\n');
    return status(401, 'Unauthorized', 'Unauthorized');
  });
  writeFileSync(join(path, 'config'), kubeconfigText(server.url, { tokenFile: 'token' }));
  const { kubernetes } = await open('', { kubeconfig: join(path, 'config') });
  await kubernetes.secrets.patch({ name: 'db', uid: 'u', resourceVersion: '1' }, {});
  expect(server.received.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
});

it('sends no token that would be more than one header', async () => {
  const server = await serve(() => good);
  const { kubernetes } = await open(kubeconfigText(server.url, { token: 'canary\r\nx-evil: 1' }));
  const error = await failureOf(kubernetes.secrets.read('db'));
  expect(error).toBeInstanceOf(UnauthenticatedError);
  expect(shown(error)).not.toContain('canary');
  expect(server.received).toHaveLength(0);
});

it('says that a file of the kubeconfig is not there', async () => {
  const server = await serve(() => good);
  const { kubernetes } = await open(kubeconfigText(server.url, { 'client-certificate': '/nowhere/kim.crt' }));
  const error = await failureOf(kubernetes.secrets.read('db'));
  expect(error).toBeInstanceOf(UsageError);
  expect(error.message).toBe('Can\'t use the context "dev". No such file: /nowhere/kim.crt');
  expect(server.received).toHaveLength(0);
});

/** A plugin: a program in JavaScript that counts its runs in the file `runs`. */
async function plugin(program: string, more: object = {}) {
  const runs = join(await folder(), 'runs');
  writeFileSync(runs, '');
  const text = `require('fs').appendFileSync(${JSON.stringify(runs)}, 'x'); const runs = require('fs').readFileSync(${JSON.stringify(runs)}).length;
    const answer = (status) => console.log(JSON.stringify({ kind: 'ExecCredential', status }));${program}`;
  const apiVersion = 'client.authentication.k8s.io/v1beta1';
  return { exec: { apiVersion, command: 'node', args: ['-e', text], ...more } };
}

it('has a program give the token, once for many requests, and tells it what is wanted', async () => {
  const server = await serve(() => good);
  const user = await plugin(
    "answer({ token: [process.env.WHO, JSON.parse(process.env.KUBERNETES_EXEC_INFO).apiVersion, process.env.REGION].join(' ') })",
    { env: [{ name: 'WHO', value: 'kim' }] },
  );
  const env = { PATH: process.env['PATH'], REGION: 'ap' };
  const { kubernetes } = await open(kubeconfigText(server.url, user), { env });
  await Promise.all([kubernetes.secrets.read('db'), kubernetes.secrets.read('db')]);
  await kubernetes.secrets.read('db');
  expect(new Set(server.received.map(({ headers }) => headers.authorization))).toEqual(
    new Set(['Bearer kim client.authentication.k8s.io/v1beta1 ap']),
  );
});

it('has it give another when the server refuses the first, for a write too', async () => {
  const server = await serve(({ headers }) =>
    headers.authorization === 'Bearer token-2' ? good : status(401, 'Unauthorized', 'Unauthorized'),
  );
  const user = await plugin('answer({ token: "token-" + runs })');
  const { kubernetes } = await open(kubeconfigText(server.url, user));
  await kubernetes.secrets.patch({ name: 'db', uid: 'u', resourceVersion: '1' }, {});
  expect(server.received).toHaveLength(2);
});

it('refuses after the second 401, and names the program', async () => {
  const server = await serve(() => status(401, 'Unauthorized', 'Unauthorized'));
  const { kubernetes } = await open(kubeconfigText(server.url, await plugin('answer({ token: "t" })')));
  const error = await failureOf(kubernetes.secrets.read('db'));
  expect(server.received).toHaveLength(2);
  expect(error).toBeInstanceOf(UnauthenticatedError);
  expect(error).toMatchObject({
    message: "The API server doesn't accept the credentials of the kubeconfig's user kim (401).",
    hint: 'They are what node gave: log in again with it, and see that the cluster knows that user.',
  });
});

it('has it give another before the first one ends', async () => {
  const server = await serve(() => good);
  const soon = new Date(Date.now() + 10_000).toISOString();
  const user = await plugin(
    `answer({ token: 'token-' + runs, expirationTimestamp: ${JSON.stringify(soon)} })`,
  );
  const { kubernetes } = await open(kubeconfigText(server.url, user));
  await kubernetes.secrets.read('db');
  await kubernetes.secrets.read('db');
  expect(server.received.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer token-1',
    'Bearer token-2',
  ]);
});

const whose = "which gives the credentials of the kubeconfig's user kim";
const jwt = `eyJhbGciOiJub25lIn0.${'x'.repeat(60)}.sig`;

it.each([
  [
    'is not installed',
    () => ({ exec: { command: 'aws', args: ['eks', 'get-token'] } }),
    `Can't run aws, ${whose}: there is no such program.`,
    'Install the AWS CLI, and have it write the kubeconfig: aws eks update-kubeconfig --name CLUSTER',
  ],
  [
    'is not installed, and says how',
    () => ({ exec: { command: 'kubelogin-nowhere', installHint: 'Get it from\nexample.org' } }),
    `Can't run kubelogin-nowhere, ${whose}: there is no such program.`,
    'Get it from example.org\nInstall it, or take another context.',
  ],
  [
    'fails',
    () => plugin(`console.error('first\\nThe SSO session has \\x1b[31mexpired: ${jwt}'); process.exit(255)`),
    `The program node, ${whose}, failed (exit 255): The SSO session has \\x1b[31mexpired: …`,
    'Try what kubectl says: kubectl auth whoami',
  ],
  [
    'fails without a word',
    () => plugin('process.exit(3)'),
    `The program node, ${whose}, failed (exit 3).`,
    undefined,
  ],
  [
    'answers with no JSON',
    () => plugin(`console.log('${jwt}')`),
    `The program node, ${whose}, answered with something that is no credential.`,
    'Its output must be an ExecCredential with a token, or a certificate and its key.',
  ],
  [
    'answers with no credential',
    () => plugin('answer({ clientCertificateData: "x" })'),
    `The program node, ${whose}, answered with something that is no credential.`,
    undefined,
  ],
])('says that the program %s', async (_, user, message, hint) => {
  const server = await serve(() => good);
  const given = await user();
  const env = { PATH: given.exec.command === 'node' ? process.env['PATH'] : '/nowhere' };
  const { kubernetes } = await open(kubeconfigText(server.url, given), { env });
  const error = await failureOf(kubernetes.secrets.read('db'));
  expect(error).toBeInstanceOf(UnauthenticatedError);
  expect(error.message).toBe(message);
  if (hint !== undefined) expect(error).toMatchObject({ hint, exitCode: 4 });
  expect(shown(error)).not.toContain('eyJ');
  expect(server.received).toHaveLength(0);
});

it('ends a program that waits for somebody', async () => {
  const user = await plugin(
    "require('fs').writeFileSync(process.env.PIDFILE, String(process.pid)); console.error('Open https://login.example.org'); setInterval(() => {}, 1000)",
  );
  const server = await serve(() => good);
  const pidFile = join(await folder(), 'pid');
  const env = { PATH: process.env['PATH'], PIDFILE: pidFile };
  const { kubernetes } = await open(kubeconfigText(server.url, user), { timeoutMs: 1000, env });
  const error = await failureOf(kubernetes.secrets.read('db'));
  expect(error.message).toBe(
    `The program node, ${whose}, didn't end in time: Open https://login.example.org`,
  );
  const pid = Number(readFileSync(pidFile, 'utf8'));
  await expect.poll(() => isRunning(pid)).toBe(false);
});

const stubborn = `process.on('SIGTERM', () => {}); require('fs').writeFileSync(process.env.PIDFILE, String(process.pid)); setInterval(() => {}, 1000);`;

it('kills a program that will not end before it tells of it', async () => {
  const server = await serve(() => good);
  const pidFile = join(await folder(), 'pid');
  const env = { PATH: process.env['PATH'], PIDFILE: pidFile };
  const user = await plugin(stubborn);
  const { kubernetes } = await open(kubeconfigText(server.url, user), { timeoutMs: 1000, env });
  const error = await failureOf(kubernetes.secrets.read('db'));
  expect(error.message).toBe(`The program node, ${whose}, didn't end in time.`);
  expect(isRunning(Number(readFileSync(pidFile, 'utf8')))).toBe(false);
});

it('leaves no such program behind when it is closed', async () => {
  const server = await serve(() => good);
  const pidFile = join(await folder(), 'pid');
  const env = { PATH: process.env['PATH'], PIDFILE: pidFile };
  const { kubernetes } = await open(kubeconfigText(server.url, await plugin(stubborn)), { env });
  const reading = failureOf(kubernetes.secrets.read('db'));
  await expect.poll(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8') !== '').toBe(true);
  kubernetes.close();
  expect((await reading).message).toBe('closed');
  expect(isRunning(Number(readFileSync(pidFile, 'utf8')))).toBe(false);
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it('goes through the proxy that the kubeconfig names', async () => {
  const server = await serve(() => good);
  const proxy = await connectProxy();
  const { kubernetes } = await open(kubeconfigText(server.url, undefined, { 'proxy-url': proxy.url }));
  await kubernetes.secrets.read('db');
  await kubernetes.secrets.read('db');
  expect(proxy.asked).toEqual([server.url.replace('http://', '')]);
  expect(server.received).toHaveLength(2);
});

it('names the proxy when it is not there, and not what lets us into it', async () => {
  const proxy = `127.0.0.1:${await freePort()}`;
  const server = await serve(() => good);
  const cluster = { 'proxy-url': `http://kim:canary@${proxy}` };
  const { kubernetes } = await open(kubeconfigText(server.url, undefined, cluster));
  const error = await failureOf(kubernetes.secrets.read('db'));
  expect(error.message).toBe(
    `Can't reach ${server.url} through the proxy ${proxy} to read the secret db in the namespace exchange-dev: nothing listens there (connection refused).`,
  );
  expect(shown(error)).not.toContain('canary');
});

it('says that a token can not be renewed here, and what can', async () => {
  const expired = `eyJh.${Buffer.from('{"exp":1700000000}').toString('base64url')}.c2ln`;
  const config = {
    'id-token': expired,
    'refresh-token': 'canary',
    'client-id': 'c',
    'idp-issuer-url': 'https://127.0.0.1:9/',
  };
  const server = await serve(() => good);
  const { kubernetes } = await open(
    kubeconfigText(server.url, { 'auth-provider': { name: 'oidc', config } }),
  );
  const error = await failureOf(kubernetes.secrets.read('db'));
  expect(error).toBeInstanceOf(UnauthenticatedError);
  expect(error).toMatchObject({
    message: "Can't get the credentials of the kubeconfig's user kim by the provider oidc.",
    hint: 'kubectl may know how, and writes what it gets into the kubeconfig: kubectl auth whoami',
  });
  expect(shown(error)).not.toContain('canary');
});

/** An HTTP proxy that knows CONNECT, and what it was asked for. */
async function connectProxy() {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer();
  server.on('connect', (request, socket: Socket) => {
    asked.push(request.url ?? '');
    const { hostname, port } = new URL(`http://${request.url}`);
    const onward = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    for (const each of [socket, onward]) {
      sockets.add(each);
      each.on('error', () => undefined);
    }
  });
  const port = await listenOnFreePort(server);
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  return { url: `http://127.0.0.1:${port}`, asked };
}
