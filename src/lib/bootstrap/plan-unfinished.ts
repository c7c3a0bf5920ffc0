import type { Change, Notice, Plan, Refusal } from '../change/plan.js';
import type { KubernetesSecret, Right, Workload } from '../k8s/kubernetes.js';
import { countOf, formatCount } from '../terminal/plural.js';
import {
  type BootstrapWork,
  type ObservedBootstrap,
  type ObservedSecret,
  type RestartWork,
  type SecretWork,
  workloadName,
} from './model.js';
import {
  describeRecord,
  fieldOf,
  noNamespace,
  roleHint,
  secretKind,
  whyNotShown,
  whyUnfinished,
} from './plan-secret.js';
import { missingRight, orderOf, resourceOf, workloadKind } from './plan-workload.js';
import type { ChangeRecord } from './record.js';
import { isHostList } from './rules/host-list.js';
import { secondOf } from './rules/read-shape.js';
import { isSettled, wantedPods } from './rules/rollout-state.js';
import { bearsStamp, generationOf } from './stamp.js';
import { timeWords } from './time-words.js';

export type Direction = 'resume' | 'undo';

/** A workload of a record that reads one of the keys, and as it is now. */
export interface RecordedWorkload {
  readonly recorded: ChangeRecord['workloads'][number];
  readonly now: Workload | undefined;
}

interface Unfinished {
  readonly secret: ObservedSecret;
  readonly found: KubernetesSecret;
  readonly record: ChangeRecord;
}

/** The records of changes that aren't complete, those that can be read. */
export function unfinishedOf(secrets: readonly ObservedSecret[]): readonly Unfinished[] {
  return secrets.flatMap((secret) => {
    const { found, record } = secret;
    return found === undefined || record === undefined || 'problem' in record
      ? []
      : [{ secret, found, record }];
  });
}

/** Pure: what is left to do of a change that somebody began, or to take back of it. From its records alone. */
export function planUnfinished(
  direction: Direction,
  {
    secrets,
    refusedRights,
    missingNamespace,
  }: Pick<ObservedBootstrap, 'secrets' | 'refusedRights' | 'missingNamespace'>,
  workloads: readonly RecordedWorkload[],
): Plan<BootstrapWork> {
  const unfinished = unfinishedOf(secrets);
  const [first] = unfinished;
  const refusals = [
    ...refusalsOf(direction, secrets, unfinished),
    ...rightRefusals(refusedRights, workloads),
  ];
  const notices =
    first === undefined
      ? [{ kind: 'nothing unfinished', text: 'no change of these secrets is unfinished', names: [] }]
      : [{ kind: 'unfinished', text: describeRecord(first.record), names: [] }];
  const plan = { noun: secretKind, unchanged: 0, isIndivisible: true } as const;
  if (missingNamespace !== undefined)
    return { ...plan, changes: [], refusals: [noNamespace(missingNamespace)], notices: [] };
  if (refusals.length > 0 || first === undefined) return { ...plan, changes: [], refusals, notices };
  if (isOver(first.record, secrets))
    return { ...plan, changes: unfinished.map(recordChange), refusals, notices };
  const gone = workloads.filter(({ recorded, now }) => now?.uid !== recorded.uid);
  const names = gone.map(({ recorded }) => workloadName(recorded));
  const restarts = workloads.flatMap((one) => workloadChange(direction, one, first.record));
  return {
    ...plan,
    changes: [
      ...first.record.secrets.flatMap((one) => secretChange(direction, one, secrets, first.record)),
      ...restarts,
    ],
    refusals,
    notices: [
      ...notices,
      ...(direction === 'resume' ? begunNotices(restarts) : []),
      ...(names.length > 0
        ? [{ kind: 'gone', text: 'not there any more, or no reader of the key', names }]
        : []),
    ],
  };
}

/** The sum below counts them with those that are still to be restarted. */
function begunNotices(restarts: readonly Change<RestartWork>[]): Notice[] {
  const begun = restarts.filter(({ work }) => work.isBegun).length;
  if (begun === 0) return [];
  const which =
    begun === restarts.length && begun > 1
      ? `all ${formatCount(begun)} workloads`
      : begun === restarts.length
        ? 'the workload'
        : `${formatCount(begun)} of ${countOf(restarts.length, 'workload')}`;
  const are = begun === 1 ? 'is' : 'are';
  return [
    { kind: 'restarted already', text: `${which} ${are} restarted already, and only waited for`, names: [] },
  ];
}

/**
 * Records are written in the order of the secrets and removed in it, at the very end: when the first secret bears none
 * and another does, all that the change was to do, or to take back, is done.
 */
function isOver({ secrets: [first] }: ChangeRecord, secrets: readonly ObservedSecret[]): boolean {
  const observed = secrets.find(({ secret }) => secret === first?.secret);
  return observed?.found !== undefined && observed.record === undefined;
}

function recordChange({ secret, found, record }: Unfinished): Change<SecretWork> {
  return {
    kind: secretKind,
    name: secret.secret,
    action: 'change',
    severity: 'safe',
    summary: 'complete; only its record is left, and removed',
    fields: [],
    cautions: [],
    work: { step: 'secret', found, values: record.values, bears: record.id, isOver: true },
  };
}

/** Who may not write everything would leave it half done once more. */
function rightRefusals(refused: readonly Right[], workloads: readonly RecordedWorkload[]): Refusal[] {
  return workloads.flatMap(({ recorded }) => {
    const missing = missingRight(resourceOf(recorded), refused);
    if (missing === undefined) return [];
    const reason = `you may not put it right (the right: ${missing}). ${roleHint}`;
    return [{ kind: workloadKind, name: workloadName(recorded), reason, access: true as const }];
  });
}

