import { addToHistory, historyAnnotation } from '../bootstrap/history.js';
import { noteChange } from '../bootstrap/note-change.js';
import type { Kubernetes, WriteOptions } from '../k8s/kubernetes.js';
import type { Notes, SecretData, SecretsChange } from './model.js';

/** Sends one change; with `dryRun` the server goes through all of it and writes nothing. */
export async function writeChange(
  { namespaces, secrets, serverNow }: Pick<Kubernetes, 'namespaces' | 'secrets' | 'serverNow'>,
  { name, work }: SecretsChange,
  options: WriteOptions,
): Promise<void> {
  if (work.step === 'namespace') {
    await namespaces.create(options);
    return;
  }
  const { data, notes } = work;
  const at = new Date(serverNow()).toISOString();
  const change = { data: textsOf(data), ...historyWith(notes, data, at) };
  if (work.step === 'create') await secrets.create({ name, type: 'Opaque', ...change }, options);
  else await secrets.patch(work.identity, change, options);
}

function textsOf(data: SecretData): Readonly<Record<string, string>> {
  return Object.fromEntries([...data].map(([key, value]) => [key, value.reveal()]));
}

/** What a pod was started with, `k8s status` knows from it; what isn't a list of hosts doesn't get there. */
function historyWith({ keys, by, found }: Notes, data: SecretData, at: string) {
  if (keys.length === 0) return {};
  const before = found ?? { managedFields: [], text: () => undefined };
  let history = found?.annotations[historyAnnotation];
  for (const key of keys) {
    const value = data.get(key)?.reveal() ?? null;
    history = addToHistory(history, key, noteChange(before, key, { at, by, value }));
  }
  return history === undefined ? {} : { annotations: { [historyAnnotation]: history } };
}
