import type { KubernetesSecret } from '../k8s/kubernetes.js';
import type { KeyChange } from './history.js';
import { lastWriteOf } from './last-write.js';

/** What the history is to say of a change that is about to be written to this secret. */
export function noteChange(
  secret: Pick<KubernetesSecret, 'managedFields' | 'text'>,
  key: string,
  { at, by, value }: Required<Pick<KeyChange, 'at' | 'by' | 'value'>>,
): KeyChange {
  const { second, isOurs } = lastWriteOf(secret.managedFields, key);
  const since = second === undefined ? {} : { since: new Date(second * 1000).toISOString() };
  return { at, by, value, before: secret.text(key) ?? null, ...since, ...(isOurs ? {} : { isOthers: true }) };
}
