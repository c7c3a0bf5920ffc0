import { writeFile } from 'node:fs/promises';
import { stringify } from 'yaml';

/** Who a kubeconfig says one is: the fields of its `users` entry. */
export type KubeconfigUser = Readonly<Record<string, unknown>>;

export interface KubeconfigOptions {
  readonly server: string;
  /** Path. */
  readonly ca: string;
  readonly user: KubeconfigUser;
  /** `lab` when left out; the user's and the cluster's names too. */
  readonly context?: string;
  /** What it says is the current context; the only one there is when left out. */
  readonly currentContext?: string;
  readonly namespace?: string;
}

/** Writes a kubeconfig with one cluster, one user and one context. Returns its path. */
export async function writeKubeconfig(file: string, options: KubeconfigOptions): Promise<string> {
  const { server, ca, user, context: name = 'lab', currentContext = name, namespace } = options;
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server, 'certificate-authority': ca } }],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: name, user: name, ...(namespace && { namespace }) } }],
    'current-context': currentContext,
  };
  await writeFile(file, stringify(config), { mode: 0o600 });
  return file;
}
