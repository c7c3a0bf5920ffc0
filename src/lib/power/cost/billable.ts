import type { PriceKey } from './price-key.js';

/** What is billed, in the words of the bill. */
export type BillableKind =
  | 'machine'
  | 'volume'
  | 'database storage'
  | 'Elastic IP'
  | 'public address'
  | 'EKS control plane'
  | 'NAT gateway'
  | 'load balancer'
  | 'VPC endpoint'
  | 'MSK broker'
  | 'MSK storage'
  | 'MSK Serverless'
  | 'ElastiCache node'
  | 'ElastiCache Serverless';

/** Something that is billed by the hour, for one resource and at one price. */
export interface Billable {
  /** As people know it: `rds exchange-dev-mysql`, `vpc endpoint vpce-0123456789abcdef0`; not yet printable. */
  readonly resource: string;
  readonly kind: BillableKind;
  /** How many there are: 3 volumes. */
  readonly count: number;
  readonly price: PriceKey;
  /** How many of the price's unit are billed while the environment is awake; undefined when that isn't known. */
  readonly awake: number | undefined;
  /** The same while it sleeps; never more. */
  readonly asleep: number | undefined;
  /** Billed at Spot prices, which are below that. */
  readonly isSpot: boolean;
}
