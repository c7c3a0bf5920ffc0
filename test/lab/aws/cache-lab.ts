import type { AwsLab } from './aws-lab.js';
import { controlAws } from './control.js';

interface Placed {
  readonly name: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds?: readonly string[];
}

/** Caches of ElastiCache, which nothing stops. */
export interface CacheLab {
  /** A cluster with a subnet group of its own; Redis on one `cache.t4g.micro` when left out. Returns its ARN. */
  createCache(
    request: Placed & {
      readonly engine?: 'redis' | 'valkey' | 'memcached';
      readonly nodeType?: string;
      readonly nodes?: number;
      /** The replication group that it is a member of. */
      readonly group?: string;
      readonly status?: string;
    },
  ): Promise<string>;
  /** Valkey when left out. Returns its ARN. */
  createServerless(request: Placed & { readonly engine?: string }): Promise<string>;
}

export function cacheLab(aws: AwsLab): CacheLab {
  const control = controlAws(aws.access.controlSocket);
  return {
    createCache: (request) => control('elasticache/caches/create', request),
    createServerless: (request) => control('elasticache/serverless/create', request),
  };
}
