import type { Cluster } from '../../../src/lib/config/environment.js';
import type { MskLab } from './kafka-chain.js';

/** Of the lab's cluster, as if MSK had made it. */
export const arnOf = (region: string) =>
  `arn:aws:kafka:${region}:123456789012:cluster/liquibook/0f5c0000-1111-2222-3333-444455556666-1`;

/** What is known of a cluster that was looked up. */
export function mskOf(msk: MskLab, arn = arnOf(msk.region)): Partial<Cluster> {
  return { kind: 'msk', msk: { arn, access: 'private', flavour: 'standard' } };
}
