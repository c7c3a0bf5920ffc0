/** Caches: what can't be stopped, and what pods must reach. */
export interface ElastiCache {
  /** Every node-based cache cluster and serverless cache of the region, page by page. */
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
  readonly nodes: number;
  readonly securityGroupIds: readonly string[];
  /** Host and port of its first endpoint. */
  readonly endpoint: { readonly host: string; readonly port: number } | undefined;
  /** Undefined when they may not be read. */
  readonly tags: ReadonlyMap<string, string> | undefined;
}
