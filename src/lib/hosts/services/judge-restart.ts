import { countOf } from '../../terminal/plural.js';
import type { RestartWork } from './restart-work.js';
import type { ServiceState } from './service-state.js';

/** What was seen of a service since it was restarted. */
export interface Watch {
  readonly last: ServiceState | undefined;
  /** When this process of it was first seen, by the host's clock. */
  readonly seenSinceMs: number;
  /** How often it was started again by itself. */
  readonly crashes: number;
  /** How often in a row it was seen ended. */
  readonly ends: number;
}

export type Verdict =
  | { readonly is: 'up' }
  | { readonly is: 'down'; readonly why: string }
  | { readonly is: 'waiting'; readonly why: string };

/** A process that is to fail at its start has usually done so by then. */
const steadyMs = 5_000;
/** One more than a service may need that waits for another one by ending. */
const mostCrashes = 3;

export const unwatched: Watch = { last: undefined, seenSinceMs: 0, crashes: 0, ends: 0 };

/** The watch with one more observation. */
export function watched(watch: Watch, { before }: RestartWork, now: ServiceState, hostTimeMs: number): Watch {
  const isSame = watch.last?.state === 'running' && watch.last.incarnation === now.incarnation;
  const isOver = now.state === 'failed' || now.state === 'stopped' || now.state === 'missing';
  return {
    last: now,
    seenSinceMs: isSame ? watch.seenSinceMs : hostTimeMs,
    crashes: watch.crashes + crashesBetween(watch.last, before, now),
    ends: isOver ? watch.ends + 1 : 0,
  };
}

/** Counters begin anew with a restart that somebody asks for; where nothing counts, another process tells. */
function crashesBetween(last: ServiceState | undefined, before: ServiceState, now: ServiceState): number {
  const counted = grownBy((last ?? before).restarts, now.restarts);
  const isOther =
    last?.incarnation !== undefined && now.incarnation !== undefined && last.incarnation !== now.incarnation;
  return Math.max(counted, isOther ? 1 : 0);
}

function grownBy(before: number | undefined, now: number | undefined): number {
  if (now === undefined) return 0;
  return before !== undefined && now >= before ? now - before : now;
}

/** Pure: whether a service is up again, will not be, or is still to be waited for. */
export function judge(work: RestartWork, watch: Watch, hostTimeMs: number): Verdict {
  const { last: now, crashes, ends } = watch;
  if (now === undefined) return { is: 'waiting', why: 'it was not seen again' };
  if (crashes >= mostCrashes)
    return { is: 'down', why: `it keeps ending (started again ${countOf(crashes, 'time')}): ${now.detail}` };
  if (now.isOneShot && now.state === 'stopped') return { is: 'up' };
  if (ends > 0) return { is: ends > 1 ? 'down' : 'waiting', why: `it ended: ${now.detail}` };
  if (now.state !== 'running') return { is: 'waiting', why: `it is ${now.state}: ${now.detail}` };
  return judgeRunning(work, now, watch, hostTimeMs);
}

function judgeRunning(
  { action, before }: RestartWork,
  now: ServiceState,
  { crashes, seenSinceMs }: Watch,
  hostTimeMs: number,
): Verdict {
  if (action === 'restart' && isOfBefore(before, now))
    return { is: 'waiting', why: 'the process from before is still the one that runs' };
  if (now.health !== undefined && now.health !== 'ok')
    return { is: 'waiting', why: `it runs, but its health check says: ${now.health}` };
  const isProven = now.health === 'ok' && crashes === 0;
  const upMs = now.uptimeMs ?? hostTimeMs - seenSinceMs;
  return isProven || upMs >= steadyMs ? { is: 'up' } : { is: 'waiting', why: 'it has run for a moment only' };
}

/** Whether what runs is what ran before. */
export function isOfBefore(before: ServiceState, now: ServiceState | undefined): boolean {
  return before.incarnation !== undefined && before.incarnation === now?.incarnation;
}
