/**
 * How much a change can cost: `safe` can be undone by another change; `destructive` loses data or capacity.
 */
export type Severity = 'safe' | 'destructive';

export type Action = 'create' | 'change' | 'restart' | 'delete';

/** In the order in which plans and reports count them. */
export const actions: readonly Action[] = ['create', 'change', 'restart', 'delete'];

/** One attribute of a target, before and after, in the system's own units; null is "not there". */
export interface FieldChange {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
  /** The same two for people (`7d` for `604800000`). */
  readonly shown: { readonly before: string | null; readonly after: string | null };
  /** What a person should know about exactly this: what is lost, what to expect. */
  readonly note?: string;
}

/** One target that will be changed. `Work` is what the capability needs to do it; the engine never looks inside. */
export interface Change<Work = unknown> {
  /** `topic`, `secret`, `workload`: singular. */
  readonly kind: string;
  readonly name: string;
  readonly action: Action;
  readonly severity: Severity;
  /** Short and beside the name: `3 partitions, factor 1`. */
  readonly summary?: string;
  readonly fields: readonly FieldChange[];
  /** Things to know before agreeing. */
  readonly cautions: readonly string[];
  /** What makes the change graver than its fields say; a person agreed to this and not to more. */
  readonly stakes?: string;
  readonly work: Work;
}

/** Something wanted that can't or mustn't be done; it is shown, counted, and makes the run fail. */
export interface Refusal {
  readonly kind: string;
  readonly name: string;
  /** The attribute that is at fault, with what it is and what was wanted, where there is one. */
  readonly field?: Omit<FieldChange, 'note'>;
  /** Why, and what can be done instead. */
  readonly reason: string;
  /** What is missing is a right. */
  readonly access?: true;
}

/** Something seen and left alone: worth a line, not a change. */
export interface Notice {
  /** What it is, for programs: `undeclared`. */
  readonly kind: string;
  readonly text: string;
  /** The targets it is about. */
  readonly names: readonly string[];
}

/**
 * What would be done, and nothing but that: the same value is printed, written as JSON, confirmed, applied and
 * compared. Made by a pure function of what is wanted and what was observed.
 */
export interface Plan<Work = unknown> {
  /** What the plan is about, singular: `topic`. */
  readonly noun: string;
  readonly changes: readonly Change<Work>[];
  readonly refusals: readonly Refusal[];
  readonly notices: readonly Notice[];
  /** Targets that are as wanted already. */
  readonly unchanged: number;
  /** How that is said: `as declared` when left out. */
  readonly wanted?: string;
  /** All of it or nothing: a single refusal keeps every change from being made. */
  readonly isIndivisible?: true;
  /** What a person types instead of the names of the changes, where what is at stake is something else than its targets. */
  readonly words?: string;
}

/** Whether nothing of a plan may be done, since it can't be done as a whole. */
export function isHeldBack({ isIndivisible, refusals }: Plan): boolean {
  return isIndivisible === true && refusals.length > 0;
}

/** Changes that would be confirmed together have one severity: the highest of them. */
export function severityOf(plan: Plan): Severity | undefined {
  if (plan.changes.length === 0) return undefined;
  return plan.changes.some((change) => change.severity === 'destructive') ? 'destructive' : 'safe';
}
