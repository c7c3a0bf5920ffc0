import { roleHint } from '../bootstrap/plan-secret.js';
import { recordAnnotation } from '../bootstrap/record.js';
import { isHostList } from '../bootstrap/rules/host-list.js';
import { type SecretWriter, writerOf } from '../bootstrap/rules/writer-of-secret.js';
import type { FieldChange, Notice, Plan, Refusal } from '../change/plan.js';
import { AccessError, ExopsError } from '../errors.js';
import type { KubernetesSecret } from '../k8s/kubernetes.js';
import { countOf } from '../terminal/plural.js';
import { printable } from '../terminal/printable.js';
import {
  type Notes,
  namespaceKind,
  type ObservedSecrets,
  refusalKey,
  type SecretData,
  type SecretsChange,
  type SecretsWork,
  secretKind,
  type WantedSecrets,
} from './model.js';
import { printOfValue, shortHash } from './value-print.js';

type Verdict = { readonly change: SecretsChange } | { readonly refusal: Refusal } | 'as wanted';

/**
 * Pure: which keys would be written. Keys that nobody named are kept. Overwriting a value is destructive: it may have been a
 * password, so exops records it nowhere. Bootstrap servers aren't: the history keeps them.
 */
export function planSecrets(wanted: WantedSecrets, observed: ObservedSecrets): Plan<SecretsWork> {
  const { namespace, secrets, createNamespace } = wanted;
  const isMissing = observed.namespaceExists === false;
  if (isMissing && !createNamespace) return onlyRefusal(noNamespace(namespace));
  const made: Verdict[] = isMissing ? [{ change: namespaceChange(namespace) }] : [];
  const verdicts = [
    ...made,
    ...[...secrets].map(([name, data]) => judge(wanted, name, data, observed.secrets.get(name))),
  ].map((verdict) => asServerSays(verdict, observed));
  const changes = verdicts.flatMap((one) => (one !== 'as wanted' && 'change' in one ? [one.change] : []));
  return {
    noun: secretKind,
    changes,
    refusals: verdicts.flatMap((one) => (one !== 'as wanted' && 'refusal' in one ? [one.refusal] : [])),
    notices: [...keptKeys(wanted, observed), ...runningPods(changes, wanted)],
    unchanged: verdicts.filter((one) => one === 'as wanted').length,
  };
}

function judge(
  wanted: WantedSecrets,
  name: string,
  data: SecretData,
  found: KubernetesSecret | ExopsError | undefined,
): Verdict {
  if (found instanceof ExopsError) return { refusal: refusalOf({ kind: secretKind, name }, found) };
  if (found === undefined) return { change: creation(name, data, notesOf(wanted, name, data)) };
  const differing = new Map([...data].filter(([key, value]) => found.text(key) !== value.reveal()));
  if (differing.size === 0) return 'as wanted';
  const writer = [...differing.keys()].map((key) => writerOf(found, key)).find((one) => one !== undefined);
  const reason = whyNot(found, writer, wanted.ignoreOwner);
  if (reason !== undefined) return { refusal: { kind: secretKind, name, reason } };
  return { change: patch(differing, found, writer, notesOf(wanted, name, differing, found)) };
}

function notesOf(
  { bootstrap, by }: WantedSecrets,
  name: string,
  data: SecretData,
  found?: KubernetesSecret,
): Notes {
  const isNoted = (key: string) => bootstrap.some((one) => one.secret === name && one.key === key);
  return { keys: [...data.keys()].filter(isNoted), by, found };
}

function whyNot(
  { annotations, immutable, type }: KubernetesSecret,
  writer: SecretWriter | undefined,
  ignoreOwner: boolean,
): string | undefined {
  if (Object.hasOwn(annotations, recordAnnotation))
    return "a change of its bootstrap servers isn't complete. Finish it with exops k8s patch-bootstrap --resume, or take it back with --undo";
  if (immutable) return 'it is immutable: make a secret of another name, and point the workloads at it';
  if (type !== 'Opaque') return `it is of type ${printable(type)}, and exops syncs Opaque secrets only`;
  if (writer?.writesBack !== 'soon' || ignoreOwner) return undefined;
  return `${printable(writer.name)} owns it (${printable(writer.evidence)}) and would write the old value back. Change it there, or use --ignore-owner`;
}

