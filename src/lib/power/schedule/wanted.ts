import type { Schedule } from '../../aws/contract/scheduler.js';
import { printable } from '../../terminal/printable.js';
import { type Direction, stagesOf } from '../rules/order.js';
import { callOf } from './calls.js';
import { cronOf } from './cron.js';
import { descriptionOf } from './description.js';
import type { Member, ScheduleWish } from './model.js';
import { scheduleName } from './names.js';
import { later, type WeeklyTime } from './weekly-time.js';

export interface Wanted {
  readonly schedule: Schedule;
  readonly member: Member;
  readonly direction: Direction;
  readonly time: WeeklyTime;
}

/**
 * How often Scheduler tries again, with growing pauses, what AWS refuses: a node group that is being updated, a database
 * that is backed up.
 */
const retries = 10;

/** Pure: all schedules that an environment should have. */
export function wantedSchedules(members: readonly Member[], wish: ScheduleWish): readonly Wanted[] {
  return [...inDirection(members, wish, 'sleep'), ...inDirection(members, wish, 'wake')];
}

function inDirection(
  members: readonly Member[],
  wish: ScheduleWish,
  direction: Direction,
): readonly Wanted[] {
  const some = members.filter((member) => direction === 'sleep' || !member.isWokenByHand);
  const stages = stagesOf(some, ({ place }) => place[direction], direction);
  return stages.flatMap((stage, position) =>
    stage.flatMap((member) =>
      wish[direction].map((first, index): Wanted => {
        const time = later(first, position * wish.stagger);
        return { schedule: scheduleOf(member, wish, { direction, index, time }), member, direction, time };
      }),
    ),
  );
}

function scheduleOf(
  member: Member,
  { group, timezone, roleArn }: ScheduleWish,
  { direction, index, time }: { direction: Direction; index: number; time: WeeklyTime },
): Schedule {
  const { resource, size } = member;
  return {
    ...{ group, timezone, roleArn, retries, isEnabled: true },
    ...callOf(resource, direction, { size, partition: partitionOf(roleArn) }),
    name: scheduleName(resource, direction, index),
    expression: cronOf(time),
    description: descriptionOf({
      ...{ direction, label: printable(member.label), id: member.id },
      // Also where a schedule wakes it: that one may be deleted while it sleeps.
      wakesTo: direction === 'sleep' ? size : undefined,
    }),
  };
}

/** `aws` of `arn:aws:iam::123456789012:role/exops` */
export function partitionOf(arn: string): string {
  return arn.split(':')[1] ?? 'aws';
}
