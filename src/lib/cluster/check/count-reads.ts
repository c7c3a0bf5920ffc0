/** How often each record of a check was read. */
export interface ReadCounts {
  /** Records that were acknowledged and read once at least. */
  readonly read: number;
  readonly missing: number;
  /** Read more than once. */
  readonly twice: number;
}

/**
 * Pure: what a group read of what brokers acknowledged. A record whose acknowledgement never came may have been written or
 * not, and isn't missing.
 * @param counts by the number of the record
 */
export function countReads(acknowledged: readonly number[], counts: ReadonlyMap<number, number>): ReadCounts {
  const missing = acknowledged.filter((number) => !counts.has(number)).length;
  const twice = [...counts.values()].filter((count) => count > 1).length;
  return { read: acknowledged.length - missing, missing, twice };
}
