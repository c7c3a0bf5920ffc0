import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { UnauthenticatedError } from '../../../src/lib/k8s/errors.js';
import { createPki } from '../../lab/pki.js';
import { failureOf, folder, kubeconfigText, open } from './opened.js';

const server = 'https://127.0.0.1:1';
const base64 = (content: string | Buffer) => Buffer.from(content).toString('base64');

it('says that a client certificate or its key is none, or that they do not belong together', async () => {
  const { client, stranger } = await createPki(await folder());
  const [cert, key, otherKey] = [client.cert, client.key, stranger.key].map((file) =>
    base64(readFileSync(file)),
  );
  const broken = base64('-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n');
  const read = async (cert: string | undefined, key: string | undefined) => {
    const user = { 'client-certificate-data': cert, 'client-key-data': key };
    const { kubernetes } = await open(kubeconfigText(server, user));
    return failureOf(kubernetes.secrets.read('db'));
  };

  for (const failure of [
    await read(broken, key),
    await read(cert, base64('no key')),
    await read(cert, otherKey),
  ]) {
    expect(failure).toBeInstanceOf(UnauthenticatedError);
    expect(failure.message).toMatch(
      /^The client certificate of the kubeconfig's user kim, or its key, can't be used: error:.+\.$/,
    );
  }
});
