import { ExopsError } from '../../errors.js';
import { findSleepers, type Listed, type SleeperPorts } from '../find-sleepers.js';
import { type SleepEntry, type SleeperKind, sleeperKinds } from '../sleep-entry.js';
import type { TolerantRead } from './unread.js';

/** What was read of the `sleep` list, and the lines of which nothing could be. */
export interface ReadListed {
  readonly listed: readonly Listed[];
  readonly unread: readonly SleepEntry[];
}

/** What the entries choose, in their order; all kinds are asked at the same time, and each for itself. */
export async function readListed(
  ports: SleeperPorts,
  entries: readonly SleepEntry[],
  read: TolerantRead,
): Promise<ReadListed> {
  const perKind = await Promise.all(
    sleeperKinds.map(async (kind) => {
      const own = entries.filter(({ selector }) => selector.kind === kind);
      if (own.length === 0) return [];
      return read(plurals[kind], (signal) => find(ports, kind, own, signal), []);
    }),
  );
  const found = new Map(perKind.flat().map((one) => [one.entry, one]));
  return {
    listed: entries.flatMap((entry) => found.get(entry) ?? []),
    unread: entries.filter((entry) => !found.has(entry)),
  };
}

async function find(
  ports: SleeperPorts,
  kind: SleeperKind,
  entries: readonly SleepEntry[],
  signal: AbortSignal,
): Promise<readonly Listed[]> {
  if (!ports.has(kind)) throw new ExopsError(`nothing says where the ${plurals[kind]} are`);
  return findSleepers(ports, entries, signal);
}

const plurals: Readonly<Record<SleeperKind, string>> = {
  workload: 'workloads',
  ecs: 'ECS services',
  nodegroup: 'node groups',
  asg: 'Auto Scaling groups',
  rds: 'RDS instances',
  'rds-cluster': 'RDS clusters',
  ec2: 'EC2 instances',
};
