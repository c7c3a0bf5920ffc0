import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommand } from '../run-command.js';
import { temporaryFolder } from '../temporary-folder.js';
import { type KubernetesAccess, pkiFolder } from './access.js';
import type { KubernetesApi } from './api.js';
import { authorityIn } from './certificates.js';
import { writeKubeconfig } from './kubeconfig.js';
import { type KubernetesObject, resourcePath } from './resources.js';
import { type NamespaceUsers, namespaceUsers } from './users.js';

/** A namespace of one test's, with the rights of an administrator. */
export interface LabNamespace {
  readonly name: string;
  /** Path of an admin's kubeconfig with this namespace; the context is `lab`. */
  readonly kubeconfig: string;
  /** For what has no method here. */
  readonly api: KubernetesApi;
  readonly users: NamespaceUsers;
  /** Server-side apply. `manager` is who the fields are said to be from: `exops-lab` when left out. */
  apply(object: KubernetesObject, manager?: string): Promise<KubernetesObject>;
  /** Throws when there is none. */
  read<Read = KubernetesObject>(kind: string, name: string): Promise<Read>;
  list<Read = KubernetesObject>(kind: string, labelSelector?: string): Promise<readonly Read[]>;
  /** A JSON merge patch. */
  patch(kind: string, name: string, patch: object): Promise<KubernetesObject>;
  delete(kind: string, name: string): Promise<void>;
  /** The real kubectl's standard output, in this namespace and with the admin's or another kubeconfig. */
  kubectl(args: readonly string[], kubeconfig?: string): Promise<string>;
  /** Resolves with what `look` returns as soon as that is something, and rejects after the deadline. */
  until<Found>(look: () => Promise<Found | undefined>, deadlineMs?: number): Promise<Found>;
  /** Waits for kubectl's `rollout status` of each, as `deployment/name`. */
  rolledOut(...workloads: readonly string[]): Promise<void>;
  /** Deletes the namespace with all in it. Without waiting for it: the names in it are free when it is gone. */
  remove(): Promise<void>;
}

const pollMs = 50;

export async function createNamespace(
  access: KubernetesAccess,
  api: KubernetesApi,
  prefix: string,
): Promise<LabNamespace> {
  const name = `${prefix}-${randomBytes(4).toString('hex')}`;
  await api.call('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  const folder = await temporaryFolder();
  const pki = pkiFolder(access.folder);
  const admin = { 'client-certificate': join(pki, 'admin.pem'), 'client-key': join(pki, 'admin.key') };
  const { server, kubectl: command } = access;
  const ca = authorityIn(pki);
  const kubeconfig = await writeKubeconfig(join(folder.path, 'admin.kubeconfig'), {
    ...{ server, ca: ca.cert, user: admin, namespace: name },
  });
  const kubectl: LabNamespace['kubectl'] = (args, config = kubeconfig) =>
    runCommand(command, ['--kubeconfig', config, '--namespace', name, ...args], {
      // Its caches of what the server offers are for one server.
      env: { ...process.env, HOME: folder.path, KUBECACHEDIR: join(folder.path, 'cache') },
    });
  const apply: LabNamespace['apply'] = (object, manager = 'exops-lab') =>
    api.call(
      'PATCH',
      `${resourcePath(object.kind, name, object.metadata.name)}?fieldManager=${manager}&force=true`,
      object,
      'application/apply-patch+yaml',
    );
  return {
    name,
    kubeconfig,
    api,
    users: namespaceUsers({ server, ca, pki, folder: folder.path, namespace: name, api, apply }),
    apply,
    kubectl,
    read: (kind, object) => api.call('GET', resourcePath(kind, name, object)),
    async list<Read>(kind: string, labelSelector = '') {
      const query = new URLSearchParams({ labelSelector });
      const { items } = await api.call<{ items: Read[] }>('GET', `${resourcePath(kind, name)}?${query}`);
      return items;
    },
    patch: (kind, object, patch) =>
      api.call('PATCH', resourcePath(kind, name, object), patch, 'application/merge-patch+json'),
    async delete(kind, object) {
      await api.call('DELETE', resourcePath(kind, name, object));
    },
    until,
    async rolledOut(...workloads) {
      const wait = ['rollout', 'status', '--timeout=30s'];
      await Promise.all(workloads.map((workload) => kubectl([...wait, workload])));
    },
    async remove() {
      await api.ask('DELETE', `/api/v1/namespaces/${name}`);
      api.close();
      await folder.remove();
    },
  };
}

async function until<Found>(look: () => Promise<Found | undefined>, deadlineMs = 20_000): Promise<Found> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`Nothing came of ${look} in ${deadlineMs} ms.`);
    await sleep(pollMs);
  }
}
