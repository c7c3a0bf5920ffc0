import { UsageError } from '../../errors.js';
import { printable } from '../../terminal/printable.js';
import { didYouMean } from '../../yaml/nearest.js';
import { daySets, readDays, type Weekday, weekdays } from './weekdays.js';
import { mergeTimes, sayMinute, type WeeklyTime } from './weekly-time.js';

/**
 * The times of `mon-fri 19:00, sat 14:00`: days (one, a range, or several with commas) with one or more times behind
 * them. A time that follows another is of the same days.
 * @param flag as people type it: `--sleep`
 * @param texts of a flag that may be repeated
 * @throws UsageError
 */
export function readTimes(flag: string, texts: readonly string[]): readonly WeeklyTime[] {
  return mergeTimes(texts.flatMap((text) => readText(text, flag)));
}

const hint = "Write it as 'mon-fri 19:00', 'daily 22:30' or 'mon,wed 19:00, sat 14:00'.";

function readText(text: string, flag: string): readonly WeeklyTime[] {
  const refuse = (problem: string) =>
    new UsageError(`${flag} ${printable(JSON.stringify(text))}: ${printable(problem)}.`, { hint });
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  if (words.length === 0) throw new UsageError(`${flag} is empty.`, { hint });
  const times: WeeklyTime[] = [];
  let days: readonly Weekday[] = [];
  let areUsed = false;
  for (const word of words) {
    const named = readDays(word);
    if (named !== undefined) {
      days = areUsed ? named : [...days, ...named];
      areUsed = false;
      continue;
    }
    const minute = readMinute(word);
    if (typeof minute === 'string') throw refuse(minute);
    if (days.length === 0) throw refuse(`on which days? For every day: daily ${sayMinute(minute)}`);
    times.push({ days, minute });
    areUsed = true;
  }
  if (!areUsed) throw refuse(`${words.at(-1)} has no time behind it`);
  return times;
}

/** Of the day, or why the word is no time. */
function readMinute(word: string): number | string {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(word) ?? [];
  if (hour === undefined || minute === undefined) return notATime(word);
  if (Number(hour) > 23 || Number(minute) > 59)
    return `${word} is no time of day: they go from 00:00 to 23:59`;
  return Number(hour) * 60 + Number(minute);
}

function notATime(word: string): string {
  const [, hour, half] = /^(\d{1,2})(?::\d\d)?([ap])m?$/i.exec(word) ?? [];
  if (hour !== undefined || /^\d+$/.test(word))
    return `${word} is no time of day${half === undefined ? '' : ' here'}: write it in 24 hours, as 19:00`;
  return `${word} is neither days nor a time${didYouMean(word, knownWords)}`;
}

const knownWords = [
  ...Object.keys(daySets),
  ...weekdays.map((day) => day.toLowerCase()),
  'mon-fri',
  'sat-sun',
];
