import type { Clock } from '../../context.js';
import { messageOf } from '../errors.js';
import type { Readings } from './follow.js';
import type { Sleeper } from './model.js';
import { isGone, isPassing, isRefused, isRefusedForNow } from './rules/failures.js';
import { type Goal, nextStep, type Past } from './rules/next-step.js';
import { reasonOf } from './rules/reason-of.js';

export interface Drive {
  readonly goal: Goal;
  readonly clock: Clock;
  readonly patienceMs: number;
  readonly readings: Readings;
  /** As it is, read a moment ago. */
  readonly first: Sleeper;
  /** Asks for it; called again only when it was refused for a passing reason. */
  ask(now: Sleeper, signal: AbortSignal): Promise<void>;
  /** Called with every reading. */
  onReading?(now: Sleeper): Promise<void>;
}

/** How it ended for one. */
export type Ending =
  | { readonly is: 'reached'; readonly now: Sleeper }
  | {
      readonly is: 'failed';
      readonly reason: string;
      /** It is as it was before. */
      readonly isAsBefore: boolean;
      readonly error?: unknown;
      readonly now: Sleeper | undefined;
    };

/** It was asked for, and the waiting was broken off. */
export class BrokenOffError extends Error {
  readonly wasAsked: boolean;

  constructor(wasAsked: boolean, cause: unknown) {
    super('broken off', { cause });
    this.wasAsked = wasAsked;
  }
}

/** What must be done before asking could not be done, and may be in a moment: nothing was asked. */
export class NotAskedError extends Error {
  constructor(cause: unknown) {
    super(messageOf(cause), { cause });
  }
}

/**
 * Asks for what is wanted of one, once it can be asked, and waits until it shows.
 * @throws BrokenOffError when the signal of the readings was aborted
 */
export async function drive(one: Drive, signal: AbortSignal): Promise<Ending> {
  const { goal, clock, patienceMs, readings, first } = one;
  let past: Past = {
    beganAt: clock.now(),
    askedAt: undefined,
    isUncertain: false,
    wasMoving: false,
    untouchedSince: undefined,
    troubleBefore: first.trouble,
    sizeBefore: first.size,
    refused: undefined,
  };
  let now = first;
  for (;;) {
    const step = nextStep(goal, now, past, { at: clock.now(), patienceMs });
    if (step.do === 'finish') return { is: 'reached', now };
    if (step.do === 'give up') return { is: 'failed', now, ...step };
    if (signal.aborted) throw new BrokenOffError(past.askedAt !== undefined, signal.reason);
    if (step.do === 'ask') {
      const asked = await askOnce(one, now, past, signal);
      if ('failed' in asked) return asked.failed;
      past = asked.past;
    }
    const next = await nextReading(readings, now, past, signal);
    if ('failed' in next) return next.failed;
    now = next.now;
    past = { ...past, ...seenSince(goal, now, past, clock.now()) };
    await one.onReading?.(now);
  }
}

type Failed = { readonly failed: Extract<Ending, { readonly is: 'failed' }> };

async function askOnce(
  { ask, clock }: Drive,
  now: Sleeper,
  past: Past,
  signal: AbortSignal,
): Promise<{ readonly past: Past } | Failed> {
  const askedAt = past.isUncertain ? (past.askedAt ?? clock.now()) : clock.now();
  const asked = { askedAt, untouchedSince: undefined };
  try {
    await ask(now, signal);
    return { past: { ...past, ...asked, isUncertain: false, refused: undefined } };
  } catch (error) {
    throwIfBrokenOff(error, signal);
    const reason = reasonOf(error);
    if (isGone(error))
      return { failed: { is: 'failed', reason: gone, isAsBefore: true, error, now: undefined } };
    if (error instanceof NotAskedError || isRefusedForNow(error)) {
      const since = past.refused?.since ?? clock.now();
      return { past: { ...past, refused: { since, reason } } };
    }
    if (isRefused(error)) return { failed: { is: 'failed', reason, isAsBefore: true, error, now } };
    // Nobody knows whether it was heard: what it does next tells.
    if (isPassing(error)) return { past: { ...past, ...asked, isUncertain: true } };
    return { failed: { is: 'failed', reason, isAsBefore: false, error, now } };
  }
}

/** What was still waiting for its turn hasn't been asked. */
function throwIfBrokenOff(error: unknown, signal: AbortSignal): void {
  if (error instanceof BrokenOffError) throw error;
  if (signal.aborted) throw new BrokenOffError(true, error);
}

const gone = 'somebody deleted it meanwhile';

async function nextReading(
  readings: Readings,
  before: Sleeper,
  past: Past,
  signal: AbortSignal,
): Promise<{ readonly now: Sleeper } | Failed> {
  const isAsBefore = past.askedAt === undefined;
  try {
    const now = await readings.next(before, past.beganAt);
    return now === undefined
      ? { failed: { is: 'failed', reason: gone, isAsBefore, now: undefined } }
      : { now };
  } catch (error) {
    if (signal.aborted) throw new BrokenOffError(!isAsBefore, error);
    const reason = isAsBefore
      ? reasonOf(error)
      : `it was asked for, and its state can't be read any more: ${reasonOf(error)}`;
    return { failed: { is: 'failed', reason, isAsBefore, error, now: before } };
  }
}

function seenSince(
  { direction }: Goal,
  { state }: Sleeper,
  { askedAt, wasMoving, untouchedSince, refused }: Past,
  at: number,
): Pick<Past, 'wasMoving' | 'untouchedSince' | 'refused'> {
  const moving = direction === 'sleep' ? 'falling asleep' : 'waking';
  const isOnItsWay = state === moving || state === 'busy';
  const isReady = state === 'awake' || state === 'asleep';
  return {
    wasMoving: wasMoving || (askedAt !== undefined && isOnItsWay),
    untouchedSince: askedAt !== undefined && isReady ? (untouchedSince ?? at) : undefined,
    // Whoever is at something else is right to refuse.
    refused: isReady ? refused : undefined,
  };
}
