import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { openApi } from '../../lab/kubernetes/api.js';
import { type ApiProxy, startApiProxy } from '../../lab/kubernetes/api-proxy.js';
import type { KubernetesLab } from '../../lab/kubernetes/lab.js';
import type { LabNamespace } from '../../lab/kubernetes/namespace.js';
import { secret } from '../../lab/kubernetes/objects.js';
import { sharedKubernetes } from '../../lab/kubernetes/shared.js';

let kubernetes: KubernetesLab;

beforeAll(async () => {
  kubernetes = await sharedKubernetes();
});

async function proxied(): Promise<{ namespace: LabNamespace; proxy: ApiProxy; secrets: string }> {
  const namespace = await kubernetes.namespace('proxied');
  onTestFinished(namespace.remove);
  await namespace.apply(secret('kafka', { KEY: 'text' }));
  const rules = [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch', 'patch'] }];
  const proxy = await startApiProxy(kubernetes.access, await namespace.users.certificate('dev', rules));
  onTestFinished(proxy.stop);
  return { namespace, proxy, secrets: `/api/v1/namespaces/${namespace.name}/secrets` };
}

const read = ['get', 'secret', 'kafka', '-o', 'name'];

test('it counts what it forwards, for the user of its kubeconfig', async () => {
  const { namespace, proxy, secrets } = await proxied();
  const answers: number[] = [];
  proxy.onAnswer(({ path }, status) => {
    if (path.startsWith(secrets)) answers.push(status);
  });
  expect(await namespace.kubectl(read, proxy.kubeconfig)).toBe('secret/kafka\n');
  await expect(namespace.kubectl(['delete', 'secret', 'kafka'], proxy.kubeconfig)).rejects.toThrow(
    'forbidden',
  );
  const asked = proxy.requests.filter(({ path }) => path.startsWith(secrets));
  expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    `GET ${secrets}/kafka`,
    `DELETE ${secrets}/kafka`,
  ]);
  expect(answers).toEqual([200, 403]);
});

test('it passes a bearer token on', async () => {
  const { namespace } = await proxied();
  const rules = [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }];
  const proxy = await startApiProxy(kubernetes.access, await namespace.users.token('robot', rules));
  onTestFinished(proxy.stop);
  expect(await namespace.kubectl(read, proxy.kubeconfig)).toBe('secret/kafka\n');
});

test('it answers in place of the server, and drops, as it is told', async () => {
  const { namespace, proxy, secrets } = await proxied();
  proxy.onRequest(({ path }) => {
    const body = { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 500, message: 'etcd is full' };
    return path === `${secrets}/kafka` ? { status: 500, body } : 'forward';
  });
  await expect(namespace.kubectl(read, proxy.kubeconfig)).rejects.toThrow('etcd is full');
  proxy.onRequest(({ path }) => (path === `${secrets}/kafka` ? 'drop' : 'forward'));
  await expect(namespace.kubectl(read, proxy.kubeconfig)).rejects.toThrow('EOF');
  proxy.onRequest();
  expect(await namespace.kubectl(read, proxy.kubeconfig)).toBe('secret/kafka\n');
});

test('it cuts watches, holds back and refuses', async () => {
  const { namespace, proxy, secrets } = await proxied();
  const admin = await startApiProxy(kubernetes.access, namespace.kubeconfig);
  onTestFinished(admin.stop);
  const { folder } = kubernetes.access;
  const pki = { cert: `${folder}/pki/admin.pem`, key: `${folder}/pki/admin.key` };
  const api = await openApi({ server: admin.server, ca: `${folder}/pki/ca.pem`, client: pki });
  onTestFinished(api.close);
  const seen: string[] = [];
  const watched = api.watch<{ metadata: { name: string } }>(
    `${secrets}?watch=true`,
    ({ object }) => seen.push(object.metadata.name),
    new AbortController().signal,
  );
  await namespace.until(async () => (seen.includes('kafka') ? true : undefined));

  admin.cutWatches();

  await watched;
  let isAnswered = false;
  admin.freeze();
  const asked = api.call('GET', secrets).then(() => {
    isAnswered = true;
  });
  await namespace.until(async () => (admin.requests.length === 2 ? true : undefined));
  await namespace.read('Secret', 'kafka');
  expect(isAnswered).toBe(false);
  admin.thaw();
  await asked;
  await proxy.refuse();
  await expect(namespace.kubectl(read, proxy.kubeconfig)).rejects.toThrow('refused');
});
