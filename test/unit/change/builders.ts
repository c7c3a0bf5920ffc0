import type { Change, FieldChange, Plan, Refusal } from '../../../src/lib/change/plan.js';

/** A field that people read in the units of the system. */
export function field(name: string, before: string | null, after: string | null, note?: string): FieldChange {
  return { name, before, after, shown: { before, after }, ...(note === undefined ? {} : { note }) };
}

/** The safe creation of the topic `orders`. */
export function change(over: Partial<Change> = {}): Change {
  return {
    kind: 'topic',
    name: 'orders',
    action: 'create',
    severity: 'safe',
    fields: [],
    cautions: [],
    work: {},
    ...over,
  };
}

export function refusal(over: Partial<Refusal> = {}): Refusal {
  return { kind: 'topic', name: 'payments', reason: 'it is not possible', ...over };
}

/** A plan about topics with these changes and nothing else. */
export function planOf(changes: readonly Change[], over: Partial<Plan> = {}): Plan {
  return { noun: 'topic', changes, refusals: [], notices: [], unchanged: 0, ...over };
}
