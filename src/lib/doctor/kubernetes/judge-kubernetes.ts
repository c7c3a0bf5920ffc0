import type { BootstrapSecret } from '../../bootstrap/model.js';
import { UsageError } from '../../errors.js';
import { ForbiddenError, isSilence, UnauthenticatedError } from '../../k8s/errors.js';
import type { Kubernetes, Right } from '../../k8s/kubernetes.js';
import { printable } from '../../terminal/printable.js';
import { findingOf } from '../finding-of.js';
import type { Finding, Outcome } from '../model.js';
import { broken } from '../step.js';
import type { KubernetesCommands } from './commands.js';
import type { ReachedKubernetes } from './kubernetes-step.js';
import { rightWords } from './wanted-rights.js';

export interface SeenKubernetes {
  readonly kubernetes: Kubernetes;
  readonly secrets: readonly BootstrapSecret[];
  readonly wanted: readonly Right[];
  /** Those of them that the user doesn't have. */
  readonly refused: readonly Right[];
  /** Whether the namespace is there; undefined when that may not be seen. */
  readonly isThere: boolean | undefined;
  readonly commands: KubernetesCommands;
}

/** Pure: what isn't there is a break; what may not be read is one only where nothing may be. */
export function judgeKubernetes(seen: SeenKubernetes): Outcome<ReachedKubernetes> {
  const { kubernetes, secrets, wanted, refused, isThere, commands } = seen;
  const place = `context ${printable(kubernetes.context)}, namespace ${printable(kubernetes.namespace)}`;
  if (isThere === false)
    return broken({
      saw: `${place}: there is no such namespace in this cluster`,
      problem: 'namespace-missing',
      next: [
        'Look at kubernetes.namespace and kubernetes.context, or see those that are there:',
        commands.kubectl('get', 'namespaces'),
      ],
    });
  if (refused.length === wanted.length) return { findings: [rightsFinding('broken', place, seen)] };
  const value = {
    ...{ kubernetes, secrets, commands },
    unreadable: new Set(
      refused.flatMap(({ resource, name }) => (resource === 'secrets' ? (name ?? []) : [])),
    ),
    mayListPods: !refused.some(({ resource }) => resource === 'pods'),
  };
  if (refused.length > 0) return { findings: [rightsFinding('warning', place, seen)], value };
  return { findings: [{ verdict: 'ok', saw: `${place}: answers, and lets us read` }], value };
}

function rightsFinding(
  verdict: 'broken' | 'warning',
  place: string,
  { refused, commands }: SeenKubernetes,
): Finding {
  return {
    verdict,
    saw: `${place}: no right to ${refused.map(rightWords).join(', ')}`,
    problem: 'kubernetes-right-missing',
    next: ['Have somebody with the right apply the Role that exops needs:', commands.exops('k8s rbac')],
    ...(verdict === 'broken' ? { access: true } : {}),
  };
}

/** @throws what isn't about Kubernetes */
export function explainKubernetes(error: unknown): Outcome<never> {
  if (error instanceof UsageError) return { findings: [findingOf(error, 'context-unusable')] };
  if (error instanceof UnauthenticatedError)
    return { findings: [findingOf(error, 'kubernetes-credentials')] };
  if (error instanceof ForbiddenError) return { findings: [findingOf(error, 'kubernetes-right-missing')] };
  if (!isSilence(error)) throw error;
  const isCertificate = error instanceof Error && /\bcertificate\b/.test(error.message);
  return {
    findings: [findingOf(error, isCertificate ? 'api-server-certificate' : 'api-server-unreachable')],
  };
}
