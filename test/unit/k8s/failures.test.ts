import { expect, it } from 'vitest';
import {
  ForbiddenError,
  GarbledError,
  KubernetesError,
  UnauthenticatedError,
  UncertainError,
  UnreachableError,
} from '../../../src/lib/k8s/errors.js';
import { freePort } from '../../lab/ports.js';
import { failureOf, kubeconfigText, type Opened, open, shown } from './opened.js';
import { object, type Script, serve, status } from './scripted-server.js';

const identity = { name: 'db', uid: 'u', resourceVersion: '6' };
const good = { body: object('db') };
const action = 'read the secret db in the namespace exchange-dev';

/** Plays these one after the other, and the last one ever after. */
function inTurn(...scripts: readonly Script[]): Script {
  let nth = 0;
  return (request, response) => scripts[Math.min(nth++, scripts.length - 1)]?.(request, response);
}

const cut: Script = (_, response) => {
  response.destroy();
  return undefined;
};
const half: Script = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
  response.write('{"metadata":');
  setImmediate(() => response.destroy());
  return undefined;
};
const never: Script = () => undefined;

it.each([
  ['the connection is cut', inTurn(cut, cut, () => good), [200, 400]],
  ['the answer is cut short', inTurn(half, () => good), [200]],
  [
    'the server is in trouble',
    inTurn(
      () => status(503, 'ServiceUnavailable', ''),
      () => good,
    ),
    [200],
  ],
  [
    'the server wants a pause',
    inTurn(
      () => ({ ...status(429, 'TooManyRequests', ''), headers: { 'retry-after': '2' } }),
      () => good,
    ),
    [2000],
  ],
  [
    'the server wants a very long pause',
    inTurn(
      () => ({ ...status(429, 'TooManyRequests', ''), headers: { 'retry-after': '9999' } }),
      () => good,
    ),
    [5000],
  ],
])('reads again when %s', async (_, script, pauses) => {
  const server = await serve(script);
  const opened = await open(kubeconfigText(server.url));
  expect(await opened.kubernetes.secrets.read('db')).toMatchObject({ name: 'db' });
  expect(opened.pauses).toEqual(pauses);
});

it('gives up reading after three tries', async () => {
  const server = await serve(() => status(500, 'InternalError', 'etcd is unwell'));
  const { kubernetes } = await open(kubeconfigText(server.url));
  const error = await failureOf(kubernetes.budgets());
  expect(server.received).toHaveLength(3);
  expect(error).toBeInstanceOf(KubernetesError);
  expect(error.message).toBe(
    "Can't list the PodDisruptionBudgets in the namespace exchange-dev: etcd is unwell (InternalError, HTTP 500).",
  );
});

it.each([
  ['cut', cut, 'the connection was cut (ECONNRESET)'],
  ['cut within the answer', half, 'the connection was cut (ECONNRESET)'],
  ['silent', never, 'no answer in time'],
])('never sends a write again whose answer is lost: %s', async (_, script, why) => {
  const server = await serve(script);
  const { kubernetes } = await open(kubeconfigText(server.url), { timeoutMs: 200 });
  const error = await failureOf(kubernetes.secrets.patch(identity, { data: { KEY: 'canary-1' } }));
  expect(server.received).toHaveLength(1);
  expect(error).toBeInstanceOf(UncertainError);
  expect(error.message).toBe(
    `It is not known whether exops could patch the secret db in the namespace exchange-dev: ${why}.`,
  );
  expect(shown(error)).not.toContain('canary-1');
});

it('sends no write again that the server failed at', async () => {
  const server = await serve(() => status(500, 'InternalError', 'oh'));
  const { kubernetes } = await open(kubeconfigText(server.url));
  const error = await failureOf(kubernetes.secrets.patch(identity, {}));
  expect(server.received).toHaveLength(1);
  expect(error).toBeInstanceOf(UncertainError);
  expect(error.message).toBe(
    'It is not known whether exops could patch the secret db in the namespace exchange-dev: the server failed (InternalError, HTTP 500).',
  );
});

it('sends again what was turned away before it began, and what is only tried', async () => {
  const server = await serve(
    inTurn(
      () => status(429, 'TooManyRequests', ''),
      () => good,
      () => status(500, 'InternalError', ''),
      () => good,
    ),
  );
  const { kubernetes } = await open(kubeconfigText(server.url));
  await kubernetes.secrets.patch(identity, {});
  await kubernetes.secrets.patch(identity, {}, { dryRun: true });
  expect(server.received).toHaveLength(4);
});