function creation(name: string, data: SecretData, notes: Notes): SecretsChange {
  return {
    kind: secretKind,
    name,
    action: 'create',
    severity: 'safe',
    summary: countOf(data.size, 'key'),
    fields: [...data].map(([key, value]) => fieldOf(key, undefined, value.reveal())),
    cautions: [],
    work: { step: 'create', data, notes },
  };
}

function patch(
  data: SecretData,
  found: KubernetesSecret,
  writer: SecretWriter | undefined,
  notes: Notes,
): SecretsChange {
  const { name, uid, resourceVersion } = found;
  const isKept = (key: string) => notes.keys.includes(key) && isHostList(found.text(key) ?? '');
  const isLosing = [...data.keys()].some((key) => found.keys.includes(key) && !isKept(key));
  return {
    kind: secretKind,
    name,
    action: 'change',
    severity: isLosing ? 'destructive' : 'safe',
    fields: [...data].map(([key, value]) => fieldOf(key, found.text(key), value.reveal())),
    cautions: [
      ...(isLosing ? ['the old values are recorded nowhere, as they may be passwords'] : []),
      ...(writer === undefined ? [] : [cautionOf(writer)]),
    ],
    work: { step: 'patch', identity: { name, uid, resourceVersion }, data, notes },
  };
}

function cautionOf({ name, evidence, writesBack }: SecretWriter): string {
  return `${name} owns it (${evidence}) and writes the old value back ${writesBack}`;
}

/** Of a value the beginning of its hash, never itself. */
function fieldOf(key: string, before: string | undefined, after: string): FieldChange {
  const print = printOfValue(after);
  if (before === undefined)
    return { name: key, before: null, after: print, shown: { before: null, after: print } };
  const shown = `changed (sha256 ${shortHash(before)} → ${shortHash(after)})`;
  return { name: key, before: printOfValue(before), after: print, shown: { before: null, after: shown } };
}

function namespaceChange(name: string): SecretsChange {
  return {
    ...{ kind: namespaceKind, name, action: 'create', severity: 'safe', fields: [], cautions: [] },
    summary: 'namespace',
    work: { step: 'namespace' },
  };
}

function noNamespace(name: string): Refusal {
  const reason = 'there is no such namespace. --create-namespace makes it';
  return { kind: namespaceKind, name, reason };
}

function onlyRefusal(refusal: Refusal): Plan<SecretsWork> {
  return { noun: secretKind, changes: [], refusals: [refusal], notices: [], unchanged: 0 };
}

/** A change that the server's dry run refused is none. */
function asServerSays(verdict: Verdict, { refused }: ObservedSecrets): Verdict {
  if (verdict === 'as wanted' || 'refusal' in verdict) return verdict;
  const error = refused.get(refusalKey(verdict.change));
  return error === undefined ? verdict : { refusal: refusalOf(verdict.change, error) };
}

function refusalOf({ kind, name }: { readonly kind: string; readonly name: string }, error: ExopsError) {
  if (!(error instanceof AccessError)) return { kind, name, reason: error.message };
  const reason = kind === secretKind ? `${error.message} ${roleHint}` : error.message;
  return { kind, name, reason, access: true as const };
}

function keptKeys({ secrets }: WantedSecrets, observed: ObservedSecrets): Notice[] {
  const kept = [...secrets].flatMap(([name, data]) => {
    const found = observed.secrets.get(name);
    if (found === undefined || found instanceof ExopsError) return [];
    return found.keys.some((key) => !data.has(key)) ? [name] : [];
  });
  if (kept.length === 0) return [];
  const text = "keys that the file doesn't name are kept in";
  return [{ kind: 'kept keys', text, names: kept }];
}

/** Of bootstrap servers alone it is known who reads them. */
function runningPods(
  changes: readonly SecretsChange[],
  { statusCommand }: Pick<WantedSecrets, 'statusCommand'>,
): Notice[] {
  if (!changes.some(({ action }) => action === 'change')) return [];
  const isOfServers = changes.some(({ work }) => work.step === 'patch' && work.notes.keys.length > 0);
  const which = isOfServers ? `; which ones have old servers: ${statusCommand}` : '';
  const text = `running pods keep the old values until they are restarted${which}`;
  return [{ kind: 'running pods', text, names: [] }];
}
