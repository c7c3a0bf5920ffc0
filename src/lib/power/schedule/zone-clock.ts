import { UsageError } from '../../errors.js';
import { printable } from '../../terminal/printable.js';
import { didYouMean } from '../../yaml/nearest.js';

/** The clock on the wall somewhere. What it shows is counted in milliseconds, as if it were UTC. */
export interface ZoneClock {
  /** An IANA name: `Asia/Seoul`. */
  readonly zone: string;
  /** What it shows at an instant. */
  shownAt(instant: number): number;
  /** When it shows that: never on a day on which clocks jump over it, twice where they go back. */
  instantsOf(shown: number): readonly number[];
}

const day = 86_400_000;

export function zoneClock(zone: string): ZoneClock {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, hourCycle: 'h23', calendar: 'gregory', numberingSystem: 'latn' },
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  const shownAt = (instant: number) => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const date = Date.UTC(part('year'), part('month') - 1, part('day'));
    const ofSecond = ((instant % 1_000) + 1_000) % 1_000;
    return date + ((part('hour') * 60 + part('minute')) * 60 + part('second')) * 1_000 + ofSecond;
  };
  return {
    zone,
    shownAt,
    instantsOf(shown) {
      // No place is more than 14 hours from UTC, so that these two lie on both sides of a change of that day.
      const offsets = [shown - day, shown + day].map((near) => shownAt(near) - near);
      const instants = [...new Set(offsets)].map((offset) => shown - offset);
      return instants.filter((instant) => shownAt(instant) === shown).sort((a, b) => a - b);
    },
  };
}

/**
 * The name of a time zone as IANA writes it.
 * @throws UsageError when there is none
 */
export function readTimeZone(name: string): string {
  const known = [...Intl.supportedValuesOf('timeZone'), 'UTC'];
  const listed = known.find((one) => one.toLowerCase() === name.toLowerCase());
  // Names that IANA only links to another aren't listed: `Asia/Kolkata` on some versions of Node.
  if (listed !== undefined) return listed;
  if (/^[A-Z][\w+-]*(\/[\w+-]+)*$/.test(name) && isKnown(name)) return name;
  throw new UsageError(
    `--timezone ${printable(JSON.stringify(name))}: there is no such time zone${didYouMean(name, known)}.`,
    { hint: 'Give an IANA name, such as Asia/Seoul, Europe/Berlin or UTC.' },
  );
}

function isKnown(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).format(0) !== '';
  } catch {
    return false;
  }
}
