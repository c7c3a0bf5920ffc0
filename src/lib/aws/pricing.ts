import { allPages, itemsOf } from './all-pages.js';
import type { Connection } from './connection.js';
import type { Pricing } from './contract/pricing.js';
import { pricesOf } from './pricing-answers.js';

/** https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_pricing_GetProducts.html */
const largestPage = 100;

export function pricing(connection: Connection): Pricing {
  const ask = connection.client('PRICING', async (settings) =>
    (await import('./pricing-client.js')).pricingClient(settings),
  );
  return {
    prices(service, attributes, signal) {
      const filters = Object.entries(attributes).map(([Field, Value]) => ({
        ...{ Type: 'TERM_MATCH' as const, Field, Value },
      }));
      const input = {
        ServiceCode: service,
        Filters: filters,
        FormatVersion: 'aws_v1',
        MaxResults: largestPage,
      };
      const pages = allPages((position) =>
        ask(
          { action: 'pricing:GetProducts', resource: service },
          (client, options) => client.getProducts({ ...input, ...position }, options),
          signal,
        ),
      );
      return itemsOf(pages, ({ PriceList = [] }) =>
        [...PriceList].flatMap((product) => pricesOf(String(product))),
      );
    },
  };
}
