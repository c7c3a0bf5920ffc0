import { formatBytes } from '../manifest/quantity.js';
import type { Leftover, LeftoverKind } from './model.js';
import { type LeftoverPrices, monthlyUsd, sayUsd } from './monthly-cost.js';

const gib = 1024 ** 3;

/** `100 GiB gp3`, `1.2 MiB`; empty for an address. */
export function saySize({ sizeBytes, volumeType }: Leftover): string {
  if (sizeBytes === undefined) return '';
  const isWhole = sizeBytes > 0 && sizeBytes % gib === 0;
  const size = isWhole ? `${sizeBytes / gib} GiB` : formatBytes(BigInt(sizeBytes));
  return volumeType === undefined ? size : `${size} ${volumeType}`;
}

/** `9.12`, `at most 5.00`; empty when the price isn't known. */
export function sayCost(leftover: Leftover, prices: LeftoverPrices): string {
  const usd = monthlyUsd(leftover, prices);
  if (usd === undefined) return '';
  return leftover.kind === 'snapshot' ? `at most ${sayUsd(usd)}` : sayUsd(usd);
}

/** The day it was made, in UTC: `2026-10-02`. */
function sayDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** Beside the id in a plan: `kafka, 100 GiB gp3, of 2026-10-02, $9.12 a month`. Not yet printable. */
export function summaryOf(leftover: Leftover, prices: LeftoverPrices): string {
  const { label, createdAt } = leftover;
  const cost = sayCost(leftover, prices).replace(/([\d.]+)$/, '$$$1');
  const parts = [
    label ?? '',
    saySize(leftover),
    createdAt === undefined ? '' : `of ${sayDay(createdAt)}`,
    cost === '' ? '' : `${cost} a month`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** What can't be read of it: `all snapshots`. */
export function sayAll(kind: LeftoverKind): string {
  return `all ${kind}s`;
}
