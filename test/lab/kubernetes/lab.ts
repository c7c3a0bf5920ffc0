import { join } from 'node:path';
import { type KubernetesAccess, pkiFolder } from './access.js';
import { openApi } from './api.js';
import { authorityIn } from './certificates.js';
import { createNamespace, type LabNamespace } from './namespace.js';

/** A Kubernetes for tests. It is everybody's, so a test makes a namespace of its own. */
export interface KubernetesLab {
  readonly access: KubernetesAccess;
  /** A fresh namespace, named by the prefix and random letters. */
  namespace(prefix: string): Promise<LabNamespace>;
}

/** Uses a control plane that runs already. */
export function joinKubernetes(access: KubernetesAccess): KubernetesLab {
  const pki = pkiFolder(access.folder);
  const ca = authorityIn(pki);
  const client = { cert: join(pki, 'admin.pem'), key: join(pki, 'admin.key') };
  return {
    access,
    async namespace(prefix) {
      const api = await openApi({ server: access.server, ca: ca.cert, client });
      return createNamespace(access, api, prefix);
    },
  };
}
