/** `1 topic`, `3 topics`, `2,000 topics`: the count and the noun that goes with it. */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${count === 1 ? noun : pluralOf(noun)}`;
}

/** A whole number with commas between thousands. */
export function formatCount(count: number | bigint): string {
  // Without Intl, whose first use takes longer than the rest of a short command.
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

function pluralOf(noun: string): string {
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}
