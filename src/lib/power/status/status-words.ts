import { formatMoment } from '../../hosts/find/state-transition.js';
import { sizeWords } from '../rules/sizes.js';
import type { RowState, StatusRow } from './status-rows.js';

/** How moments are written; milliseconds since the epoch. */
export interface TimeWords {
  /** Now, by the observation. */
  readonly now: number;
  past(at: number): string;
  coming(at: number): string;
  /** How long until then, behind a comma, where that is of interest. */
  left(at: number): string;
}

/** For people, in local time: `Fri 19:02`, `Fri 27 Nov 19:03`. @param timeZone the machine's own when left out */
export function timesForPeople(now: number, timeZone?: string): TimeWords {
  return {
    now,
    past: (at) => formatMoment(at, now, timeZone),
    coming: (at) => comingMoment(at, timeZone),
    left: (at) => (startsSoon(at, now) ? `, in ${untilWords(at, now)}` : ''),
  };
}

/** For programs: in UTC, `2026-11-20T19:02:11Z`. */
export function timesForPrograms(now: number): TimeWords {
  return { now, past: isoSecond, coming: isoSecond, left: () => '' };
}

/** `2026-11-20T19:02:11Z` */
export function isoSecond(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** Whether AWS starts it within a day by itself, unless that is over. */
export function startsSoon(startsAt: number | undefined, now: number): startsAt is number {
  return startsAt !== undefined && startsAt > now && startsAt - now < dayMs;
}

/** `5 h`, `40 min` */
export function untilWords(at: number, now: number): string {
  const left = at - now;
  return left < hourMs ? `${Math.max(1, Math.round(left / 60_000))} min` : `${Math.floor(left / hourMs)} h`;
}

/** A state as the table has it. */
export function stateWord(state: RowState): string {
  return state === 'stopped by others' ? 'stopped' : state;
}

/** `Fri 19:02 (kim)` */
export function sinceWords({ since }: StatusRow, times: TimeWords): string {
  if (since === undefined) return '';
  return since.by === undefined ? times.past(since.at) : `${times.past(since.at)} (${since.by})`;
}

/** What else there is to know of it: what it wakes to, what is wrong with it. Not yet printable. */
export function noteWords(row: StatusRow, times: TimeWords): readonly string[] {
  const { found, state, at } = row;
  if (found === undefined)
    return [state === 'missing' ? `there is none, and ${at} lists it` : 'it could not be read'];
  const { sleeper, entry, standing } = found;
  const { record, problem } = standing;
  const stands = state === 'skipped' ? [`${stateWord(standing.state)}, and left alone`] : [];
  const isBad = state === 'bad record';
  return [
    ...stands,
    ...(found.scheduled === undefined ? [] : ['by the schedule']),
    ...sizeNotes(row),
    ...(problem === undefined ? [] : [isBad ? `its record can't be read: ${problem}` : problem]),
    ...stateNotes(row),
    ...(state === 'awake' && found.isWokenBySchedule
      ? ['its record is left: exops dev wake removes it']
      : []),
    ...startNotes(sleeper.startsItselfAt, times),
    ...(sleeper.trouble === undefined || sleeper.trouble === problem ? [] : [sleeper.trouble]),
    ...(sleeper.never === undefined ? [] : [`never put to sleep: ${sleeper.never}`]),
    ...(entry.wake === 'manual' && record !== undefined ? ['wakes only when it is named'] : []),
  ];
}

/** What it wakes to where it sleeps or should, else what it has. */
function sizeNotes({ found, state }: StatusRow): readonly string[] {
  if (found === undefined || state === 'drifted') return [];
  const { sleeper, standing, scheduled } = found;
  const recorded = state === 'awake' ? undefined : (standing.record?.size ?? scheduled?.size);
  if (recorded !== undefined) return [`wakes to ${sizeWords(recorded)}`];
  const { size } = sleeper;
  return size === undefined || size.desired === 0 ? [] : [`has ${sizeWords(size)}`];
}

function stateNotes({ found, state }: StatusRow): readonly string[] {
  if (found === undefined) return [];
  const { status } = found.sleeper;
  switch (state) {
    case 'half-done':
      return ['not finished: run exops dev sleep or exops dev wake again'];
    case 'stopped by others':
      return ['not by exops'];
    case 'busy':
    case 'bad record':
      return [`it is ${status}`];
    default:
      return [];
  }
}

function startNotes(startsAt: number | undefined, times: TimeWords): readonly string[] {
  if (startsAt === undefined) return [];
  if (startsAt <= times.now) return [`AWS was to start it ${times.past(startsAt)}`];
  return [`AWS starts it ${times.coming(startsAt)}${times.left(startsAt)}`];
}

function comingMoment(at: number, timeZone: string | undefined): string {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
    ...{ hourCycle: 'h23', timeZone },
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? '';
  return `${part('weekday')} ${part('day')} ${part('month')} ${part('hour')}:${part('minute')}`;
}
