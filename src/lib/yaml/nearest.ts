/**
 * The known word that an unknown one was probably meant to be, or undefined when none is near.
 * A known word also counts by its first part: `retension` is near `retention.ms`.
 * @param limit how many letters may differ; a third of the word when it isn't given
 */
export function nearest(
  word: string,
  known: Iterable<string>,
  limit = Math.max(1, Math.floor(word.length / 3)),
): string | undefined {
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of known) {
    const distance = Math.min(
      editDistance(word, candidate),
      editDistance(word, firstParts(candidate)) + partialMatchCost,
    );
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** ` (did you mean "partitions"?)`, or nothing. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const meant = nearest(word, known);
  return meant === undefined ? '' : ` (did you mean "${meant}"?)`;
}

/** A match of the whole word beats one of its first parts. */
const partialMatchCost = 0.5;

function firstParts(dotted: string): string {
  const end = dotted.lastIndexOf('.');
  return end < 0 ? dotted : dotted.slice(0, end);
}

/** How many letters must be added, removed or replaced to get from one word to the other, whatever their case. */
export function editDistance(a: string, b: string): number {
  const from = a.toLowerCase();
  const to = b.toLowerCase();
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
