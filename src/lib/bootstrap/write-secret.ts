import { ExopsError } from '../errors.js';
import type { KubernetesSecret } from '../k8s/kubernetes.js';
import { printable } from '../terminal/printable.js';
import type { BootstrapDeps } from './bootstrap-deps.js';
import { addToHistory, historyAnnotation, type KeyChange } from './history.js';
import { noteChange } from './note-change.js';
import { type ChangeRecord, formatRecord, readRecord, recordAnnotation } from './record.js';
import { tryAgain } from './try-again.js';

/** Another process has taken the change over, or removed its record: what becomes of it is no longer ours to say. */
export class TakenOverError extends ExopsError {}

/** Whether a secret bears the record of this very change. */
export function bearsRecord(secret: KubernetesSecret | undefined, ids: readonly string[]): boolean {
  const record = recordOn(secret);
  return record !== undefined && ids.includes(record.id);
}

function recordOn(secret: KubernetesSecret | undefined): ChangeRecord | undefined {
  const text = secret?.annotations[recordAnnotation];
  const record = text === undefined ? undefined : readRecord(text);
  return record === undefined || 'problem' in record ? undefined : record;
}

/** @throws TakenOverError unless the change on the secret is still ours, and on its way there */
export function assertOwn(secret: KubernetesSecret | undefined, name: string, ids: readonly string[]): void {
  if (!bearsRecord(secret, ids) || recordOn(secret)?.phase === 'undoing') throw takenOver(secret, name);
}

function takenOver(secret: KubernetesSecret | undefined, name: string): TakenOverError {
  const who = printable(recordOn(secret)?.by ?? 'somebody');
  return new TakenOverError(
    `${who} has taken this change over, or completed it: it is no longer ours on secret ${name}`,
  );
}

/**
 * Sets the values together with the record, so that there is never one without the other.
 * @throws ConflictError when somebody wrote since the plan was made; ExopsError when the record is none
 */
export async function writeValues(
  { kubernetes }: Pick<BootstrapDeps, 'kubernetes'>,
  found: KubernetesSecret,
  record: ChangeRecord,
): Promise<KubernetesSecret> {
  const data = Object.fromEntries(record.values.map(({ key, after }) => [key, after]));
  const { stamp, by, values } = record;
  const at = new Date(kubernetes.serverNow()).toISOString();
  const changes = values.map(({ key, after }) => ({
    key,
    ...noteChange(found, key, { at, stamp, by, value: after }),
  }));
  const text = formatRecord(record);
  const read = readRecord(text);
  // What nobody could read again, nobody could finish or take back.
  if ('problem' in read)
    throw new ExopsError(`its record could not be read again: ${read.problem}. Nothing was written`);
  const annotations = { [recordAnnotation]: text, [historyAnnotation]: historyWith(found, changes) };
  return kubernetes.secrets.patch(found, { data, annotations });
}

export type Restored =
  | { readonly end: 'restored' }
  /** What it holds now, somebody else wrote; it is left. */
  | { readonly end: 'left'; readonly keys: readonly string[] }
  | { readonly end: 'gone' };

/**
 * Puts the values back that are still ours, and notes in the record that the change is being taken back.
 * @throws TakenOverError
 */
export async function writeBack(
  { kubernetes, clock }: Pick<BootstrapDeps, 'kubernetes' | 'clock'>,
  name: string,
  record: ChangeRecord,
  { ids, at, by }: { readonly ids: readonly string[]; readonly at: string; readonly by: string },
): Promise<Restored> {
  return tryAgain(clock, async () => {
    const now = await kubernetes.secrets.read(name);
    if (now === undefined) return { end: 'gone' };
    const others = record.values.filter(
      ({ key, before, after }) => ![before, after].includes(now.text(key) ?? null),
    );
    const restored: Restored =
      others.length === 0 ? { end: 'restored' } : { end: 'left', keys: others.map(({ key }) => key) };
    const isSet = record.values.some(({ key, before, after }) => now.text(key) === after && after !== before);
    // Nothing was written, or all of it is back: there is nothing of ours on it.
    if (now.annotations[recordAnnotation] === undefined && !isSet) return restored;
    if (!bearsRecord(now, ids)) throw takenOver(now, name);
    const ours = record.values.filter(({ key, after }) => now.text(key) === after);
    const data = Object.fromEntries(ours.map(({ key, before }) => [key, before]));
    const changes = ours.map(({ key, before }) => ({
      key,
      ...noteChange(now, key, { at, by, value: before }),
    }));
    const annotations = {
      [recordAnnotation]: formatRecord({ ...record, phase: 'undoing' }),
      [historyAnnotation]: historyWith(now, changes),
    };
    await kubernetes.secrets.patch(now, { data, annotations });
    return restored;
  });
}

/** What the key held when, for whoever asks later what a pod was started with. */
function historyWith(
  { annotations }: KubernetesSecret,
  changes: readonly ({ readonly key: string } & KeyChange)[],
): string | null {
  let text = annotations[historyAnnotation];
  for (const { key, ...change } of changes) text = addToHistory(text, key, change);
  return text ?? null;
}

/** The change is complete, one way or the other. A secret that is gone has no record either. */
export async function removeRecord(
  { kubernetes, clock }: Pick<BootstrapDeps, 'kubernetes' | 'clock'>,
  name: string,
  ids: readonly string[],
): Promise<void> {
  await tryAgain(clock, async () => {
    const now = await kubernetes.secrets.read(name);
    if (now === undefined || !bearsRecord(now, ids)) return;
    await kubernetes.secrets.patch(now, { annotations: { [recordAnnotation]: null } });
  });
}
