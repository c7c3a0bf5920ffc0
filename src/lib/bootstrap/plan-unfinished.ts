import type { Change, Plan, Refusal } from '../change/plan.js';
import type { KubernetesSecret, Workload } from '../k8s/kubernetes.js';
import { countOf } from '../terminal/plural.js';
import {
  type BootstrapWork,
  type ObservedBootstrap,
  type ObservedSecret,
  type RestartWork,
  type SecretWork,
  workloadName,
} from './model.js';
import { describeRecord, fieldOf, secretKind, whyUnfinished } from './plan-secret.js';
import { orderOf, workloadKind } from './plan-workload.js';
import type { ChangeRecord } from './record.js';
import { isSettled, wantedPods } from './rules/rollout-state.js';
import { bearsStamp, generationOf } from './stamp.js';

export type Direction = 'resume' | 'undo';

/** A workload of a record, and as it is now. */
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
  { secrets }: Pick<ObservedBootstrap, 'secrets'>,
  workloads: readonly RecordedWorkload[],
): Plan<BootstrapWork> {
  const unfinished = unfinishedOf(secrets);
  const [first] = unfinished;
  const refusals = refusalsOf(direction, secrets, unfinished);
  const isOk = refusals.length === 0 && first !== undefined;
  const changes = isOk
    ? [
        ...first.record.secrets.flatMap(({ secret }) =>
          secretChange(direction, secret, secrets, first.record),
        ),
        ...workloads.flatMap((one) => workloadChange(direction, one, first.record)),
      ]
    : [];
  const gone = isOk ? workloads.filter(({ recorded, now }) => now?.uid !== recorded.uid) : [];
  return {
    noun: secretKind,
    changes,
    refusals,
    notices: [
      ...(first === undefined
        ? [{ kind: 'nothing unfinished', text: 'no change of these secrets is unfinished', names: [] }]
        : [{ kind: 'unfinished', text: describeRecord(first.record), names: [] }]),
      ...(gone.length > 0
        ? [
            {
              kind: 'gone',
              text: 'not there any more',
              names: gone.map(({ recorded }) => workloadName(recorded)),
            },
          ]
        : []),
    ],
    unchanged: 0,
    isIndivisible: true,
  };
}

function refusalsOf(
  direction: Direction,
  secrets: readonly ObservedSecret[],
  unfinished: readonly Unfinished[],
): Refusal[] {
  const refused = (name: string, reason: string) => ({ kind: secretKind, name, reason });
  const [first] = unfinished;
  return secrets.flatMap(({ secret: name, record, unreadable }) => {
    if (unreadable !== undefined) return [{ ...refused(name, unreadable.message), access: true as const }];
    if (record === undefined) return [];
    if ('problem' in record) return [refused(name, whyUnfinished(record) ?? '')];
    if (first !== undefined && record.stamp !== first.record.stamp)
      return [
        refused(name, `it bears the record of another change than ${first.secret.secret} (${record.stamp})`),
      ];
    if (direction === 'resume' && record.phase === 'undoing')
      return [refused(name, 'its change was being taken back already: only --undo can finish that')];
    return [];
  });
}

function secretChange(
  direction: Direction,
  name: string,
  secrets: readonly ObservedSecret[],
  record: ChangeRecord,
): Change<SecretWork>[] {
  const observed = secrets.find(({ secret }) => secret === name);
  const found = observed?.found;
  if (found === undefined || observed === undefined) return [];
  const own = observed.record === undefined || 'problem' in observed.record ? undefined : observed.record;
  // Killed before its turn: nothing is written on it yet.
  if (own === undefined && direction === 'undo') return [];
  const values = own?.values ?? valuesFor(observed, found, record);
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
  { keys }: ObservedSecret,
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
        by: recorded.by,
        order: orderOf(now) ?? 0,
      },
    },
  ];
}
