import { join } from 'node:path';

/** How to reach a running control plane, from whatever process. */
export interface KubernetesAccess {
  /** `https://127.0.0.1:PORT` */
  readonly server: string;
  /** Its data; certificates are in `pki` below it. */
  readonly folder: string;
  /** Path; may do everything. Its context is `lab-admin`. */
  readonly kubeconfig: string;
  /** Path of the real kubectl, of the server's version. */
  readonly kubectl: string;
}

export const pkiFolder = (folder: string): string => join(folder, 'pki');
