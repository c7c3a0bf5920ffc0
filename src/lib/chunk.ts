/**
 * Splits items into runs whose cost stays within a limit, keeping their order.
 * An item that costs more than the limit stands alone: the broker's own refusal is clearer than ours.
 */
export function chunkByCost<Item>(
  items: readonly Item[],
  limit: number,
  cost: (item: Item) => number,
): Item[][] {
  const chunks: Item[][] = [];
  let current: Item[] = [];
  let total = 0;
  for (const item of items) {
    const price = cost(item);
    if (current.length > 0 && total + price > limit) {
      chunks.push(current);
      current = [];
      total = 0;
    }
    current.push(item);
    total += price;
  }
  if (current.length > 0) chunks.push(current);
  return chunks;
}

/** Splits items into runs of at most `size`. */
export function chunk<Item>(items: readonly Item[], size: number): Item[][] {
  return chunkByCost(items, size, () => 1);
}
