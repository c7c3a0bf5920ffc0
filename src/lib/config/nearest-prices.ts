import { editDistance } from '../yaml/nearest.js';

/** How many are named. */
const most = 3;

/**
 * Pure: the known names that were probably meant: those with most of the words, and of these the ones that differ in the
 * fewest letters. None where nothing is alike.
 */
export function nearestPrices(input: string, known: readonly string[]): readonly string[] {
  const words = wordsOf(input);
  const rated = [...new Set(known)].map((name) => ({
    name,
    shared: wordsOf(name).filter((word) => words.includes(word)).length,
    distance: editDistance(input, name),
  }));
  const alike = rated.filter(({ shared, distance }) => shared > 0 || distance <= input.length / 3);
  return alike
    .sort((one, other) => other.shared - one.shared || one.distance - other.distance)
    .slice(0, most)
    .map(({ name }) => name);
}

function wordsOf(name: string): readonly string[] {
  return name.toLowerCase().split(/[\s._]+/);
}
