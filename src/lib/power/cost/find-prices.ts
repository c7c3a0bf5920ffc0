import type { Pricing } from '../../aws/contract/pricing.js';
import { ExopsError } from '../../errors.js';
import { type Unread, unreadOf } from '../status/unread.js';
import { choosePrice } from './choose-price.js';
import type { KnownPrices, PriceCache } from './price-cache.js';
import type { PriceKey, PriceQuery } from './price-key.js';

export interface FoundPrice {
  /** Of one of the key's unit, in USD. */
  readonly usd: number;
  readonly from: 'price list' | 'exops.yaml';
}

/** What is known of prices, by the ids of their keys. */
export interface Prices {
  readonly found: ReadonlyMap<string, FoundPrice>;
  /** Why the price list couldn't be asked. */
  readonly unread: Unread | undefined;
}

export interface PriceSources {
  readonly pricing: Pricing;
  readonly region: string;
  /** `prices` of exops.yaml: USD by name. */
  readonly given: ReadonlyMap<string, number>;
  readonly cache: PriceCache;
  /** Resolves, or rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** How long the price list is waited for; milliseconds. */
  readonly patienceMs: number;
}

/**
 * exops.yaml before the AWS Price List: somebody wrote it there, and may have other prices than everyone. What it doesn't
 * have is asked for once a day, all at the same time.
 * @throws AccessError when the credentials aren't good for anything; never for what the price list says
 */
export async function findPrices(
  sources: PriceSources,
  keys: readonly PriceKey[],
  signal: AbortSignal,
): Promise<Prices> {
  const { cache, region, given } = sources;
  const wanted = [...new Map(keys.map((key) => [key.id, key])).values()];
  const remembered = await cache.read(region);
  const missing = wanted.filter(
    (key): key is Queried => key.query !== undefined && !given.has(key.name) && !remembered.has(key.id),
  );
  const { asked, unread } = await askPriceList(sources, missing, signal);
  await cache.remember(region, asked);
  const listed = new Map([...remembered, ...asked]);
  const found = wanted.flatMap((key) => {
    const price = priceOf(key, listed.get(key.id), given.get(key.name));
    return price === undefined ? [] : [[key.id, price] as const];
  });
  return { found: new Map(found), unread };
}

type Queried = PriceKey & { readonly query: PriceQuery };

function priceOf(
  { times }: PriceKey,
  listed: number | undefined,
  given: number | undefined,
): FoundPrice | undefined {
  if (given !== undefined) return { usd: given * times, from: 'exops.yaml' };
  return listed === undefined ? undefined : { usd: listed, from: 'price list' };
}

/** What has been answered when the patience ends counts. */
async function askPriceList(
  { pricing, region, sleep, patienceMs }: PriceSources,
  keys: readonly Queried[],
  signal: AbortSignal,
): Promise<{ readonly asked: KnownPrices; readonly unread: Unread | undefined }> {
  const asked = new Map<string, number | undefined>();
  const failures: unknown[] = [];
  if (keys.length === 0) return { asked, unread: undefined };
  const over = new AbortController();
  const ask = async (key: Queried) => {
    const { service, attributes } = key.query;
    // A signal of its own for each: many requests at once would be too many listeners for one.
    const either = AbortSignal.any([signal, over.signal]);
    const prices = await pricing.prices(service, { regionCode: region, ...attributes }, either);
    asked.set(key.id, choosePrice(key, prices));
  };
  const fail = (error: unknown) => {
    failures.push(error);
  };
  const answers = Promise.all(keys.map((key) => ask(key).catch(fail)));
  const patience = sleep(patienceMs, over.signal).then(
    () => fail(new ExopsError(`the AWS Price List did not answer within ${patienceMs / 1_000} s`)),
    () => {},
  );
  await Promise.race([answers, patience]);
  over.abort();
  const [failure] = failures;
  return {
    asked: new Map(asked),
    unread: failure === undefined ? undefined : unreadOf('prices', failure, signal),
  };
}