function refusalsOf(
  direction: Direction,
  secrets: readonly ObservedSecret[],
  unfinished: readonly Unfinished[],
): Refusal[] {
  const [first] = unfinished;
  return secrets.flatMap((one) => {
    const { secret: name, unreadable, record } = one;
    if (unreadable !== undefined)
      return [{ kind: secretKind, name, reason: `${unreadable.message} ${roleHint}`, access: true as const }];
    const reason =
      record !== undefined && 'problem' in record
        ? whyUnfinished(record)
        : first && whyNotFinished(direction, one, first, secrets);
    return reason === undefined ? [] : [{ kind: secretKind, name, reason }];
  });
}

function whyNotFinished(
  direction: Direction,
  { keys, found, record }: ObservedSecret,
  first: Unfinished,
  secrets: readonly ObservedSecret[],
): string | undefined {
  const odd = keys.find((key) => !isHostList(found?.text(key) ?? ''));
  if (odd !== undefined) return whyNotShown(odd);
  if (record === undefined || 'problem' in record) return undefined;
  if (record.stamp !== first.record.stamp)
    return `it bears the record of another change than ${first.secret.secret} (${timeWords(secondOf(record.stamp))})`;
  const unnamed = record.secrets.find((one) => !secrets.some(({ secret }) => secret === one.secret));
  if (unnamed !== undefined) return `its change sets secret ${unnamed.secret} too: name all of them, or none`;
  const foreign = foreignKey(record, secrets);
  if (foreign !== undefined) return `its record is about key ${foreign}, which isn't one that is named here`;
  if (direction === 'resume' && record.phase === 'undoing')
    return 'its change was being taken back already: only --undo can finish that';
  return undefined;
}

/** A record may have been written by anybody who may write the secret: it decides on no key but those that were named. */
function foreignKey(record: ChangeRecord, secrets: readonly ObservedSecret[]): string | undefined {
  const named = (name: string) => secrets.find(({ secret }) => secret === name)?.keys ?? [];
  const all = new Set(secrets.flatMap(({ keys }) => keys));
  const own = record.values.map(({ key }) => key).find((key) => !all.has(key));
  const others = record.secrets.flatMap(({ secret, keys }) =>
    keys.filter((key) => !named(secret).includes(key)),
  );
  return own ?? others[0];
}

function secretChange(
  direction: Direction,
  { secret: name, keys }: ChangeRecord['secrets'][number],
  secrets: readonly ObservedSecret[],
  record: ChangeRecord,
): Change<SecretWork>[] {
  const observed = secrets.find(({ secret }) => secret === name);
  const found = observed?.found;
  if (found === undefined || observed === undefined) return [];
  const own = observed.record === undefined || 'problem' in observed.record ? undefined : observed.record;
  // Killed before its turn: nothing is written on it yet.
  if (own === undefined && direction === 'undo') return [];
  const values = own?.values ?? valuesFor(keys, found, record);
  const fields = values.map(({ key, before, after }) =>
    direction === 'resume'
      ? fieldOf(key, found.text(key) ?? null, after)
      : undoneField(found, key, before, after),
  );
  return [
    {
      kind: secretKind,
      name,
      action: 'change',
      severity: 'safe',
      fields,
      cautions: [],
      work: {
        step: 'secret',
        found,
        values,
        ...(own === undefined ? {} : { bears: own.id }),
      },
    },
  ];
}

function valuesFor(
  keys: readonly string[],
  found: KubernetesSecret,
  { values }: ChangeRecord,
): SecretWork['values'] {
  const after = values[0]?.after ?? '';
  return keys.map((key) => ({ key, before: found.text(key) ?? null, after }));
}

function undoneField(found: KubernetesSecret, key: string, before: string | null, after: string) {
  const now = found.text(key) ?? null;
  if (now === after) return fieldOf(key, now, before);
  const note = now === before ? 'back already' : 'somebody wrote this since: left as it is';
  return { ...fieldOf(key, now, now), note };
}

function workloadChange(
  direction: Direction,
  { recorded, now }: RecordedWorkload,
  { stamp }: ChangeRecord,
): Change<RestartWork>[] {
  if (now === undefined || now.uid !== recorded.uid) return [];
  const isBegun = bearsStamp(now, stamp);
  const isTouched = isBegun || recorded.by === 'Reloader' || !isSettled(now);
  if (direction === 'undo' && !isTouched) return [];
  const pods = countOf(wantedPods(now), 'pod');
  const resumed = isBegun ? 'restarted already, waited for' : 'not restarted yet';
  return [
    {
      kind: workloadKind,
      name: workloadName(recorded),
      action: direction === 'resume' ? 'restart' : 'change',
      severity: 'safe',
      summary: `${direction === 'resume' ? resumed : 'its pod template as it was'} · ${pods}`,
      fields: [],
      cautions: [],
      work: {
        step: 'restart',
        workload: { kind: recorded.kind, name: recorded.name, uid: recorded.uid },
        before: recorded.before,
        generation: generationOf(now),
        isBegun,
        wasSettled: recorded.wasSettled,
        // Whether Reloader has seen the change by now, nobody knows: better once too often.
        by: direction === 'resume' ? 'exops' : recorded.by,
        order: orderOf(now) ?? 0,
      },
    },
  ];
}
