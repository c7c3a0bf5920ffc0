import type { Environment } from '../../lib/config/environment.js';
import type { Kubernetes } from '../../lib/k8s/kubernetes.js';
import { commandLine, flagsOf } from '../command-line.js';
import type { KubernetesOptions } from '../flags.js';
import type { SecretFlags } from './named-secrets.js';

export type Reached = Pick<Kubernetes, 'context' | 'namespace'>;

/** `exops k8s patch-bootstrap` for the same secrets. */
export function patchOfSameSecrets(
  run: KubernetesOptions & SecretFlags,
  environment: Pick<Environment, 'name'>,
  reached: Reached,
): string {
  return commandOfSameSecrets('exops k8s patch-bootstrap', run, environment, reached);
}

/**
 * A command with what it takes to find the same secrets, wherever the present context leads by then.
 * @param run what was typed
 */
export function commandOfSameSecrets(
  command: string,
  run: KubernetesOptions & SecretFlags,
  { name }: Pick<Environment, 'name'>,
  reached: Reached,
): string {
  const { env, config, profile, region, kubeconfig, key } = run;
  const { context, namespace } = name === undefined ? reached : run;
  const given = { env, config, profile, region, kubeconfig, context, namespace };
  return commandLine(command, [
    ...flagsOf(given),
    ...(run.secret ?? []).flatMap((secret) => ['--secret', secret]),
    ...(key === undefined ? [] : ['--key', key]),
  ]);
}

/** The flags with which kubectl finds the same namespace: ` --context lab --namespace dev`. */
export function kubectlFlags({ kubernetes }: Pick<Environment, 'kubernetes'>, reached: Reached): string {
  const { context, namespace } = reached;
  const flags = flagsOf({ kubeconfig: kubernetes?.kubeconfig, context, namespace });
  return commandLine('', flags);
}
