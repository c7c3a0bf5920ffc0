import type { Outcome } from './outcome.js';
import type { Change, FieldChange, Plan } from './plan.js';

/** The target of a command as documents name it. */
export type Target = Readonly<Record<string, string | boolean | undefined>>;

/** The documented shape of `-o json` and `-o yaml`, and of the journal. */
export const documentSchema = 'exops.change/v1';

type FieldDocument = Pick<FieldChange, 'name' | 'before' | 'after' | 'note'>;

type ChangeDocument = Omit<Change, 'work' | 'stakes' | 'fields'> & { fields: FieldDocument[] };

export interface PlanDocument {
  readonly changes: readonly ChangeDocument[];
  readonly refusals: readonly { kind: string; name: string; field?: FieldDocument; reason: string }[];
  readonly notices: Plan['notices'];
  readonly unchanged: number;
}

export interface ChangeDocumentFile {
  readonly schema: typeof documentSchema;
  readonly target: Target;
  readonly plan: PlanDocument;
  /** Absent when nothing was applied. */
  readonly outcomes?: readonly Outcome[];
  readonly exitCode: number;
}

/** A plan as data for programs: values in the system's own units, no work orders of ours. */
export function planDocument(plan: Plan): PlanDocument {
  return {
    changes: plan.changes.map(({ work: _, stakes: __, fields, ...change }) => ({
      ...change,
      fields: fields.map(fieldDocument),
    })),
    refusals: plan.refusals.map(({ kind, name, field, reason }) => ({
      kind,
      name,
      ...(field === undefined ? {} : { field: fieldDocument(field) }),
      reason,
    })),
    notices: plan.notices,
    unchanged: plan.unchanged,
  };
}

function fieldDocument({ name, before, after, note }: FieldChange): FieldDocument {
  return { name, before, after, ...(note === undefined ? {} : { note }) };
}

/** Equal for two plans that would do the same; figures in notes, which move while nobody acts, don't count. */
export function planFingerprint(plan: Plan): string {
  return JSON.stringify(
    plan.changes.map(({ kind, name, action, severity, summary, stakes, fields }) => [
      [kind, name, action, severity, summary, stakes],
      fields.map((field) => [field.name, field.before, field.after]),
    ]),
  );
}
