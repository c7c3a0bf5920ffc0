/** `0-3,7`: the numbers of partitions, runs of them together; empty for none. */
export function partitionRanges(partitions: readonly number[]): string {
  const runs: { first: number; last: number }[] = [];
  for (const id of [...new Set(partitions)].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && run.last === id - 1) run.last = id;
    else runs.push({ first: id, last: id });
  }
  return runs.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}
