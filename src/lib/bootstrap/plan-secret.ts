import type { Change, FieldChange, Refusal } from '../change/plan.js';
import type { KubernetesSecret, Right } from '../k8s/kubernetes.js';
import { printable } from '../terminal/printable.js';
import { didYouMean } from '../yaml/nearest.js';
import type { BrokerAnswer, ObservedSecret, SecretWork } from './model.js';
import type { ChangeRecord } from './record.js';
import { isHostList } from './rules/host-list.js';
import { secondOf } from './rules/read-shape.js';
import { writerOf } from './rules/writer-of-secret.js';
import { timeWords } from './time-words.js';

export const secretKind = 'secret';

export interface SecretWish {
  /** What each key is to hold. */
  readonly value: string;
  /** A key that isn't there is added. */
  readonly createKey: boolean;
  /** Somebody else's secret is patched all the same. */
  readonly ignoreOwner: boolean;
  /** The record is written even where the values are there already, since pods are restarted. */
  readonly always: boolean;
  /** Secrets that `sync-secrets` creates: those of the file's `kubernetes.secrets`. */
  readonly declared: readonly string[];
}

export type SecretVerdict =
  | { readonly change: Change<SecretWork> }
  | { readonly refusal: Refusal }
  | { readonly unchanged: true };

/** Pure: what becomes of one secret. */
export function judgeSecret(
  observed: ObservedSecret,
  wish: SecretWish,
  refusedRights: readonly Right[],
  brokers: readonly BrokerAnswer[],
): SecretVerdict {
  const { secret: name, found, unreadable } = observed;
  if (unreadable !== undefined) return refused(name, `${unreadable.message} ${roleHint}`, { access: true });
  if (found === undefined) return refused(name, whyMissing(name, wish));
  const unfinished = whyUnfinished(observed.record);
  if (unfinished !== undefined) return refused(name, unfinished);
  const differs = observed.keys.some((key) => found.text(key) !== wish.value);
  if (!differs && !wish.always) return { unchanged: true };
  if (refusedRights.some((right) => isPatchOf(right, name)))
    return refused(name, `you may not patch it (the right: patch secrets). ${roleHint}`, { access: true });
  const reason = differs ? whyNotPatched(observed, found, wish) : undefined;
  if (reason !== undefined) return refused(name, reason);
  return { change: changeOf(observed, found, wish, brokers) };
}

/** What to do about a right that is missing; `withRoleHint` puts the whole command there. */
export const roleHint = 'exops k8s rbac prints the Role that it takes';

function refused(name: string, reason: string, access: { access?: true } = {}): SecretVerdict {
  return { refusal: { kind: secretKind, name, reason, ...access } };
}

/** Nothing that a namespace should have is there where it isn't. */
export function noNamespace(name: string): Refusal {
  const reason = 'there is no such namespace in this cluster: look at --namespace and --context';
  return { kind: 'namespace', name, reason };
}

function whyMissing(name: string, { declared }: SecretWish): string {
  return declared.includes(name)
    ? 'there is no secret of this name. exops k8s sync-secrets creates it'
    : "there is no secret of this name, and exops.yaml doesn't declare one: look at the name, --namespace and --context";
}

function isPatchOf({ verb, resource, name }: Right, secret: string): boolean {
  return verb === 'patch' && resource === 'secrets' && (name === undefined || name === secret);
}

/** What a change that isn't complete has left on the secret. */
export function whyUnfinished(record: ObservedSecret['record']): string | undefined {
  if (record === undefined) return undefined;
  if ('problem' in record)
    return `the record of an unfinished change on it can't be read: ${record.problem}. Look at its annotation exops/patch-bootstrap`;
  return record.phase === 'undoing'
    ? `${describeRecord(record)}. Take the rest back with --undo; --resume can't finish the change any more`
    : `${describeRecord(record)}. Finish it with --resume, or take it back with --undo`;
}

/** `kim began to set it to 10.0.12.31:9092 (2026-11-21 13:00 UTC), and that isn't complete` */
export function describeRecord({ by, stamp, phase, values }: ChangeRecord): string {
  const what = phase === 'undoing' ? 'take a change of it back' : `set it to ${values[0]?.after ?? ''}`;
  return `${printable(by)} began to ${printable(what)} (${timeWords(secondOf(stamp))}), and that isn't complete`;
}

/** Only addresses are shown and recorded. */
export function whyNotShown(key: string): string {
  return `${printable(key)} holds something else than a list of host:port, which exops neither shows nor records. Set it by hand once`;
}

function whyNotPatched(
  { keys, refusedPatch }: ObservedSecret,
  found: KubernetesSecret,
  { createKey, ignoreOwner }: SecretWish,
): string | undefined {
  if (found.immutable)
    return 'it is immutable: make a new secret of another name, and point the workloads at it';
  const absent = keys.find((key) => !found.keys.includes(key));
  if (absent !== undefined && !createKey)
    return `it has no key ${printable(absent)}${printable(didYouMean(absent, found.keys))}. --create-key adds it`;
  const odd = keys.find((key) => !isHostList(found.text(key) ?? ''));
  if (odd !== undefined) return whyNotShown(odd);
  const writer = keys.map((key) => writerOf(found, key)).find((one) => one?.writesBack === 'soon');
  if (writer !== undefined && !ignoreOwner)
    return `${printable(writer.name)} owns it (${printable(writer.evidence)}) and would write the old value back. Change it there, or use --ignore-owner`;
  return refusedPatch?.message;
}

function changeOf(
  { secret: name, keys }: ObservedSecret,
  found: KubernetesSecret,
  { value, ignoreOwner }: SecretWish,
  brokers: readonly BrokerAnswer[],
): Change<SecretWork> {
  const values = keys.map((key) => ({ key, before: found.text(key) ?? null, after: value }));
  const writer = keys.map((key) => writerOf(found, key)).find((one) => one !== undefined);
  return {
    kind: secretKind,
    name,
    action: 'change',
    severity: 'safe',
    fields: values.map(({ key, before, after }) => fieldOf(key, before, after, brokers)),
    cautions:
      writer === undefined
        ? []
        : [
            `${writer.name} owns it (${writer.evidence}) and writes the old value back ${writer.writesBack === 'soon' && ignoreOwner ? 'as soon as it looks' : writer.writesBack}`,
          ],
    work: { step: 'secret', found, values },
  };
}

/** The values are addresses, which anybody may see; a line end that somebody left behind them is only trimmed here. */
export function fieldOf(
  key: string,
  before: string | null,
  after: string | null,
  brokers: readonly BrokerAnswer[] = [],
): FieldChange {
  const words = [...new Set(brokers.map((broker) => broker.words))];
  return {
    name: key,
    before,
    after,
    shown: { before: before?.trim() ?? (after === null ? null : 'not there'), after: after?.trim() ?? null },
    ...(before === after ? { note: 'holds these already; the restart is recorded on it' } : {}),
    ...(before !== after && words.length === 1 && words[0] !== undefined ? { note: words[0] } : {}),
  };
}
