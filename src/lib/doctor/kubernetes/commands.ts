import type { KubernetesGiven } from '../../config/kubernetes-given.js';
import type { Setting } from '../../config/setting.js';
import type { Kubernetes } from '../../k8s/kubernetes.js';
import { quoteWord } from '../../ssh/quote.js';
import { printable } from '../../terminal/printable.js';
import type { DoctorDeps } from '../doctor-deps.js';

/** Command lines for a person to copy, which lead to the same namespace as this run. */
export interface KubernetesCommands {
  /** `kubectl --context lab --namespace dev logs backend-7d` */
  kubectl(...words: readonly string[]): string;
  /** `exops k8s patch-bootstrap --restart` */
  exops(command: string, ...words: readonly string[]): string;
}

export interface CommandsInput {
  readonly deps: Pick<DoctorDeps, 'commandLine'>;
  readonly given: Pick<KubernetesGiven, 'context' | 'namespace' | 'kubeconfig'>;
  readonly kubeconfig: string | undefined;
  readonly kubernetes: Pick<Kubernetes, 'context' | 'namespace'>;
}

export function kubernetesCommands(input: CommandsInput): KubernetesCommands {
  const { deps, given, kubeconfig, kubernetes } = input;
  const { context, namespace } = kubernetes;
  const place = flags({ kubeconfig, context, namespace });
  const typed = flags({
    context: asTyped(given.context),
    namespace: asTyped(given.namespace),
    kubeconfig: asTyped(given.kubeconfig),
  });
  return {
    kubectl: (...words) => printable(['kubectl', ...[...place, ...words].map(quoteWord)].join(' ')),
    exops: (command, ...words) => deps.commandLine(command, [...words, ...typed]),
  };
}

/** What stands in the file needs no flag. */
function asTyped(setting: Setting | undefined): string | undefined {
  return setting?.origin.kind === 'flag' ? setting.value : undefined;
}

function flags(given: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
}
