import { GetProductsCommand, type GetProductsCommandInput, PricingClient } from '@aws-sdk/client-pricing';
import type { ClientSettings, SendOptions } from './connection.js';

/** The one of the regions with the price list that every account has enabled. */
const region = 'us-east-1';

export function pricingClient(settings: ClientSettings) {
  const client = new PricingClient({ ...settings, region });
  return {
    getProducts: (input: GetProductsCommandInput, options: SendOptions) =>
      client.send(new GetProductsCommand(input), options),
  };
}
