import type { KeyChange } from '../bootstrap/history.js';
import type { LastWrite } from '../bootstrap/last-write.js';
import { isHostList } from '../bootstrap/rules/host-list.js';
import { secondOf, shown } from '../bootstrap/rules/read-shape.js';

/** A list of hosts; null when the key wasn't there; undefined when nobody knows, or it is something else. */
export type KnownValue = string | null | undefined;

/** Something was written to a key at some second between two. */
export interface Change {
  /** Seconds since the epoch; -Infinity when nobody knows. */
  readonly earliest: number;
  /** Infinity when nobody knows. */
  readonly latest: number;
  /** `latest` is by the clock that stamps what the server makes. */
  readonly isServers?: true;
  readonly by: string;
  readonly after: KnownValue;
  /** What the pods bear that were restarted for it: they started after it, whatever the clocks say. */
  readonly stamp?: string;
  /** What exops wrote before it isn't noted any more: nobody knows what the key held until then. */
  readonly isForgotten?: true;
}

/** What a key held, one value after the other, from an unknown one to today's. */
export type Timeline = readonly Change[];

/** A request that takes longer, or a laptop's clock that is further from the server's, isn't allowed for. */
const slowestWrite = 10;

/**
 * Pure: what is known of a key's past, from what exops noted on the secret and from the time of its last write. The notes
 * have a laptop's clock: where that ran ahead of what was written later, it was some time in between. What others wrote
 * isn't noted; it shows in a value that doesn't follow from the one before, and in exops no longer owning the key.
 */
export function timelineOf(now: string | null, notes: readonly KeyChange[], write: LastWrite): Timeline {
  const today = now === null || isHostList(now) ? now : undefined;
  const moments = momentsOf(notes, write);
  const noted = notes.flatMap((note, index): Change[] => {
    const moment = moments[index] ?? nowhere;
    const own: Change = { ...moment, by: shown(note.by), stamp: note.stamp ?? note.at, after: note.value };
    const previous = notes[index - 1];
    const follows = previous !== undefined && note.before !== undefined && note.before === previous.value;
    if (follows && note.isOthers !== true) return [own];
    const since = note.since === undefined ? moment.latest : Math.min(secondOf(note.since), moment.latest);
    const window = { earliest: moments[index - 1]?.earliest ?? nowhere.earliest, latest: since };
    const isForgotten = previous === undefined && note.before !== undefined && note.isOthers !== true;
    const [unknown, known] = othersIn(window, isForgotten ? '' : 'somebody else', note.before);
    return [isForgotten ? { ...unknown, isForgotten } : unknown, known, own];
  });
  const last = notes.at(-1);
  const isKnown = write.isOurs && last?.value !== undefined && last.value === today;
  if (isKnown) return noted;
  const window = {
    earliest: moments.at(-1)?.earliest ?? nowhere.earliest,
    latest: write.second ?? nowhere.latest,
  };
  return [...noted, ...othersIn(window, write.by, today, write.isExact)];
}

type Moment = Pick<Change, 'earliest' | 'latest' | 'isServers'>;

const nowhere: Moment = { earliest: Number.NEGATIVE_INFINITY, latest: Number.POSITIVE_INFINITY };

/** Others may have written several times, of which the last value alone is known. */
function othersIn(window: Moment, by: string, after: KnownValue, isExact = false): [Change, Change] {
  const earliest = isExact ? Math.max(window.earliest, window.latest) : window.earliest;
  return [
    { ...window, by, after: undefined },
    { ...window, earliest, by, after },
  ];
}

/** No note is of a time after the next one, or after the server's time of the last write. */
function momentsOf(notes: readonly KeyChange[], write: LastWrite): readonly Moment[] {
  const moments: Moment[] = [];
  let bound = write.second ?? nowhere.latest;
  for (const [index, { at }] of [...notes.entries()].reverse()) {
    const moment = momentOf(secondOf(at), writtenBy(notes, index, write), bound, notes[index - 1]);
    moments.unshift(moment);
    bound = Math.min(moment.latest, bound);
  }
  return moments;
}

/** The server's time of the last write before the next note, which is that of this note unless there was another. */
function writtenBy(notes: readonly KeyChange[], index: number, write: LastWrite): number | undefined {
  const next = notes[index + 1];
  if (next === undefined) return write.isOurs ? write.second : undefined;
  return next.since === undefined ? undefined : secondOf(next.since);
}

function momentOf(
  second: number,
  written: number | undefined,
  bound: number,
  previous: KeyChange | undefined,
): Moment {
  if (written !== undefined && Math.abs(written - second) <= slowestWrite)
    return { earliest: Math.min(second, written), latest: written, isServers: true };
  if (second <= bound) return { earliest: second, latest: second };
  const earliest = previous === undefined ? nowhere.earliest : Math.min(secondOf(previous.at), bound);
  return { earliest, latest: bound };
}
