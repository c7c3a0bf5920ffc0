import type { Sleeper } from '../model.js';
import { nameInRecord } from '../record.js';
import type { PowerWork, SleepWork } from '../work.js';
import { recordOf } from './judge.js';
import { sameSize, sizeWords } from './sizes.js';
import { byWhom } from './under-way.js';

/** Why a plan isn't about this any more: somebody changed it since; undefined when it still is. */
export function movedSince(work: PowerWork, now: Sleeper, at: number): string | undefined {
  const { sleeper: was, direction } = work;
  if (isThereAnyway(work, now)) return undefined;
  if (now.record !== was.record) return recordMoved(now, at);
  if (isResized(work, now))
    return `somebody resized it meanwhile: it is ${wordsOf(now)}, and was ${wordsOf(was)}`;
  if (direction === 'wake') return undefined;
  if (was.never === undefined && now.never !== undefined && !isDown(now)) return now.never;
  const isStopped = now.record === undefined && isDown(now) && !isDown(was);
  return isStopped ? `somebody stopped it meanwhile: it is ${now.status}` : undefined;
}

/** Somebody else has done the same, to its end. */
export function isThereAnyway({ direction, sleeper: was }: PowerWork, now: Sleeper): boolean {
  if (now.record === was.record) return false;
  if (direction === 'wake') return now.record === undefined && now.state === 'awake';
  const record = recordOf(now);
  return now.state === 'asleep' && record !== undefined && !('problem' in record);
}

/** What is asleep with its record, or awake as recorded, is what was to come of it. */
function isResized({ direction, size: wanted, sleeper: was }: PowerWork, now: Sleeper): boolean {
  if (was.size === undefined || now.size === undefined || sameSize(was.size, now.size)) return false;
  if (direction === 'sleep') return now.size.desired > 0 || now.record === undefined;
  return wanted === undefined || !sameSize(wanted, now.size);
}

function wordsOf({ size }: Sleeper): string {
  return size === undefined ? '' : sizeWords(size);
}

function isDown({ state }: Sleeper): boolean {
  return state === 'asleep' || state === 'falling asleep';
}

/**
 * The same work by a record that somebody wrote since, where that says the same: one's own other run is gone on with, and
 * anybody's by whoever takes over.
 */
export function adopted(
  work: SleepWork,
  now: Sleeper,
  { user, takesOver }: { readonly user: string; readonly takesOver: boolean },
): SleepWork {
  const { sleeper: was } = work;
  const record = recordOf(now);
  if (work.record !== 'write' || was.record !== undefined || record === undefined || 'problem' in record)
    return work;
  const mayGoOn = takesOver || record.by === nameInRecord(user);
  const saysTheSame = record.size === undefined || was.size === undefined || sameSize(record.size, was.size);
  return mayGoOn && saysTheSame ? { ...work, record: 'keep', sleeper: { ...was, record: now.record } } : work;
}

function recordMoved(now: Sleeper, at: number): string {
  const record = recordOf(now);
  if (record === undefined) return 'somebody removed its record meanwhile';
  return 'problem' in record
    ? 'somebody wrote a record meanwhile that can not be read'
    : `somebody put a record on it meanwhile (${byWhom(record, at)})`;
}
