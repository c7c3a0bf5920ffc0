/** What one contender needed for one thing, several times over. */
export interface Series {
  readonly contender: string;
  /** The command, as people would type it. */
  readonly shown: string;
  readonly times: readonly number[];
  /** Why there are no times. */
  readonly remark?: string;
}

/** The middle value; of an even number of values, the mean of the middle two. Undefined without any. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}
