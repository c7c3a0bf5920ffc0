import type { Context } from '../context.js';
import type { Target } from '../lib/change/plan-document.js';
import type { KubernetesSettings } from '../lib/config/kubernetes-settings.js';
import { UsageError } from '../lib/errors.js';
import type { Kubernetes } from '../lib/k8s/kubernetes.js';
import { dottedLine } from '../lib/terminal/dotted-line.js';
import { printable } from '../lib/terminal/printable.js';
import type { KubernetesOptions } from './flags.js';
import type { SecretFlags } from './k8s/named-secrets.js';
import { rbacOfSameSecrets } from './k8s/rbac-command.js';
import { type OpenEnvironment, tracer } from './open-environment.js';

export interface ReachedKubernetes {
  readonly kubernetes: Kubernetes;
  readonly target: Target;
  /** The environment's name, or else the context's. */
  readonly place: string;
  /** Prints the Role that exops needs for the same namespace and secrets. */
  readonly roleCommand: string;
  close(): void;
}

/**
 * The API server of the environment's context; says on stderr which one it is. Nothing is sent to it yet.
 * @throws UsageError when there is no such context, or it leads to another cluster than the environment's
 */
export async function reachKubernetes(
  context: Context,
  { environment }: OpenEnvironment,
  options: KubernetesOptions & Pick<SecretFlags, 'secret'>,
): Promise<ReachedKubernetes> {
  const { kubernetes: settings } = environment;
  const { env, home, clock, terminal } = context;
  const roleCommand = (namespace: string) => rbacOfSameSecrets(options, environment, namespace);
  const { openKubernetes } = await import('../lib/k8s/open-kubernetes.js');
  const kubernetes = openKubernetes({
    context: settings?.context,
    namespace: settings?.namespace,
    kubeconfig: settings?.kubeconfig,
    ...{ env, home, clock, timeoutMs: options.timeout ?? defaultTimeoutMs },
    trace: tracer(context, options.verbose),
    roleCommand,
  });
  const { server, namespace } = kubernetes;
  refuseAnother(kubernetes, settings?.clusterEndpoint);
  const isCurrent = settings?.context === undefined ? ' (current context)' : '';
  const words = [
    environment.name,
    `context ${printable(kubernetes.context)}${isCurrent}`,
    `namespace ${printable(namespace)}`,
  ];
  terminal.err.line(dottedLine(words, terminal.err.columns));
  return {
    kubernetes,
    target: { environment: environment.name, context: kubernetes.context, server, namespace },
    place: environment.name ?? printable(kubernetes.context),
    roleCommand: roleCommand(namespace),
    close: () => kubernetes.close(),
  };
}

/** Of one request. */
const defaultTimeoutMs = 30_000;

function refuseAnother(
  { context, server, close }: Pick<Kubernetes, 'context' | 'server' | 'close'>,
  expected: KubernetesSettings['clusterEndpoint'],
): void {
  if (expected === undefined || sameServer(server, expected)) return;
  close();
  throw new UsageError(
    `The context ${printable(context)} leads to ${printable(server)}, and kubernetes.clusterEndpoint is ${printable(expected)}. Nothing was sent.`,
    { hint: "Choose the context of the environment's cluster: --context NAME, or kubernetes.context." },
  );
}

/** Host and scheme whatever their case, the scheme's own port written or not, a slash at the end or none. */
export function sameServer(one: string, other: string): boolean {
  const normal = (text: string) => {
    const { protocol, host, pathname } = new URL(text);
    return `${protocol}//${host}${pathname.replace(/\/+$/, '')}`;
  };
  return normal(one) === normal(other);
}
