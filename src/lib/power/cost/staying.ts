import type { Billable, BillableKind } from './billable.js';
import type { PriceKey } from './price-key.js';

/** Something that is billed awake and asleep alike; one of it when nothing else is said. */
export function staying(
  resource: string,
  kind: BillableKind,
  price: PriceKey,
  { units, count = 1 }: { readonly units: number | undefined; readonly count?: number } = { units: 1 },
): Billable {
  return { resource, kind, count, price, awake: units, asleep: units, isSpot: false };
}
