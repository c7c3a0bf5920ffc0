import { recordOf } from '../rules/judge.js';
import { nameOf } from '../rules/names.js';
import type { Member } from './billables.js';
import { type CostRow, hoursPerMonth, rounded } from './cost.js';

/** What a resource that sleeps now hasn't cost this month since it was put to sleep. */
export interface Saving {
  readonly resource: string;
  /** Milliseconds since the epoch: when it was put to sleep, or the beginning of the month. */
  readonly from: number;
  readonly hours: number;
  /** To a cent; undefined when a price or a size isn't known. */
  readonly usd: number | undefined;
}

export interface Savings {
  /** The beginning of the month, in UTC as AWS bills it. */
  readonly from: number;
  readonly resources: readonly Saving[];
  /** The sum of those that are known. */
  readonly usd: number;
}

const hourMs = 3_600_000;
/** exops writes records since then. */
const firstRecord = Date.UTC(2026, 0, 1);
/** How wrong the clock of a laptop is at most. */
const aheadMs = 24 * hourMs;

/** Anybody may edit a record, and it can be of the year 1, or of 2099: then nobody knows since when it sleeps. */
function isCredible(at: number, now: number): boolean {
  return at >= firstRecord && at - now <= aheadMs;
}

/**
 * Pure: counted from the records that are there. A wake removes its record, so what was saved in the nights before
 * isn't known any more.
 */
export function savingsOf(members: readonly Member[], rows: readonly CostRow[], now: number): Savings {
  const from = monthOf(now);
  const resources = members.flatMap(({ sleeper, isLeftAlone }) => {
    const record = recordOf(sleeper);
    const isCounted = sleeper.state === 'asleep' && !isLeftAlone;
    if (!isCounted || record === undefined || 'problem' in record) return [];
    if (!isCredible(record.at, now)) return [];
    return [savingOf(nameOf(sleeper), rows, Math.max(record.at, from), now)];
  });
  return {
    from,
    resources,
    usd: rounded(
      resources.reduce((sum, { usd = 0 }) => sum + usd, 0),
      2,
    ),
  };
}

function savingOf(resource: string, rows: readonly CostRow[], from: number, now: number): Saving {
  const hours = rounded(Math.max(0, now - from) / hourMs, 2);
  const machines = rows.filter((row) => row.resource === resource && row.awake !== row.asleep);
  const isKnown = machines.every(({ costs }) => costs !== undefined);
  const perHour = machines.reduce((sum, row) => sum + perHourOf(row), 0);
  return { resource, from, hours, usd: isKnown ? rounded(perHour * hours, 2) : undefined };
}

/** Unrounded, since small amounts come together over a month. */
function perHourOf({ awake = 0, asleep = 0, found, price }: CostRow): number {
  const usd = found?.usd ?? 0;
  return (awake - asleep) * (price.unit === 'hour' ? usd : usd / hoursPerMonth);
}

function monthOf(now: number): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}
