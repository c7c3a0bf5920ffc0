import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Variables, variable } from '../config/environment-variables.js';
import type { ChosenContext } from './choose-context.js';

/** https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/ */
export const serviceAccountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The cluster that this process is a pod of, as the pod's own service account; undefined when it is none. */
export function inClusterContext(env: Variables, folder = serviceAccountFolder): ChosenContext | undefined {
  const host = variable(env, 'KUBERNETES_SERVICE_HOST');
  const port = variable(env, 'KUBERNETES_SERVICE_PORT');
  const tokenFile = join(folder, 'token');
  if (host === undefined || port === undefined || !existsSync(tokenFile)) return undefined;
  return {
    name: 'in-cluster',
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    namespace: namespaceIn(join(folder, 'namespace')),
    cluster: { 'certificate-authority': join(folder, 'ca.crt') },
    userName: 'service account',
    user: { tokenFile },
  };
}

function namespaceIn(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8').trim() || undefined : undefined;
}
