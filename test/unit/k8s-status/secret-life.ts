import fc from 'fast-check';
import { addToHistory, readHistory } from '../../../src/lib/bootstrap/history.js';
import { lastWriteOf } from '../../../src/lib/bootstrap/last-write.js';
import { noteChange } from '../../../src/lib/bootstrap/note-change.js';
import type { ManagedFields } from '../../../src/lib/k8s/objects.js';
import { type Timeline, timelineOf } from '../../../src/lib/k8s-status/timeline.js';

/** Somebody writes to the secret. */
export interface Write {
  /** Milliseconds after the one before. */
  readonly after: number;
  readonly by: 'exops' | 'kubectl-patch' | 'kubectl-edit';
  /** Undefined for a write to another key. */
  readonly value: string | undefined;
  /** How long exops' request takes; milliseconds. */
  readonly takes: number;
}

const key = 'KAFKA_BOOTSTRAP_SERVERS';
export const lifeBegins = Date.parse('2026-11-21T12:00:00.000Z');

export const anyWrite: fc.Arbitrary<Write> = fc.record({
  after: fc.oneof(fc.integer({ min: 1_000, max: 6_000 }), fc.integer({ min: 10_000, max: 400_000 })),
  by: fc.constantFrom('exops', 'kubectl-patch', 'kubectl-edit'),
  value: fc.constantFrom('a:9092', 'b:9092', 'c:9092,d:9092', undefined),
  takes: fc.integer({ min: 0, max: 900 }),
});

/** What a secret went through, as an API server keeps account of it, and as exops notes its own part. */
export interface Life {
  /** What the key held from a time on, in milliseconds; oldest first. */
  readonly held: readonly { readonly at: number; readonly value: string; readonly stamp?: string }[];
  readonly endsAt: number;
  readonly timeline: Timeline;
}

export function live(writes: readonly Write[]): Life {
  const owners = new Map<string, { at: number; keys: Set<string> }>();
  const held: { at: number; value: string; stamp?: string }[] = [{ at: lifeBegins, value: 'z:9092' }];
  let value = 'z:9092';
  let annotation: string | undefined;
  let now = lifeBegins;
  const own = (manager: string, name: string) => {
    for (const { keys } of owners.values()) keys.delete(name);
    const keys = owners.get(manager)?.keys ?? new Set();
    owners.set(manager, { at: now, keys: keys.add(name) });
  };
  own('kubectl-create', key);
  own('kubectl-create', 'PASSWORD');
  for (const write of writes) {
    const begun = now + write.after;
    const isOurs = write.by === 'exops';
    now = begun + (isOurs ? write.takes : 0);
    if (write.value === undefined) {
      own(write.by, `OTHER-${write.by}`);
    } else if (write.value !== value) {
      const stamp = new Date(begun).toISOString();
      const secret = { managedFields: fieldsOf(owners), text: () => value };
      if (isOurs) {
        const note = noteChange(secret, key, { at: stamp, by: 'kim', value: write.value });
        annotation = addToHistory(annotation, key, note);
      }
      value = write.value;
      own(write.by, key);
      held.push({ at: now, value, ...(isOurs ? { stamp } : {}) });
    }
  }
  const history = readHistory(annotation);
  if ('problem' in history) throw new Error(history.problem);
  const timeline = timelineOf(value, history.get(key) ?? [], lastWriteOf(fieldsOf(owners), key));
  return { held, endsAt: now, timeline };
}

function fieldsOf(owners: ReadonlyMap<string, { at: number; keys: ReadonlySet<string> }>): ManagedFields[] {
  return [...owners]
    .filter(([, { keys }]) => keys.size > 0)
    .map(([manager, { at, keys }]) => ({
      ...{ manager, operation: 'Update', time: new Date(at).toISOString().replace(/\.\d+Z/, 'Z') },
      fieldsV1: { 'f:data': Object.fromEntries([...keys].map((name) => [`f:${name}`, {}])) },
    }));
}
