import type { FieldChange, Notice, Plan, Refusal } from '../../change/plan.js';
import { commitsOffsets } from '../../kafka/committed-offsets.js';
import { meantWords } from '../../missing-names.js';
import { formatCount } from '../../terminal/plural.js';
import { keyOf } from '../partition-key.js';
import { refusalOfRunning, refusalOfUnread } from '../running.js';
import type { ObservedReset, ResetChange, ResetPartition, ResetWish, ResetWork } from './model.js';

/** Offsets of a group as they are to be: one change a topic, all of them or none, as they are sent together. */
export function planReset(wish: ResetWish, observed: ObservedReset): Plan<ResetWork> {
  const refused = refusalsOf(wish, observed);
  const byTopic = new Map<string, Resolved[]>();
  const unresolved: Refusal[] = [];
  const targetOf = targetsOf(wish.to);
  for (const place of observed.partitions) {
    const target = targetOf(place);
    if (typeof target === 'string') {
      unresolved.push({ kind: 'partition', name: `${place.name}-${place.partition}`, reason: target });
      continue;
    }
    const resolved = byTopic.get(place.name) ?? [];
    byTopic.set(place.name, resolved);
    resolved.push({ place, target });
  }
  const moving = [...byTopic].map(([name, all]) => ({
    name,
    moved: all.filter(({ place, target }) => place.committed !== target),
  }));
  return {
    noun: 'topic',
    words: wish.group,
    wanted: 'as asked',
    isIndivisible: true,
    refusals: [...refused, ...unresolved],
    changes: refused.length > 0 ? [] : moving.flatMap((one) => changeOf(one, observed.coordinator)),
    notices: noticesOf(wish, observed),
    unchanged: moving.filter(({ moved }) => moved.length === 0).length,
  };
}

interface Resolved {
  readonly place: ResetPartition;
  readonly target: bigint;
}

function refusalsOf(
  wish: ResetWish,
  { group, problem, missing, partitions, meant }: ObservedReset,
): readonly Refusal[] {
  const gone = missing.map(({ name, reason }): Refusal => ({ kind: 'topic', name, reason }));
  const asGroup = (reason: string): Refusal[] => [{ kind: 'group', name: wish.group, reason }, ...gone];
  if (problem !== undefined) return [refusalOfUnread(wish.group, problem), ...gone];
  if (group === undefined)
    return namesPlaces(wish)
      ? gone
      : asGroup(
          `no such group, or no right to see it; for a new one name its topics${meantWords({ meant })}`,
        );
  if (!commitsOffsets(group) || group.type === 'share')
    return asGroup(`a group of ${group.protocolType || group.type} has no committed offsets`);
  const running = refusalOfRunning(group);
  if (running !== undefined) return [running, ...gone];
  if (partitions.length === 0 && gone.length === 0)
    return asGroup('nothing is committed that is seen; name topics to set offsets of');
  return gone;
}

/** Where each partition is set to: within what is there; of a file as it is written. A text says why it can't be. */
function targetsOf(to: ResetWish['to']): (place: ResetPartition) => bigint | string {
  const lines = new Map((to.kind === 'file' ? to.offsets : []).map((line) => [keyOf(line), line.offset]));
  return (place) => {
    const { committed, ends } = place;
    if (ends === undefined) return 'its leader does not say where it begins and ends';
    const { start, end, atTime } = ends;
    const within = (offset: bigint) => (offset < start ? start : offset > end ? end : offset);
    switch (to.kind) {
      case 'earliest':
        return start;
      case 'latest':
        return within(end);
      case 'time':
        return within(atTime ?? end);
      case 'offset':
        return within(to.offset);
      case 'shift':
        return committed === undefined
          ? 'nothing is committed that could be shifted'
          : within(committed + to.by);
      case 'file':
        return lines.get(keyOf(place)) ?? 'the file does not name it';
    }
  };
}

function changeOf(
  { name, moved }: { readonly name: string; readonly moved: readonly Resolved[] },
  coordinator: number,
): readonly ResetChange[] {
  if (moved.length === 0) return [];
  let again = 0n;
  let skipped = 0n;
  for (const { place, target } of moved) {
    if (place.committed === undefined) continue;
    if (target < place.committed) again += place.committed - target;
    else skipped += target - place.committed;
  }
  const at = (offset: bigint | undefined) => (offset === undefined ? null : String(offset));
  return [
    {
      ...{ kind: 'topic', name, action: 'change', severity: 'safe' },
      fields: moved.map(fieldOf),
      cautions: [
        ...(again > 0n ? [`${records(again)} will be read again`] : []),
        ...(skipped > 0n ? [`${records(skipped)} will not be read`] : []),
      ],
      stakes: moved
        .map((one) => `${one.place.partition}:${at(one.place.committed)}${isOutside(one) ? ' outside' : ''}`)
        .join(' '),
      work: {
        coordinator,
        targets: moved.map(({ place, target }) => ({ name, partition: place.partition, offset: target })),
        before: moved.flatMap(({ place: { partition, committed } }) =>
          committed === undefined ? [] : [{ name, partition, offset: committed }],
        ),
      },
    },
  ];
}

/** Only what a file says can be: who agreed to it while it was within hasn't agreed to it outside. */
function isOutside({ place: { ends }, target }: Resolved): boolean {
  return ends !== undefined && (target < ends.start || target > ends.end);
}

function fieldOf(resolved: Resolved): FieldChange {
  const { partition, committed } = resolved.place;
  const { target } = resolved;
  const before = committed === undefined ? null : String(committed);
  const shown = {
    before: committed === undefined ? 'none' : formatCount(committed),
    after: formatCount(target),
  };
  const difference = committed === undefined ? undefined : target - committed;
  const notes = [
    ...(difference === undefined
      ? []
      : [difference < 0n ? `${formatCount(-difference)} back` : `${formatCount(difference)} forward`]),
    ...(isOutside(resolved) ? ['outside of what is there'] : []),
  ];
  return {
    ...{ name: `partition ${partition}`, before, after: String(target), shown },
    ...(notes.length === 0 ? {} : { note: notes.join(', ') }),
  };
}

/** What isn't there yet is made of what the wish names. */
function namesPlaces({ topics, to }: ResetWish): boolean {
  return topics.length > 0 || to.kind === 'file';
}

function noticesOf(wish: ResetWish, { group, problem, meant }: ObservedReset): readonly Notice[] {
  if (group !== undefined || problem !== undefined || !namesPlaces(wish)) return [];
  const text = `not there yet, made with these offsets${meantWords({ meant })}`;
  return [{ kind: 'new group', text, names: [wish.group] }];
}

function records(count: bigint): string {
  return count === 1n ? '1 record' : `${formatCount(count)} records`;
}
