import type { Clock } from '../../context.js';
import type { Variables } from '../config/environment-variables.js';
import { UsageError } from '../errors.js';
import { printable } from '../terminal/printable.js';
import { askBy } from './ask.js';
import { type ChosenContext, chooseContext } from './choose-context.js';
import { openConnection } from './connection.js';
import { inClusterContext } from './in-cluster.js';
import { readKubeconfig } from './kubeconfig-files.js';
import type { Kubernetes } from './kubernetes.js';
import { listAll } from './list-pages.js';
import { namespacesBy } from './namespaces.js';
import { listNodes } from './nodes.js';
import type { BudgetObject } from './objects.js';
import { podsBy } from './pods.js';
import { budgetResource, pathOf } from './resources.js';
import { refusedRights } from './rights.js';
import { secretsBy } from './secrets.js';
import { workloadsBy } from './workloads.js';

export interface KubernetesSettings {
  /** Paths; else those of KUBECONFIG, else `~/.kube/config`, else the pod that this is. */
  readonly kubeconfig?: string | readonly string[] | undefined;
  /** Else the kubeconfig's current one. */
  readonly context?: string | undefined;
  /** Else the context's, else `default`. */
  readonly namespace: string | undefined;
  readonly env: Variables;
  readonly home: string;
  /** Milliseconds that one try of a request may take, and a credential plugin. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** Told about each request, for `--verbose`: method, path, status and milliseconds. */
  trace(event: string): void;
  /** The command that prints the Role that exops needs in this namespace. */
  roleCommand?(namespace: string): string;
}

/**
 * Kubernetes as these settings choose it. Nothing is sent, and the client library not loaded, before the first call.
 * @throws UsageError when there is no kubeconfig, or no such context
 */
export function openKubernetes(settings: KubernetesSettings): Kubernetes {
  const { env, clock, timeoutMs, trace } = settings;
  const context = contextOf(settings);
  const connection = openConnection(context, { env, timeoutMs, clock });
  const namespace = settings.namespace ?? context.namespace ?? 'default';
  const roleCommand = settings.roleCommand?.(namespace);
  const ask = askBy(connection, { clock, timeoutMs, trace, roleCommand });
  return {
    context: context.name,
    server: context.server,
    namespace,
    serverNow: ask.serverNow,
    secrets: secretsBy(ask, namespace),
    workloads: workloadsBy({ ask, namespace, clock }),
    pods: podsBy(ask, namespace),
    namespaces: namespacesBy(ask, namespace),
    refusedRights: (asked, signal) => refusedRights(ask, namespace, asked, signal),
    async budgets(signal) {
      const action = `list the PodDisruptionBudgets in the namespace ${printable(namespace)}`;
      const items = await listAll(ask, {
        action,
        method: 'GET',
        path: pathOf(budgetResource, namespace),
        signal,
      });
      return items as readonly BudgetObject[];
    },
    nodes: (labels, signal) => listNodes(ask, labels, signal),
    close: () => connection.close(),
  };
}

function contextOf(settings: KubernetesSettings): ChosenContext {
  const config = readKubeconfig(settings);
  if (config !== undefined) return chooseContext(config, settings.context);
  const inCluster = inClusterContext(settings.env);
  if (inCluster !== undefined && (settings.context ?? inCluster.name) === inCluster.name) return inCluster;
  throw new UsageError('There is no kubeconfig: KUBECONFIG names none, and ~/.kube/config is not there.', {
    hint: 'On EKS, have one written: aws eks update-kubeconfig --name CLUSTER',
  });
}
