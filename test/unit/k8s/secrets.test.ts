import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { ConflictError, GoneError, InvalidError } from '../../../src/lib/k8s/errors.js';
import { failureOf, kubeconfigText, open, shown } from './opened.js';
import { object, serve, status } from './scripted-server.js';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const canary = 'canary-hunter2-value';
const path = '/api/v1/namespaces/exchange-dev/secrets';

const secretObject = object(
  'db',
  {
    kind: 'Secret',
    type: 'Opaque',
    data: { PASSWORD: base64(canary), HOST: base64('mysql.internal') },
  },
  {
    labels: { app: 'engine' },
    annotations: {
      note: 'kept',
      'kubectl.kubernetes.io/last-applied-configuration':
        '{"stringData":{"PASSWORD":"canary-hunter2-value"}}',
      'example.org/original': `{"data":{"PASSWORD":"${base64(canary)}"}}`,
    },
    ownerReferences: [{ kind: 'ExternalSecret', name: 'db', controller: true }],
    managedFields: [{ manager: 'kubectl', fieldsV1: { 'f:data': { 'f:HOST': {} } } }],
  },
);

it('reads a secret', async () => {
  const server = await serve(() => ({ body: secretObject }));
  const { kubernetes } = await open(kubeconfigText(server.url));
  const secret = await kubernetes.secrets.read('db');
  expect(secret).toMatchObject({
    name: 'db',
    uid: 'uid-db',
    resourceVersion: '7',
    type: 'Opaque',
    immutable: false,
    labels: { app: 'engine' },
    keys: ['PASSWORD', 'HOST'],
    owners: [{ kind: 'ExternalSecret' }],
    managedFields: [{ manager: 'kubectl' }],
  });
  expect(secret?.text('PASSWORD')).toBe(canary);
  expect(secret?.text('NONE')).toBeUndefined();
  expect(server.requests()).toEqual([`GET ${path}/db`]);
  expect(server.received[0]?.headers).toMatchObject({
    authorization: 'Bearer let-me-in',
    accept: 'application/json',
    'user-agent': 'exops',
  });
});

it('shows no value, however the secret is shown, nor the copies that tools keep in annotations', async () => {
  const server = await serve(() => ({ body: secretObject }));
  const { kubernetes } = await open(kubeconfigText(server.url));
  const secret = await kubernetes.secrets.read('db');
  const views = [
    JSON.stringify(secret),
    inspect(secret, { depth: 9, showHidden: true }),
    inspect({ ...secret }),
  ];
  for (const view of views) {
    expect(view).toContain('kept');
    expect(view).not.toContain(canary);
    expect(view).not.toContain(base64(canary));
    expect(view).not.toContain(base64('mysql.internal'));
  }
  expect(Object.keys(secret?.annotations ?? {})).toHaveLength(3);
});

it('has nothing for a secret that is not there', async () => {
  const server = await serve(() => status(404, 'NotFound', 'secrets "nope" not found'));
  const { kubernetes } = await open(kubeconfigText(server.url));
  expect(await kubernetes.secrets.read('nope')).toBeUndefined();
});

it('patches under the lock of resourceVersion and uid, in one request on one connection', async () => {
  const server = await serve(() => ({ body: secretObject }));
  const { kubernetes, events } = await open(kubeconfigText(server.url));
  await kubernetes.secrets.patch(
    { name: 'db', uid: 'uid-db', resourceVersion: '6' },
    { data: { PASSWORD: canary, OLD: null }, annotations: { 'exops.dev/record': 'r', gone: null } },
  );
  expect(server.requests()).toEqual([`PATCH ${path}/db`]);
  expect(server.connections()).toBe(1);
  expect(server.received[0]).toMatchObject({
    query: { fieldManager: 'exops' },
    body: {
      metadata: { uid: 'uid-db', resourceVersion: '6', annotations: { 'exops.dev/record': 'r', gone: null } },
      data: { PASSWORD: base64(canary), OLD: null },
    },
  });
  expect(server.received[0]?.headers['content-type']).toBe('application/merge-patch+json');
  expect(events).toEqual([
    expect.stringMatching(
      /^Kubernetes PATCH \/api\/v1\/namespaces\/exchange-dev\/secrets\/db 200 \(\d+ ms\)$/,
    ),
  ]);
});