it.each([
  [
    'a web page',
    () => ({ headers: { 'content-type': 'text/html' }, text: '<html>Log in</html>' }),
    `Can't ${action}: the server answered 200 with text/html, which isn't how an API server answers.`,
  ],
  [
    'a page that is not there',
    () => ({ status: 404, text: '404 page not found' }),
    `Can't ${action}: the server answered 404 with text/plain, which isn't how an API server answers.`,
  ],
  [
    'half an object',
    () => ({ headers: { 'content-type': 'application/json' }, text: '{"metadata":' }),
    `Can't ${action}: the server's answer makes no sense (cut short, or no object).`,
  ],
  [
    'no object',
    () => ({ body: [1] }),
    `Can't ${action}: the server's answer makes no sense (cut short, or no object).`,
  ],
] satisfies [string, Script, string][])('explains an answer that is %s', async (_, script, message) => {
  const server = await serve(script);
  const { kubernetes } = await open(kubeconfigText(server.url));
  const error = await failureOf(kubernetes.secrets.read('db'));
  expect(error).toBeInstanceOf(GarbledError);
  expect(error.message).toBe(message);
});

it.each([
  ['a web page', () => ({ headers: { 'content-type': 'text/html' }, text: '<html>' })],
  ['half an object', () => ({ headers: { 'content-type': 'application/json' }, text: '{"metadata":' })],
] satisfies [string, Script][])('is in doubt about a write that is answered by %s', async (_, script) => {
  const server = await serve(script);
  const { kubernetes } = await open(kubeconfigText(server.url));
  const error = await failureOf(kubernetes.secrets.patch(identity, {}));
  expect(error).toBeInstanceOf(UncertainError);
  expect(server.received).toHaveLength(1);
});

const nameless = 'the server answered with an object without name and uid';

it.each<[string, (kubernetes: Opened['kubernetes']) => Promise<unknown>]>([
  ['patch the secret db', ({ secrets }) => secrets.patch(identity, {})],
  ['create the secret db', ({ secrets }) => secrets.create({ name: 'db', type: 'Opaque' })],
  [
    'restart deployment/db',
    ({ workloads }) => workloads.setRestartedAt({ kind: 'Deployment', ...identity }, 'now'),
  ],
  ['create the namespace exchange-dev', ({ namespaces }) => namespaces.create()],
])('is in doubt about a write whose answer is nothing with a name: %s', async (write, work) => {
  const server = await serve(() => ({ body: { kind: 'Odd', metadata: { name: 'db' } } }));
  const { kubernetes } = await open(kubeconfigText(server.url));
  const error = await failureOf(work(kubernetes));
  expect(error).toBeInstanceOf(UncertainError);
  const where = write.includes('namespace') ? '' : ' in the namespace exchange-dev';
  expect(error.message).toBe(`It is not known whether exops could ${write}${where}: ${nameless}.`);
  expect(server.received).toHaveLength(1);
});

it('is in no doubt about what was only read or tried', async () => {
  const server = await serve(() => ({ body: { metadata: {} } }));
  const { kubernetes } = await open(kubeconfigText(server.url));
  const read = await failureOf(kubernetes.secrets.read('db'));
  expect(read).not.toBeInstanceOf(UncertainError);
  expect(read.message).toBe(`Can't ${action}: ${nameless}.`);
  const tried = await failureOf(kubernetes.secrets.patch(identity, {}, { dryRun: true }));
  expect(tried).not.toBeInstanceOf(UncertainError);
});

it('stops reading an answer that has no end', async () => {
  const chunk = Buffer.alloc(1024 * 1024, ' ');
  let sent = 0;
  const server = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const more = () => {
      while (!response.destroyed && response.write(chunk)) sent += chunk.length;
      sent += chunk.length;
    };
    response.on('drain', more);
    more();
    return undefined;
  });
  const { kubernetes } = await open(kubeconfigText(server.url), { timeoutMs: 60_000 });
  const error = await failureOf(kubernetes.secrets.read('db'));
  expect(error.message).toBe(`Can't ${action}: the server's answer is larger than an API server's can be.`);
  expect(server.received).toHaveLength(1);
  expect(sent).toBeLessThan(200 * 1024 * 1024);
});

it('waits no longer than it was told for an answer, and for the rest of one', async () => {
  const server = await serve(
    inTurn(never, (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{');
      return undefined;
    }),
  );
  const { kubernetes } = await open(kubeconfigText(server.url), { timeoutMs: 100 });
  for (let nth = 0; nth < 2; nth++) {
    const error = await failureOf(kubernetes.secrets.read('db'));
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error.message).toBe(`Can't reach ${server.url} to ${action}: no answer in time.`);
  }
  expect(server.received).toHaveLength(2);
});

it('says that nothing listens, of a write too', async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const { kubernetes } = await open(kubeconfigText(url));
  const error = await failureOf(kubernetes.secrets.patch(identity, {}));
  expect(error).toBeInstanceOf(UnreachableError);
  expect(error.message).toBe(
    `Can't reach ${url} to patch the secret db in the namespace exchange-dev: nothing listens there (connection refused).`,
  );
});

it('says that a name does not resolve', async () => {
  const { kubernetes } = await open(kubeconfigText('https://api.exops.invalid'));
  const error = await failureOf(kubernetes.secrets.read('db'));
  expect(error.message).toMatch(
    /^Can't reach https:\/\/api\.exops\.invalid to read .*: the name doesn't resolve here \((ENOTFOUND|EAI_AGAIN)\)\.$/,
  );
});

