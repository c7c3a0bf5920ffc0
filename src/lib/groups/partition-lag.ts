/**
 * What is known of a group's way through one partition. Only `ok` and `past the end` have a lag.
 * - `no offset`: a member has the partition, or the group has offsets of others of the topic, and nothing is committed yet
 * - `untouched`: nothing is committed, in a group that chooses its partitions itself: it may not read this one at all
 * - `no leader`: nobody knows where the partition ends
 * - `no topic`: an offset is left of a topic, or a partition, that is gone, or that this login may not see
 * - `not read`: its leader doesn't say where it ends
 * - `past the end`: more was committed than there is, as after a topic was made anew
 */
export type LagStatus =
  | 'ok'
  | 'no offset'
  | 'untouched'
  | 'no leader'
  | 'no topic'
  | 'not read'
  | 'past the end';

export interface PartitionLag {
  readonly topic: string;
  readonly partition: number;
  readonly committed: bigint | undefined;
  /** Where the log begins now; undefined where nobody says. */
  readonly start: bigint | undefined;
  /** Where the next record will be. */
  readonly end: bigint | undefined;
  readonly lag: bigint | undefined;
  readonly status: LagStatus;
  /** Records in between may be compacted away: the lag is an upper bound. Undefined where nobody may know. */
  readonly compacted: boolean | undefined;
  /** The client that has the partition now. */
  readonly client: string | undefined;
}

/** What a sum of lags says, and what it leaves out. */
export interface LagSum {
  readonly lag: bigint;
  /** Partitions whose lag nobody knows, although there may be one. */
  readonly unknown: number;
  /** Partitions in which more was committed than there is: their lag of 0 says nothing. */
  readonly pastEnd: number;
}

/** Where a partition is: `undefined` for a topic or a partition that isn't there. */
export type PartitionEnd =
  | { readonly start: bigint | undefined; readonly end: bigint }
  | 'no leader'
  | 'not read'
  | undefined;

/**
 * The lag of one partition, from what is committed and where it ends. Both are int64.
 * @param isChosen whether the group chooses its partitions itself
 */
export function lagOf(
  committed: bigint | undefined,
  at: PartitionEnd,
  isChosen = false,
): Pick<PartitionLag, 'start' | 'end' | 'lag' | 'status'> {
  const nowhere = { start: undefined, end: undefined, lag: undefined };
  if (at === undefined) return { ...nowhere, status: 'no topic' };
  if (typeof at === 'string') return { ...nowhere, status: at };
  const { start, end } = at;
  // Nothing has been written that could be read.
  if (committed === undefined && end === 0n) return { start, end, lag: 0n, status: 'ok' };
  if (committed === undefined)
    return { start, end, lag: undefined, status: isChosen ? 'untouched' : 'no offset' };
  return committed > end
    ? { start, end, lag: 0n, status: 'past the end' }
    : { start, end, lag: end - committed, status: 'ok' };
}

/** How many records of a lag can't be read any more, as retention or a trim took them. */
export function goneOf({ committed, start, lag }: Pick<PartitionLag, 'committed' | 'start' | 'lag'>): bigint {
  if (committed === undefined || start === undefined || lag === undefined || start <= committed) return 0n;
  const gone = start - committed;
  // The start may be read a moment after the end.
  return gone < lag ? gone : lag;
}

/** Of what is gone, nothing is left to read; what a group leaves out by choice is not behind. */
const uncounted: ReadonlySet<LagStatus> = new Set(['no topic', 'untouched']);

export function sumOf(partitions: readonly Pick<PartitionLag, 'lag' | 'status'>[]): LagSum {
  let lag = 0n;
  let unknown = 0;
  let pastEnd = 0;
  for (const one of partitions) {
    if (one.status === 'past the end') pastEnd += 1;
    if (one.lag !== undefined) lag += one.lag;
    else if (!uncounted.has(one.status)) unknown += 1;
  }
  return { lag, unknown, pastEnd };
}

/** Whether it has something to be read, or may have for all that is known. */
export function isBehind({ lag, unknown, pastEnd }: LagSum): boolean {
  return lag > 0n || unknown > 0 || pastEnd > 0;
}

type Lagging = Pick<LagSum, 'lag' | 'unknown'> & { readonly name: string };

/** The most first, then by name; a lag that nobody knows could be any, so it stands before none. */
export function byLag(one: Lagging, other: Lagging): number {
  if (one.lag !== other.lag) return one.lag > other.lag ? -1 : 1;
  if (one.unknown !== other.unknown) return other.unknown - one.unknown;
  return one.name < other.name ? -1 : one.name > other.name ? 1 : 0;
}
