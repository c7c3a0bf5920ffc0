import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { UnreachableError } from '../../../src/lib/k8s/errors.js';
import { explainUnauthenticated } from '../../../src/lib/k8s/explain-unauthenticated.js';
import { explainFailure } from '../../../src/lib/k8s/explain-unreachable.js';
import { TransportFailure } from '../../../src/lib/k8s/transport.js';
import { closingPort } from '../../lab/faulty-listeners.js';
import { createPki, type KeyPair } from '../../lab/pki.js';
import { failureOf, folder, kubeconfigText, open } from './opened.js';
import { object, serve } from './scripted-server.js';

const action = 'patch the secret db in the namespace exchange-dev';
const identity = { name: 'db', uid: 'u', resourceVersion: '1' };

const pem = ({ cert, key }: KeyPair) => ({
  cert: readFileSync(cert, 'utf8'),
  key: readFileSync(key, 'utf8'),
});

it('trusts the authority of the kubeconfig, for the names of the certificate, and says whom it does not', async () => {
  const pki = await createPki(await folder());
  const [good, otherName] = await Promise.all(
    [pki.broker, pki.otherName].map((pair) => serve(() => ({ body: object('db') }), pem(pair))),
  );
  if (good === undefined || otherName === undefined) throw new Error('No servers.');
  const ca = { 'certificate-authority-data': readFileSync(pki.ca).toString('base64') };
  const patch = async (text: string) => {
    const { kubernetes } = await open(text);
    return kubernetes.secrets.patch(identity, {});
  };
  expect(await patch(kubeconfigText(good.url, {}, ca))).toMatchObject({ name: 'db' });
  expect(
    await patch(kubeconfigText(otherName.url, {}, { ...ca, 'tls-server-name': 'kafka.example.org' })),
  ).toMatchObject({ name: 'db' });
  expect(await patch(kubeconfigText(otherName.url, {}, { 'insecure-skip-tls-verify': true }))).toMatchObject({
    name: 'db',
  });

  const unknown = await failureOf(
    patch(kubeconfigText(good.url, {}, { 'certificate-authority': pki.otherCa })),
  );
  expect(unknown).toBeInstanceOf(UnreachableError);
  expect(unknown.message).toBe(
    `Can't reach ${good.url} to ${action}: the kubeconfig doesn't know the authority that signed the server's certificate (UNABLE_TO_VERIFY_LEAF_SIGNATURE).`,
  );
  expect(unknown).toMatchObject({ hint: expect.stringContaining('aws eks update-kubeconfig') });

  const other = await failureOf(patch(kubeconfigText(otherName.url, {}, ca)));
  expect(other.message).toBe(
    `Can't reach ${otherName.url} to ${action}: the server's certificate is for other names: DNS:kafka.example.org.`,
  );
  expect(good.received).toHaveLength(1);
  expect(otherName.received).toHaveLength(2);
});

it('says that a client certificate has expired', async () => {
  const { client } = await createPki(await folder());
  const tls = pem(client);
  const context = {
    name: 'dev',
    server: 'https://x',
    namespace: undefined,
    cluster: {},
    userName: 'kim',
    user: {},
  };
  const credentials = { tls, headers: {}, proxy: undefined, expiresAt: undefined };
  const message = (now: number) => explainUnauthenticated(context, credentials, now).message;
  expect(message(Date.now())).toBe(
    "The API server doesn't accept the credentials of the kubeconfig's user kim (401).",
  );
  expect(message(Date.parse('2100-01-01'))).toMatch(
    / kim: its certificate expired \d{4}-\d\d-\d\dT[\d:]+Z \(401\)\.$/,
  );
});

it('says that something else than TLS is spoken there', async () => {
  const server = await serve(() => ({ body: {} }));
  const url = server.url.replace('http:', 'https:');
  const { kubernetes } = await open(kubeconfigText(url));
  const error = await failureOf(kubernetes.secrets.patch(identity, {}));
  expect(error.message).toBe(
    `Can't reach ${url} to ${action}: what listens there doesn't speak TLS (EPROTO).`,
  );
});

it('knows that a write was not sent when the handshake was cut', async () => {
  const port = await closingPort();
  try {
    const { kubernetes } = await open(kubeconfigText(`https://127.0.0.1:${port.port}`));
    const error = await failureOf(kubernetes.secrets.patch(identity, {}));
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error.message).toContain('the connection was cut (ECONNRESET)');
  } finally {
    await port.stop();
  }
});

it.each([
  ['CERT_HAS_EXPIRED', "the server's certificate has expired"],
  ['CERT_NOT_YET_VALID', "the server's certificate isn't valid yet"],
  ['EHOSTUNREACH', 'there is no way to it from here (EHOSTUNREACH)'],
  ['ERR_SSL_X\u001b', 'the connection failed (ERR_SSL_X\\x1b)'],
])('says what %s means', (code, words) => {
  const failure = new TransportFailure(Object.assign(new Error('x'), { code }), false);
  const call = { action: 'list the pods', method: 'GET', path: '/' } as const;
  const error = explainFailure(call, failure, 'https://api.example.org');
  expect(error.message).toBe(`Can't reach https://api.example.org to list the pods: ${words}.`);
});
