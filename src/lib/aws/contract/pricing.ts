/** The AWS Price List, which only a few regions answer for: https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/ */
export interface Pricing {
  /**
   * The on-demand prices of the products that have all these attributes, in USD.
   * @param service `AmazonEC2`, `AmazonRDS`, `AmazonEKS`
   * @param attributes by their names in the price list: `instanceType`, `regionCode`
   */
  prices(
    service: string,
    attributes: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<readonly Price[]>;
}

export interface Price {
  /** Of one unit, in USD. */
  readonly usd: number;
  /** `Hrs`, `GB-Mo` */
  readonly unit: string;
  /** `APN2-BoxUsage:t3.large` */
  readonly usageType: string | undefined;
}
