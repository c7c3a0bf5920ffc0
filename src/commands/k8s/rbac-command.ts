import type { Environment } from '../../lib/config/environment.js';
import { commandLine, flagsOf } from '../command-line.js';
import type { KubernetesOptions } from '../flags.js';
import type { SecretFlags } from './named-secrets.js';

/**
 * `exops k8s rbac` for the same namespace and secrets. It reaches nothing, and so is told of no context.
 * @param run what was typed
 * @param reached the namespace that was reached: of a kubeconfig's own one `k8s rbac` knows nothing
 */
export function rbacOfSameSecrets(
  run: KubernetesOptions & Pick<SecretFlags, 'secret'>,
  { kubernetes }: Pick<Environment, 'kubernetes'>,
  reached: string,
): string {
  const { env, config, profile, region, secret = [] } = run;
  const namespace = kubernetes?.namespace === undefined ? reached : run.namespace;
  return commandLine('exops k8s rbac', [
    ...flagsOf({ env, config, profile, region, namespace }),
    ...secret.flatMap((name) => ['--secret', name]),
  ]);
}