const forbidden = (words: string) => status(403, 'Forbidden', `secrets "db" is forbidden: ${words}`);

it('names the right that is missing', async () => {
  const server = await serve(() =>
    forbidden(
      'User "kim\u001b[31m" cannot get resource "secrets" in API group "" in the namespace "exchange-dev"',
    ),
  );
  const { kubernetes } = await open(kubeconfigText(server.url));
  const error = await failureOf(kubernetes.secrets.read('db'));
  expect(error).toBeInstanceOf(ForbiddenError);
  expect(error.message).toBe(
    `Can't ${action}: the user kim\\x1b[31m may not get secrets in the namespace exchange-dev, or the namespace does not exist.`,
  );
  expect(error).toMatchObject({ exitCode: 4, hint: 'The Role that exops needs: exops k8s rbac' });
  const roleCommand = (namespace: string) => `exops k8s rbac --namespace ${namespace} --secret db`;
  const called = await open(kubeconfigText(server.url), { roleCommand });
  expect(await failureOf(called.kubernetes.secrets.read('db'))).toMatchObject({
    hint: 'The Role that exops needs: exops k8s rbac --namespace exchange-dev --secret db',
  });
});

it('sends nobody to a Role for a right that none can give', async () => {
  const server = await serve(() =>
    forbidden('User "kim" cannot create resource "namespaces" in API group "" at the cluster scope'),
  );
  const { kubernetes } = await open(kubeconfigText(server.url));
  expect(await failureOf(kubernetes.namespaces.create())).toMatchObject({
    message:
      "Can't create the namespace exchange-dev: the user kim may not create namespaces in the whole cluster.",
    hint: 'No Role can give this right: it takes a ClusterRole, or an admin who does it.',
  });
});

it.each<[string, Script]>([
  [
    'a user of that length',
    () =>
      forbidden(
        `User "${'k'.repeat(5_000)}" cannot get resource "secrets" in API group "" in the namespace "x"`,
      ),
  ],
  [
    'a webhook of that length',
    () => forbidden(`admission webhook "${'w'.repeat(5_000)}" denied the request: no`),
  ],
  [
    'a page of that length',
    () => ({ status: 404, headers: { 'content-type': `text/${'h'.repeat(5_000)}` }, text: '' }),
  ],
  [
    'faults of that number',
    () =>
      status(422, 'Invalid', 'no', {
        causes: Array.from({ length: 500 }, () => ({ field: 'data', reason: 'FieldValueInvalid' })),
      }),
  ],
])('shows 300 characters of a server that names %s', async (_, script) => {
  const server = await serve(script);
  const { kubernetes } = await open(kubeconfigText(server.url));
  const { message } = await failureOf(kubernetes.secrets.patch(identity, {}, { dryRun: true }));
  expect(message).toContain('…');
  expect(message.length).toBeLessThan(300 + 150);
  expect(message.length).toBeGreaterThan(300);
});

it('says that the server knows nobody of that name', async () => {
  const server = await serve(() =>
    forbidden('User "system:anonymous" cannot get resource "secrets" in API group "" in the namespace "x"'),
  );
  const { kubernetes } = await open(kubeconfigText(server.url, {}));
  const error = await failureOf(kubernetes.secrets.read('db'));
  expect(error).toBeInstanceOf(UnauthenticatedError);
  expect(error.message).toBe(`Can't ${action}: the API server doesn't know who asks.`);
});

it('says that a token has expired', async () => {
  const payload = Buffer.from(JSON.stringify({ exp: 1_700_000_000 })).toString('base64url');
  const token = `eyJh.${payload}.c2ln`;
  const server = await serve(() => status(401, 'Unauthorized', 'Unauthorized'));
  const { kubernetes, events } = await open(kubeconfigText(server.url, { token }));
  const error = await failureOf(kubernetes.secrets.read('db'));
  expect(error).toBeInstanceOf(UnauthenticatedError);
  expect(error.message).toBe(
    "The API server doesn't accept the credentials of the kubeconfig's user kim: its token expired 2023-11-14T22:13:20Z (401).",
  );
  expect(shown(error) + events.join()).not.toContain(payload);
});

it('stops at once when it is told to, with the reason it was told', async () => {
  const server = await serve(never);
  const { kubernetes } = await open(kubeconfigText(server.url));
  const stop = new AbortController();
  const reading = failureOf(kubernetes.secrets.read('db', stop.signal));
  await expect.poll(() => server.received.length).toBe(1);
  const reason = new Error('Ctrl-C');
  stop.abort(reason);
  expect(await reading).toBe(reason);
});

it('shows nothing of a server that would move the cursor', async () => {
  const server = await serve(() => status(500, 'Intern\u001b[2Jal', 'words\u001b]0;title\u0007'));
  const { kubernetes } = await open(kubeconfigText(server.url));
  expect((await failureOf(kubernetes.budgets())).message).not.toMatch(/\p{Cc}/u);
});
