/** What EC2 says of the last change of an instance's state. */
export interface StateTransition {
  /** Milliseconds since the epoch. */
  readonly at: number | undefined;
  /** `User initiated` */
  readonly why: string | undefined;
}

/**
 * Reads a StateTransitionReason such as `User initiated (2026-11-20 19:05:11 GMT)`. It may be empty, and it may say
 * only when or only why.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html
 */
export function readStateTransition(reason: string | undefined): StateTransition {
  const text = (reason ?? '').trim();
  const match = /\((\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) (?:GMT|UTC)\)$/.exec(text);
  const at = match === null ? Number.NaN : Date.parse(`${match[1]}T${match[2]}Z`);
  if (match === null || Number.isNaN(at)) return { at: undefined, why: text === '' ? undefined : text };
  const why = text.slice(0, match.index).trim();
  return { at, why: why === '' ? undefined : why };
}

const dayMs = 86_400_000;
/** A weekday says less than it seems to once the same day has come round again. */
const weekdayIsPlainMs = 6 * dayMs;
const hourIsOfInterestMs = 300 * dayMs;

/**
 * A moment of the past for people, in local time: `Fri 19:02`, `9 Nov 19:02` when that was a week ago or longer,
 * `9 Nov 2025` after most of a year.
 * @param timeZone an IANA name; the machine's own zone when left out
 */
export function formatMoment(at: number, now: number, timeZone?: string): string {
  const format = new Intl.DateTimeFormat('en-US', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const time = `${parts.get('hour')}:${parts.get('minute')}`;
  const day = `${parts.get('day')} ${parts.get('month')}`;
  if (now - at < weekdayIsPlainMs) return `${parts.get('weekday')} ${time}`;
  return now - at < hourIsOfInterestMs ? `${day} ${time}` : `${day} ${parts.get('year')}`;
}
