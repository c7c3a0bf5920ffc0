import type { Change, Refusal } from '../change/plan.js';
import type { Right, Workload } from '../k8s/kubernetes.js';
import type { BudgetObject } from '../k8s/objects.js';
import { countOf } from '../terminal/plural.js';
import { type Consumer, type ObservedBootstrap, type RestartWork, workloadName } from './model.js';
import { roleHint } from './plan-secret.js';
import { blockingBudget, budgetCautions } from './rules/budget.js';
import { isReloaded } from './rules/reloader.js';
import { restartCautions, whyNotRestartable } from './rules/restartable.js';
import { isSettled, wantedPods } from './rules/rollout-state.js';
import { generationOf, stampOf } from './stamp.js';

export const workloadKind = 'workload';

/** Lower numbers are restarted first. */
const orderAnnotation = 'exops/restart-order';

export type WorkloadVerdict = { readonly change: Change<RestartWork> } | { readonly refusal: Refusal };

/**
 * Pure: whether and how one workload is restarted.
 * @param changed the secrets whose values change: others Reloader takes no notice of
 */
export function judgeWorkload(
  consumer: Consumer,
  { budgets, refusedRights, secrets: read }: Pick<ObservedBootstrap, 'budgets' | 'refusedRights' | 'secrets'>,
  changed: ReadonlySet<string>,
): WorkloadVerdict {
  const { workload, uses, secrets } = consumer;
  const name = workloadName(workload);
  const refused = (reason: string, access: { access?: true } = {}) => ({
    refusal: { kind: workloadKind, name, reason: `${reason}. --skip ${name} leaves it as it is`, ...access },
  });
  const resource = resourceOf(workload);
  const missing = missingRight(resource, refusedRights);
  if (missing !== undefined)
    return refused(`you may not restart it and see how that ends (the right: ${missing}). ${roleHint}`, {
      access: true,
    });
  const reason = whyNotRestarted(workload, budgets);
  if (reason !== undefined) return refused(reason);
  const isReloadedBy = (secret: string) =>
    changed.has(secret) && isReloaded(workload, secret, annotationsOf(read, secret));
  const by = secrets.some(isReloadedBy) ? 'Reloader' : 'exops';
  const { kind, uid } = workload;
  return {
    change: {
      kind: workloadKind,
      name,
      action: 'restart',
      severity: 'safe',
      summary: [
        uses.join(', '),
        countOf(wantedPods(workload), 'pod'),
        ...(by === 'Reloader' ? ['Reloader restarts it'] : []),
      ].join(' · '),
      fields: [],
      cautions: [
        ...restartCautions(workload),
        ...budgetCautions(workload, budgets),
        ...cautionsOfRights(workload, refusedRights),
      ],
      work: {
        step: 'restart',
        workload: { kind, name: workload.name, uid },
        before: stampOf(workload),
        generation: generationOf(workload),
        isBegun: false,
        wasSettled: isSettled(workload),
        by,
        order: orderOf(workload) ?? 0,
      },
    },
  };
}

/**
 * Pure: why a restart of a workload is refused, whatever one's rights are, in words; undefined when it isn't.
 * @param budgets none where nobody asked for them
 */
export function whyNotRestarted(
  workload: Workload,
  budgets: readonly BudgetObject[] = [],
): string | undefined {
  const reason = whyNotRestartable(workload) ?? blockingBudget(workload, budgets);
  if (reason !== undefined || orderOf(workload) !== undefined) return reason;
  return `its annotation ${orderAnnotation} isn't a whole number`;
}

/** A rollout that can't be followed isn't begun. */
export function missingRight(resource: string, refused: readonly Right[]): string | undefined {
  const missing = refused.find(
    (right) =>
      (right.resource === resource && (right.verb === 'patch' || right.verb === 'get')) ||
      (right.resource === 'pods' && right.verb === 'list'),
  );
  return missing === undefined ? undefined : `${missing.verb} ${missing.resource}`;
}

function annotationsOf(read: ObservedBootstrap['secrets'], name: string) {
  return read.find(({ secret }) => secret === name)?.found?.annotations;
}

export function resourceOf({ kind }: Pick<Workload, 'kind'>): string {
  return `${kind.toLowerCase()}s`;
}

/** A StatefulSet never replaces a pod that doesn't become ready by itself; whoever goes back has to delete it. */
function cautionsOfRights({ kind }: Workload, refusedRights: readonly Right[]): string[] {
  const mayDelete = !refusedRights.some(({ verb, resource }) => verb === 'delete' && resource === 'pods');
  if (kind !== 'StatefulSet' || mayDelete) return [];
  return ['you may not delete pods: if this fails, one that is stuck has to be deleted by somebody else'];
}

/** Undefined when what somebody wrote there isn't a number. */
export function orderOf({ object }: Workload): number | undefined {
  const text = object.metadata?.annotations?.[orderAnnotation];
  if (text === undefined) return 0;
  return /^-?\d{1,6}$/.test(text) ? Number(text) : undefined;
}
