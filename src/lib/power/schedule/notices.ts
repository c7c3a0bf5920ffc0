import type { Notice } from '../../change/plan.js';
import { countOf } from '../../terminal/plural.js';
import type { Direction } from '../rules/order.js';
import { oddTimes } from './clock-changes.js';
import type { Member, ScheduleWish } from './model.js';
import { nextRuns, sayDate, sayShown, type TimedDirection } from './next-runs.js';
import { actionsOf } from './role-policy.js';
import type { Wanted } from './wanted.js';
import { sayTime } from './weekly-time.js';
import { zoneClock } from './zone-clock.js';

export interface Scheduled {
  readonly members: readonly Member[];
  readonly wanted: readonly Wanted[];
  /** There is something to agree to. */
  readonly isChanging: boolean;
}

/** What a person should know of a schedule: before agreeing more than otherwise. Pure. */
export function scheduleNotices(
  { members, wanted, isChanging }: Scheduled,
  wish: ScheduleWish,
  now: number,
): readonly Notice[] {
  if (wanted.length === 0) return [];
  const toAgree = [
    ...stagger(wanted, wish),
    ...limits,
    ...byHand(members, wish),
    ...startsItself(members, wish),
    roleNeeds(members, wish),
  ];
  return [...(isChanging ? toAgree : []), ...clockChanges(wanted, wish, now), next(wish, now)];
}

const limits: readonly Notice[] = [
  {
    kind: 'limits',
    text: 'a schedule only sends requests: no records, no waiting, no look at Kafka before or after, nothing in Kubernetes. exops dev sleep and exops dev wake do all that',
    names: [],
  },
  {
    kind: 'woken by hand',
    text: 'what is woken by hand stays awake until the next scheduled sleep',
    names: [],
  },
];

function stagger(wanted: readonly Wanted[], { stagger: minutes }: ScheduleWish): readonly Notice[] {
  const stages = (direction: Direction) =>
    new Set(wanted.filter((one) => one.direction === direction).map(({ member }) => member.place[direction]))
      .size;
  if (Math.max(stages('sleep'), stages('wake')) < 2) return [];
  const text = `stages follow each other by ${countOf(minutes, 'minute')}, applications first to sleep and last to wake; none waits for the one before`;
  return [{ kind: 'stages', text, names: [] }];
}

/** Where nothing is scheduled to wake it. */
function byHand(members: readonly Member[], { wake }: ScheduleWish): readonly Notice[] {
  const some = members.filter(({ isWokenByHand }) => isWokenByHand || wake.length === 0);
  if (some.length === 0) return [];
  const text = 'only exops dev wake wakes';
  return [{ kind: 'manual', text, names: some.map(({ label }) => label) }];
}

function startsItself(members: readonly Member[], { wake, sleep }: ScheduleWish): readonly Notice[] {
  const isDatabase = ({ resource: { kind } }: Member) => kind === 'rds' || kind === 'rds-cluster';
  const some = members.filter((one) => isDatabase(one) && (one.isWokenByHand || wake.length === 0));
  if (some.length === 0 || sleep.length === 0) return [];
  const text =
    'AWS starts a stopped database by itself after 7 days; the next scheduled sleep stops it again';
  return [{ kind: 'starts itself', text, names: some.map(({ label }) => label) }];
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
function clockChanges(wanted: readonly Wanted[], { timezone }: ScheduleWish, now: number): readonly Notice[] {
  const times = new Map(wanted.map(({ time, direction }) => [`${direction} ${sayTime(time)}`, time]));
  const said = new Map([...times].map(([words, time]) => [time, words]));
  const byText = new Map<string, string[]>();
  for (const { time, kind, shown } of oddTimes([...said.keys()], zoneClock(timezone), now)) {
    const text = oddDay[kind](`${sayDate(shown)} ${new Date(shown).getUTCFullYear()}`);
    byText.set(text, [...(byText.get(text) ?? []), said.get(time) ?? '']);
  }
  return [...byText].map(([text, names]) => ({ kind: 'clock change', text, names }));
}

const oddDay = {
  missing: (day: string) => `clocks go forward over these on ${day}, and Scheduler leaves the runs out`,
  twice: (day: string) => `clocks go back on ${day} so that these come twice, and Scheduler runs them once`,
};

function roleNeeds(members: readonly Member[], { roleArn, wake, sleep }: ScheduleWish): Notice {
  const role = roleArn.slice(roleArn.indexOf('/') + 1);
  const directions = { sleep: sleep.length > 0, wake: wake.length > 0 };
  const actions = members.flatMap((member) => actionsOf(member, directions));
  const text = `the role ${role} must allow (exops dev schedule policy prints all of it)`;
  return { kind: 'role', text, names: [...new Set(actions)].sort() };
}

function next(wish: ScheduleWish, now: number): Notice {
  const timed = (['sleep', 'wake'] as const).flatMap((direction) =>
    wish[direction].map((time): TimedDirection => ({ direction, time })),
  );
  const runs = nextRuns(timed, zoneClock(wish.timezone), now, 3);
  return {
    ...{ kind: 'next runs', text: `next, in ${wish.timezone}` },
    names: runs.map(({ direction, shown }) => `${direction} ${sayShown(shown)}`),
  };
}
