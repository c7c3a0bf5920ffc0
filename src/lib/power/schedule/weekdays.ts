/** The days of the week as AWS names them in cron expressions, in the order in which people write them. */
export const weekdays = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;
export type Weekday = (typeof weekdays)[number];

/** Words for several days. */
export const daySets: Readonly<Record<string, readonly Weekday[]>> = {
  daily: weekdays,
  weekdays: weekdays.slice(0, 5),
  weekends: weekdays.slice(5),
};

/** The days of `mon`, `Monday`, `mon-fri`, `fri-mon` or `daily`; undefined when the word is none of these. */
export function readDays(word: string): readonly Weekday[] | undefined {
  const lower = word.toLowerCase();
  if (Object.hasOwn(daySets, lower)) return daySets[lower];
  const [first = '', last = first, ...others] = lower.split('-');
  const [from, to] = [dayNumber(first), dayNumber(last)];
  if (from === undefined || to === undefined || others.length > 0) return undefined;
  const count = ((to - from + weekdays.length) % weekdays.length) + 1;
  return sortDays(Array.from({ length: count }, (_, index) => dayAt(from + index)));
}

/** Each once, from Monday on. */
export function sortDays(days: readonly Weekday[]): readonly Weekday[] {
  return weekdays.filter((day) => days.includes(day));
}

/** The day so many days later. */
export function laterDay(day: Weekday, days: number): Weekday {
  return dayAt(weekdays.indexOf(day) + days);
}

/** `mon-fri`, `mon,wed`, `daily`: what `readDays` reads, of days in their order. */
export function sayDays(days: readonly Weekday[]): string {
  if (days.length === weekdays.length) return 'daily';
  return (rangeOf(days, weekdays) ?? days.join(',')).toLowerCase();
}

/**
 * The field of a cron expression, of days in their order: `MON-FRI`, `MON,WED`, `*`. AWS's week begins on Sunday, so
 * that a range mustn't end there.
 */
export function cronDays(days: readonly Weekday[]): string {
  if (days.length === weekdays.length) return '*';
  return rangeOf(days, weekdays.slice(0, -1)) ?? days.join(',');
}

/** The days of such a field, by names or by AWS's numbers (1 is Sunday); undefined for anything more. */
export function readCronDays(field: string): readonly Weekday[] | undefined {
  if (field === '*' || field === '?') return weekdays;
  const words = field.split(',').map((part) => part.split('-').map(nameOfNumber).join('-'));
  const days = words.map((word) => (shortDays.test(word) ? readDays(word) : undefined));
  return days.includes(undefined) ? undefined : sortDays(days.flatMap((some) => some ?? []));
}

const shortDays = /^[a-z]{3}(-[a-z]{3})?$/i;
const fullNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const least = 3;

function rangeOf(days: readonly Weekday[], week: readonly Weekday[]): string | undefined {
  const [first, last] = [days[0], days.at(-1)];
  if (days.length < least || first === undefined || last === undefined || !week.includes(last))
    return undefined;
  const isUnbroken = week.indexOf(last) - week.indexOf(first) === days.length - 1;
  return isUnbroken ? `${first}-${last}` : undefined;
}

function dayNumber(word: string): number | undefined {
  const found = fullNames.findIndex((name) => name === word || name.slice(0, 3) === word);
  return found < 0 ? undefined : found;
}

function dayAt(index: number): Weekday {
  return weekdays[((index % weekdays.length) + weekdays.length) % weekdays.length] ?? 'MON';
}

function nameOfNumber(part: string): string {
  return /^[1-7]$/.test(part) ? dayAt(Number(part) + 5) : part;
}
