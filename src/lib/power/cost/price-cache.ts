import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSmallFile } from '../../read-small-file.js';

/** What the price list said lately, by the ids of `PriceKey`; undefined where it has no such price. */
export type KnownPrices = ReadonlyMap<string, number | undefined>;

/** Keeps prices for a day. What can't be read or written is only not remembered. */
export interface PriceCache {
  read(region: string): Promise<KnownPrices>;
  /** Adds to what is there. */
  remember(region: string, prices: KnownPrices): Promise<void>;
}

const freshMs = 86_400_000;

/** Bytes; a price takes about 60. */
const longestFile = 262_144;

/** One file for each region, which is replaced whole. */
export function openPriceCache(folder: string, pid: number, now: () => number): PriceCache {
  const fileOf = (region: string) => join(folder, `${region.replaceAll(/[^\w-]/g, '_')}.json`);
  const stored = (region: string) =>
    readSmallFile(fileOf(region), longestFile).then(
      (text) => readPrices(text, now()),
      () => new Map<string, StoredPrice>(),
    );
  return {
    async read(region) {
      return new Map([...(await stored(region))].map(([id, { usd }]) => [id, usd ?? undefined]));
    },
    async remember(region, prices) {
      if (prices.size === 0) return;
      const fresh = `${fileOf(region)}.${pid}`;
      try {
        const added = [...prices].map(([id, usd]) => [id, { usd: usd ?? null, at: now() }] as const);
        const text = JSON.stringify(Object.fromEntries([...(await stored(region)), ...added]));
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await rm(fresh, { force: true });
        await writeFile(fresh, `${text}\n`, { mode: 0o600, flag: 'wx' });
        await rename(fresh, fileOf(region));
      } catch {
        // The price list is asked again.
      }
    },
  };
}

interface StoredPrice {
  readonly usd: number | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Pure: without what is older than a day, and without anything that isn't what `remember` writes. */
function readPrices(text: string, now: number): Map<string, StoredPrice> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return new Map();
  }
  if (typeof value !== 'object' || value === null) return new Map();
  return new Map(
    Object.entries(value).flatMap(([id, one]: [string, unknown]) => {
      const price = readPrice(one);
      const isFresh = price !== undefined && price.at <= now && now - price.at < freshMs;
      return isFresh ? [[id, price] as const] : [];
    }),
  );
}

function readPrice(value: unknown): StoredPrice | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { usd, at } = value as Readonly<Record<string, unknown>>;
  if (typeof at !== 'number') return undefined;
  if (usd === null) return { usd, at };
  return typeof usd === 'number' && usd > 0 ? { usd, at } : undefined;
}
