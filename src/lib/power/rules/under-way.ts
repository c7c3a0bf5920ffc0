import { formatMoment } from '../../hosts/find/state-transition.js';
import type { Sleeper } from '../model.js';
import { nameInRecord, type SleepRecord } from '../record.js';
import { isYoung } from './judge.js';
import type { Direction } from './order.js';

/** `kim, Fri 19:02` */
export function byWhom({ by, at }: SleepRecord, now: number): string {
  return `${by}, ${formatMoment(at, now)}`;
}

/**
 * Why somebody else's run seems to be under way: their record is young, and what they want isn't there yet. Nobody can
 * tell that from one that was killed, but it ends within the time that a record is young.
 */
export function underWay(
  { state }: Sleeper,
  record: SleepRecord | undefined,
  { direction, user, now }: { readonly direction: Direction; readonly user: string; readonly now: number },
): string | undefined {
  if (record === undefined || record.by === nameInRecord(user) || !isYoung(record, now)) return undefined;
  const isThere = state === 'asleep' || (direction === 'wake' && state === 'waking');
  if (isThere) return undefined;
  return `${record.by} is putting it to sleep since ${formatMoment(record.at, now)}. Wait for that, or go on all the same with --take-over`;
}