it('sends requests one after the other over the same connection', async () => {
  const server = await serve(() => ({ body: secretObject }));
  const { kubernetes } = await open(kubeconfigText(server.url));
  for (let nth = 0; nth < 5; nth++) await kubernetes.secrets.read('db');
  expect(server.connections()).toBe(1);
});

it('tries a patch without writing', async () => {
  const server = await serve(() => ({ body: secretObject }));
  const { kubernetes } = await open(kubeconfigText(server.url));
  await kubernetes.secrets.patch({ name: 'db', uid: 'u', resourceVersion: '6' }, {}, { dryRun: true });
  expect(server.received[0]?.query).toEqual({ fieldManager: 'exops', dryRun: 'All' });
});

it('creates a secret', async () => {
  const server = await serve(() => ({ status: 201, body: secretObject }));
  const { kubernetes } = await open(kubeconfigText(server.url), { namespace: 'other' });
  await kubernetes.secrets.create({ name: 'db', type: 'Opaque', data: { HOST: 'mysql', NOT: null } });
  expect(server.requests()).toEqual(['POST /api/v1/namespaces/other/secrets']);
  expect(server.received[0]?.body).toEqual({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'db', namespace: 'other' },
    type: 'Opaque',
    data: { HOST: base64('mysql') },
  });
});

const identity = { name: 'db', uid: 'uid-db', resourceVersion: '6' };

it.each([
  [
    'somebody else wrote',
    status(409, 'Conflict', `Operation cannot be fulfilled on secrets "db": ${canary}`),
    ConflictError,
    "Can't patch the secret db in the namespace exchange-dev: somebody else changed it in the meantime (409).",
  ],
  [
    'it is another by now',
    status(422, 'Invalid', canary, { causes: [{ field: 'metadata.uid', reason: 'FieldValueInvalid' }] }),
    ConflictError,
    "Can't patch the secret db in the namespace exchange-dev: it was deleted and made anew in the meantime.",
  ],
  [
    'it is gone',
    status(404, 'NotFound', 'secrets "db" not found'),
    GoneError,
    "Can't patch the secret db in the namespace exchange-dev: it isn't there (404).",
  ],
  [
    'it is immutable',
    status(422, 'Invalid', `data: Forbidden: ${canary}`, {
      causes: [{ field: 'data', reason: 'FieldValueForbidden', message: canary }],
    }),
    InvalidError,
    "Can't patch the secret db in the namespace exchange-dev: the server calls it invalid: data (FieldValueForbidden).",
  ],
  [
    'the server quotes the whole secret',
    status(422, 'Invalid', `illegal base64 data in "password":"${canary}"`),
    InvalidError,
    "Can't patch the secret db in the namespace exchange-dev: the server calls it invalid.",
  ],
  [
    'a webhook denies it',
    status(403, 'Forbidden', `admission webhook "policy.example.org" denied the request: ${canary}`),
    Error,
    'Can\'t patch the secret db in the namespace exchange-dev: admission webhook "policy.example.org" denied the request.',
  ],
  [
    'it is a bad request',
    status(400, 'BadRequest', canary),
    Error,
    "Can't patch the secret db in the namespace exchange-dev: the server failed (BadRequest, HTTP 400).",
  ],
])('says why a patch failed, without the words of the server: %s', async (_, answer, kind, message) => {
  const server = await serve(() => answer);
  const { kubernetes, events } = await open(kubeconfigText(server.url));
  const error = await failureOf(kubernetes.secrets.patch(identity, { data: { PASSWORD: canary } }));
  expect(error.message).toBe(message);
  expect(error).toBeInstanceOf(kind);
  expect(shown(error) + events.join()).not.toContain(canary);
  expect(shown(error)).not.toContain(base64(canary));
});
