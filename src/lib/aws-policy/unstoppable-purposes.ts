import type { Grant } from './purposes.js';

/** What can't be stopped is looked at where an instance, or a cluster of MSK, tells where the environment is. */
export const unstoppablePurposes = {
  ReadWhatNeverSleeps: [
    {
      actions: [
        'ec2:DescribeSubnets',
        'elasticache:DescribeCacheClusters',
        'elasticache:DescribeCacheSubnetGroups',
        'elasticache:DescribeServerlessCaches',
        'kafka:ListClustersV2',
      ],
      on: 'anything',
      where: 'listed instances or MSK',
    },
  ],
  ReadCaches: [
    {
      actions: [
        'ec2:DescribeSubnets',
        'elasticache:DescribeCacheClusters',
        'elasticache:DescribeCacheSubnetGroups',
        'elasticache:DescribeServerlessCaches',
      ],
      on: 'anything',
    },
  ],
  ReadPricesBeforeSleep: [
    { actions: ['pricing:GetProducts'], on: 'anything anywhere', where: 'listed instances or MSK' },
  ],
} as const satisfies Readonly<Record<string, readonly Grant[]>>;
