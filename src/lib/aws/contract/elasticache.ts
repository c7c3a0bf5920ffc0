/** Caches: what can't be stopped, and what pods must reach. */
export interface ElastiCache {
  /** Every node-based cache and serverless cache of the region, page by page; those of a replication group are one. */
  caches(signal?: AbortSignal): Promise<readonly Cache[]>;
}

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CacheCluster.html, or API_ServerlessCache.html */
export interface Cache {
  /** Of the cluster; of the replication group where it is a member of one. */
  readonly name: string;
  readonly arn: string | undefined;
  /** `redis`, `valkey`, `memcached` */
  readonly engine: string;
  /** `available`, `creating`, … */
  readonly state: string;
  /** `cache.t4g.micro`; undefined when serverless. */
  readonly nodeType: string | undefined;
  /** None when serverless. */
  readonly nodes: number;
  /** By its subnet group; undefined when serverless: those only tell their subnets. */
  readonly vpcId: string | undefined;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  /** Host and port of its first endpoint. */
  readonly endpoint: { readonly host: string; readonly port: number } | undefined;
}
