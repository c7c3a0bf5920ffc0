import type { Price } from './contract/pricing.js';

/**
 * The on-demand prices of a product of the price list; none of what isn't one.
 * https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-services.html
 * @param product JSON in the format `aws_v1`
 */
export function pricesOf(product: string): readonly Price[] {
  const { product: sold, terms } = fieldsOf(parsed(product));
  const { attributes } = fieldsOf(sold);
  const { usagetype } = fieldsOf(attributes);
  const { OnDemand: offers } = fieldsOf(terms);
  const usageType = typeof usagetype === 'string' ? usagetype : undefined;
  return valuesOf(offers)
    .flatMap((offer) => {
      const { priceDimensions } = fieldsOf(offer);
      return valuesOf(priceDimensions);
    })
    .flatMap((dimension) => priceOf(fieldsOf(dimension), usageType) ?? []);
}

function priceOf({ unit, pricePerUnit }: Fields, usageType: string | undefined): Price | undefined {
  const { USD } = fieldsOf(pricePerUnit);
  const usd = typeof USD === 'string' && USD !== '' ? Number(USD) : Number.NaN;
  return typeof unit === 'string' && Number.isFinite(usd) ? { usd, unit, usageType } : undefined;
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function valuesOf(value: unknown): readonly unknown[] {
  return Object.values(fieldsOf(value));
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
