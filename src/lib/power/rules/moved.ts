import type { Sleeper } from '../model.js';
import type { PowerWork } from '../work.js';
import { recordOf } from './judge.js';
import { sameSize, sizeWords } from './sizes.js';
import { byWhom } from './under-way.js';

/** Why a plan isn't about this any more: somebody changed it since; undefined when it still is. */
export function movedSince(work: PowerWork, now: Sleeper, at: number): string | undefined {
  const { sleeper: was, direction } = work;
  if (isThereAnyway(work, now)) return undefined;
  if (now.record !== was.record) return recordMoved(now, at);
  if (was.size !== undefined && now.size !== undefined && !sameSize(was.size, now.size))
    return `somebody resized it meanwhile: it is ${sizeWords(now.size)}, and was ${sizeWords(was.size)}`;
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

function isDown({ state }: Sleeper): boolean {
  return state === 'asleep' || state === 'falling asleep';
}

function recordMoved(now: Sleeper, at: number): string {
  const record = recordOf(now);
  if (record === undefined) return 'somebody removed its record meanwhile';
  return 'problem' in record
    ? 'somebody wrote a record meanwhile that can not be read'
    : `somebody put a record on it meanwhile (${byWhom(record, at)})`;
}
