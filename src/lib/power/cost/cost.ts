import type { Billable } from './billable.js';
import type { FoundPrice, Prices } from './find-prices.js';

/** As AWS counts a month. */
export const hoursPerMonth = 730;

/** USD, rounded as they are shown: an hour to a hundredth of a cent, a month to a cent. */
export interface Amounts {
  readonly hour: number;
  readonly month: number;
}

/** A billable with what it costs; undefined where its price or its quantity isn't known. */
export interface CostRow extends Billable {
  readonly found: FoundPrice | undefined;
  readonly costs: { readonly awake: Amounts; readonly asleep: Amounts } | undefined;
}

export interface Cost {
  readonly rows: readonly CostRow[];
  /** The sums of the rows that are known, as they are shown. */
  readonly total: { readonly awake: Amounts; readonly asleep: Amounts };
  /** How many rows aren't in it. */
  readonly unknown: number;
}

/** Pure: what each costs, and all together. */
export function costOf(items: readonly Billable[], prices: Pick<Prices, 'found'>): Cost {
  const rows = items.map((item) => costRow(item, prices.found.get(item.price.id)));
  const known = rows.flatMap(({ costs }) => (costs === undefined ? [] : [costs]));
  return {
    rows,
    total: { awake: sum(known.map(({ awake }) => awake)), asleep: sum(known.map(({ asleep }) => asleep)) },
    unknown: rows.length - known.length,
  };
}

function costRow(item: Billable, found: FoundPrice | undefined): CostRow {
  const { awake, asleep, price } = item;
  if (found === undefined || awake === undefined || asleep === undefined)
    return { ...item, found, costs: undefined };
  const perHour = price.unit === 'hour' ? found.usd : found.usd / hoursPerMonth;
  return { ...item, found, costs: { awake: amounts(awake * perHour), asleep: amounts(asleep * perHour) } };
}

function amounts(hour: number): Amounts {
  return { hour: rounded(hour, 4), month: rounded(hour * hoursPerMonth, 2) };
}

function sum(all: readonly Amounts[]): Amounts {
  return {
    hour: rounded(
      all.reduce((total, { hour }) => total + hour, 0),
      4,
    ),
    month: rounded(
      all.reduce((total, { month }) => total + month, 0),
      2,
    ),
  };
}

/** What `toFixed` would show, as a number. */
export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
