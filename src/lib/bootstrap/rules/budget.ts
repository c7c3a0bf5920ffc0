import type { Workload } from '../../k8s/kubernetes.js';
import type { BudgetObject, LabelSelector } from '../../k8s/objects.js';
import { listed, shown, valueAt } from './read-shape.js';
import { wantedPods } from './rollout-state.js';

/** What to say about budgets that select a workload's pods and allow no disruption, where its restart doesn't ask them. */
export function budgetCautions(workload: Workload, budgets: readonly BudgetObject[]): string[] {
  if (workload.kind === 'Rollout') return [];
  return refusals(workload, budgets).map((words) => `${words}; a rolling update doesn't ask it`);
}

/**
 * Why a Rollout can't be restarted now, in words: Argo evicts its pods, which a budget may forbid. Undefined when none
 * does, and for every other kind.
 */
export function blockingBudget(workload: Workload, budgets: readonly BudgetObject[]): string | undefined {
  if (workload.kind !== 'Rollout') return undefined;
  const [words] = refusals(workload, budgets);
  return words === undefined ? undefined : `${words}, and restarting a Rollout evicts its pods`;
}

function refusals(workload: Workload, budgets: readonly BudgetObject[]): string[] {
  const labels = workload.object.spec?.template?.metadata?.labels ?? {};
  const wanted = wantedPods(workload);
  if (wanted === 0) return [];
  return listed(budgets)
    .filter(({ spec }) => selects(spec?.selector, labels))
    .flatMap((budget) => {
      const why = refusalOf(budget, wanted);
      return why === undefined ? [] : [`PodDisruptionBudget ${shown(budget.metadata?.name)} ${why}`];
    });
}

/** What the budget's controller reckons comes first: it knows every pod that the budget covers. */
function refusalOf({ spec, status }: BudgetObject, wanted: number): string | undefined {
  const allowed = status?.disruptionsAllowed;
  if (typeof allowed === 'number' && allowed > 0) return undefined;
  const { maxUnavailable: most, minAvailable: least } = spec ?? {};
  if (podsOf(most, wanted) === 0) return `never allows a disruption (maxUnavailable ${shownAmount(most)})`;
  if ((podsOf(least, wanted) ?? 0) >= wanted)
    return `never allows a disruption (minAvailable ${shownAmount(least)} of ${wanted})`;
  return allowed === 0 ? 'allows no disruption now' : undefined;
}

/** A number of pods, or a share of them, which Kubernetes rounds up in budgets. */
function podsOf(amount: unknown, wanted: number): number | undefined {
  if (typeof amount === 'number') return amount;
  if (typeof amount !== 'string' || !/^\d+%$/.test(amount)) return undefined;
  return Math.ceil((Number.parseInt(amount, 10) * wanted) / 100);
}

function shownAmount(amount: unknown): string {
  return typeof amount === 'number' ? String(amount) : shown(amount);
}

/** As policy/v1 reads a selector: an empty one selects everything, a missing one nothing. */
function selects(selector: LabelSelector | undefined, labels: Readonly<Record<string, string>>): boolean {
  if (typeof selector !== 'object' || selector === null) return false;
  const isMatched = Object.entries(selector.matchLabels ?? {}).every(
    ([key, value]) => valueAt(labels, key) === value,
  );
  return isMatched && listed(selector.matchExpressions).every((expression) => meets(expression, labels));
}

function meets(
  { key = '', operator, values }: NonNullable<LabelSelector['matchExpressions']>[number],
  labels: Readonly<Record<string, string>>,
): boolean {
  const value = valueAt(labels, key);
  const isListed = Array.isArray(values) && value !== undefined && values.includes(value);
  switch (operator) {
    case 'In':
      return isListed;
    case 'NotIn':
      return !isListed;
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
