import type { SleepEntry, SleeperKind } from '../sleep-entry.js';

export type Direction = 'sleep' | 'wake';

/** What uses others sleeps first and wakes last. */
const places: Readonly<Record<SleeperKind, number>> = {
  workload: 10,
  ecs: 10,
  nodegroup: 10,
  asg: 10,
  rds: 20,
  'rds-cluster': 20,
  ec2: 30,
};

/** Databases and Kafka don't need each other to start. */
const wakingPlaces: Readonly<Record<SleeperKind, number>> = { ...places, rds: 30, 'rds-cluster': 30 };

/** Its place in the order; what has the same one sleeps and wakes at once. */
export function placeOf(
  kind: SleeperKind,
  { order }: Pick<SleepEntry, 'order'>,
  direction: Direction,
): number {
  return order ?? (direction === 'sleep' ? places : wakingPlaces)[kind];
}

/** The members of each stage, in the order in which the stages come. */
export function stagesOf<Member>(
  members: readonly Member[],
  placeOfMember: (member: Member) => number,
  direction: Direction,
): readonly (readonly Member[])[] {
  const stages = new Map<number, Member[]>();
  for (const member of members) {
    const place = placeOfMember(member);
    stages.set(place, [...(stages.get(place) ?? []), member]);
  }
  const sign = direction === 'sleep' ? 1 : -1;
  return [...stages].sort(([one], [other]) => sign * (one - other)).map(([, stage]) => stage);
}

/** Why it has its place: `before what it uses`. */
export function whyThere(
  kind: SleeperKind,
  { order }: Pick<SleepEntry, 'order'>,
  direction: Direction,
): string {
  if (order !== undefined) return `order ${order}`;
  const usesOthers = places[kind] === places.workload;
  if (direction === 'wake') return usesOthers ? 'after what it uses' : 'before what uses it';
  return usesOthers ? 'before what it uses' : 'after what uses it';
}
