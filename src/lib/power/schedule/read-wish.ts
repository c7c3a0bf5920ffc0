import { UsageError } from '../../errors.js';
import { printable } from '../../terminal/printable.js';
import type { ScheduleWish } from './model.js';
import { readTimes } from './read-times.js';
import { sayTime, type WeeklyTime } from './weekly-time.js';
import { readTimeZone } from './zone-clock.js';

export interface WishFlags {
  readonly sleep?: readonly string[] | undefined;
  readonly wake?: readonly string[] | undefined;
  readonly timezone?: string | undefined;
  readonly role?: string | undefined;
  /** Milliseconds. */
  readonly stagger?: number | undefined;
}

const defaultStagger = 5;
const longestStagger = 60;

/**
 * What the flags wish, before anything is reached.
 * @throws UsageError
 */
export function readWish(flags: WishFlags): Omit<ScheduleWish, 'environment' | 'group'> {
  const sleep = readTimes('--sleep', flags.sleep ?? []);
  const wake = readTimes('--wake', flags.wake ?? []);
  if (sleep.length === 0)
    throw new UsageError("--sleep says when, and it isn't given.", {
      hint: "Such as: --sleep 'mon-fri 19:00' --wake 'mon-fri 08:00' --timezone Asia/Seoul --role ARN",
    });
  refuseSameTime(sleep, wake);
  if (flags.timezone === undefined)
    throw new UsageError("--timezone says where the times are from, and it isn't given.", {
      hint: 'Give an IANA name, such as Asia/Seoul, Europe/Berlin or UTC.',
    });
  const timezone = readTimeZone(flags.timezone);
  return { sleep, wake, timezone, roleArn: readRole(flags.role), stagger: readStagger(flags.stagger) };
}

/**
 * Scheduler only takes on roles of its own account.
 * @param accountId undefined when it isn't known
 * @throws UsageError
 */
export function refuseOtherAccount(roleArn: string, accountId: string | undefined): void {
  const own = roleArn.split(':')[4];
  if (accountId === undefined || own === accountId) return;
  throw new UsageError(`--role is of account ${own}, and the environment is in ${printable(accountId)}.`, {
    hint: 'exops dev schedule policy prints what a role of this account needs.',
  });
}

function refuseSameTime(sleep: readonly WeeklyTime[], wake: readonly WeeklyTime[]): void {
  for (const one of sleep) {
    const other = wake.find(({ minute }) => minute === one.minute);
    const days = one.days.filter((day) => other?.days.includes(day) === true);
    if (days.length > 0) throw new UsageError(`--sleep and --wake are both at ${sayTime({ ...one, days })}.`);
  }
}

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Target.html */
const roleArnPattern = /^arn:aws(-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

function readRole(role: string | undefined): string {
  const hint =
    'exops makes no roles: exops dev schedule policy prints what this one needs. --role arn:aws:iam::ACCOUNT:role/NAME';
  if (role === undefined)
    throw new UsageError("--role names what Scheduler acts as, and it isn't given.", { hint });
  if (roleArnPattern.test(role)) return role;
  throw new UsageError(`--role ${printable(JSON.stringify(role))} is no ARN of a role.`, { hint });
}

function readStagger(milliseconds: number | undefined): number {
  if (milliseconds === undefined) return defaultStagger;
  const minutes = milliseconds / 60_000;
  if (Number.isInteger(minutes) && minutes <= longestStagger) return minutes;
  throw new UsageError(`--stagger must be whole minutes, from 1m to ${longestStagger}m.`);
}
