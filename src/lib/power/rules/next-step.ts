import { formatElapsed } from '../../terminal/elapsed.js';
import type { Size, Sleeper } from '../model.js';
import type { Direction } from './order.js';
import { atLeast, sameSize, sizeWords } from './sizes.js';

/** Where something is to get. */
export interface Goal {
  readonly direction: Direction;
  /** What it is to wake to; undefined for what is only on or off, or stays as it is. */
  readonly size: Size | undefined;
}

/** What is known of one from before. */
export interface Past {
  /** When it began to be waited for; milliseconds since the epoch. */
  readonly beganAt: number;
  /** When it was asked for, and that may have been heard. */
  readonly askedAt: number | undefined;
  /** Whether nobody knows if that was heard. */
  readonly isUncertain: boolean;
  /** It has been seen on its way since. */
  readonly wasMoving: boolean;
  /** Since when it looks untouched again; an answer may be older than the one before it. */
  readonly untouchedSince: number | undefined;
  /** What was wrong with it before it was asked. */
  readonly troubleBefore: string | undefined;
  /** How large it was. */
  readonly sizeBefore: Size | undefined;
  /** Since when it refuses to be asked though it looks as if it could be, and in which words. */
  readonly refused: { readonly since: number; readonly reason: string } | undefined;
}

export type Step =
  | { readonly do: 'ask' | 'wait' | 'finish' }
  | { readonly do: 'give up'; readonly reason: string; readonly isAsBefore: boolean };

/** How long something may look untouched after it was asked, or refuse what it seems to be ready for; milliseconds. */
export const graceMs = 120_000;

/** How long it must look untouched to be believed, after it was on its way or a request whose answer was lost; milliseconds. */
export const doubtMs = 15_000;

/** What comes next for one that is as it is now. */
export function nextStep(
  goal: Goal,
  now: Sleeper,
  past: Past,
  { at, patienceMs }: { readonly at: number; readonly patienceMs: number },
): Step {
  const isAsked = past.askedAt !== undefined;
  if (isReached(goal, now, isAsked)) return { do: 'finish' };
  if (now.state === 'unusable') return givenUp(now.trouble ?? `it is ${now.status}`, !isAsked);
  const isLate = at - past.beganAt >= patienceMs;
  const early = isAsked ? afterAsking(goal, now, past, at) : beforeAsking(goal, now, past, at);
  if (early !== undefined && !(isLate && early.do === 'ask')) return early;
  if (!isLate) return { do: 'wait' };
  const trouble = now.trouble === undefined ? '' : `: ${now.trouble}`;
  return givenUp(`it is still ${now.status} after ${formatElapsed(patienceMs)}${trouble}`, !isAsked);
}

function isReached({ direction, size }: Goal, { state, size: now }: Sleeper, isAsked: boolean): boolean {
  if (direction === 'sleep') return state === 'asleep';
  if (state !== 'awake') return false;
  return size === undefined || now === undefined || sameSize(size, now) || (isAsked && atLeast(now, size));
}

/** What has a size takes another one at any time; the rest must have got to where it was going. */
function canBeAsked({ direction }: Goal, { state, size }: Sleeper): boolean {
  if (state === 'awake') return true;
  if (direction === 'sleep') return state === 'waking' && size !== undefined;
  return state === 'asleep' || (state === 'falling asleep' && size !== undefined);
}

function beforeAsking(goal: Goal, now: Sleeper, { refused }: Past, at: number): Step | undefined {
  if (!canBeAsked(goal, now)) return undefined;
  const isStubborn = refused !== undefined && at - refused.since >= graceMs;
  return isStubborn ? givenUp(refused.reason, true) : { do: 'ask' };
}

function afterAsking(goal: Goal, now: Sleeper, past: Past, at: number): Step | undefined {
  const { direction } = goal;
  const isUntouched = now.state === 'awake' || (direction === 'wake' && now.state === 'asleep');
  return isUntouched ? whenUntouched(goal, now, past, at) : undefined;
}

/** It was asked, and looks as if nobody had. */
function whenUntouched(
  { direction, size }: Goal,
  now: Sleeper,
  { askedAt, isUncertain, wasMoving, untouchedSince, troubleBefore, sizeBefore }: Past,
  at: number,
): Step | undefined {
  const waitedMs = at - (askedAt ?? at);
  if (direction === 'wake' && now.state === 'awake' && now.size !== undefined && size !== undefined)
    return waitedMs < graceMs
      ? undefined
      : givenUp(`it is awake with ${sizeWords(now.size)}, and was to wake to ${sizeWords(size)}`, false);
  const { trouble } = now;
  const hasFailed = trouble !== undefined && trouble !== troubleBefore;
  const verb = direction === 'sleep' ? 'stop' : 'start';
  if (hasFailed) return givenUp(trouble, isAsLarge(now, sizeBefore));
  const isBelieved = untouchedSince !== undefined && at - untouchedSince >= doubtMs;
  if (wasMoving && isBelieved) return givenUp(`it began to ${verb}, and is ${now.status} again`, false);
  if (isUncertain && isBelieved && waitedMs < graceMs) return { do: 'ask' };
  if (waitedMs < graceMs) return undefined;
  const why = trouble === undefined ? '' : `: ${trouble}`;
  return givenUp(
    `it was asked to ${verb}, and is ${now.status} after ${formatElapsed(graceMs)}${why}`,
    false,
  );
}

/** An autoscaler may have been faster than us, and then only the record knows what it was. */
function isAsLarge({ size }: Sleeper, before: Size | undefined): boolean {
  return size === undefined || before === undefined || sameSize(size, before);
}

function givenUp(reason: string, isAsBefore: boolean): Step {
  return { do: 'give up', reason, isAsBefore };
}
