import type {
  AttachedFilter,
  ElasticAddress,
  LogGroup,
  Snapshot,
  Volume,
} from '../../../src/lib/aws/contract/billed.js';
import type { LeftoverPort, LeftoverRules } from '../../../src/lib/leftovers/model.js';
import type { LeftoverPrices } from '../../../src/lib/leftovers/monthly-cost.js';

export const now = Date.parse('2026-11-20T12:00:00Z');
const day = 86_400_000;
export const daysAgo = (days: number) => now - days * day;

export const noPrices: LeftoverPrices = {
  volumeGib: () => undefined,
  ...{ snapshotGib: undefined, logGib: undefined, addressHour: undefined },
};

export const somePrices: LeftoverPrices = {
  volumeGib: (type) => ({ gp3: 0.08 })[type],
  ...{ snapshotGib: 0.05, logGib: undefined, addressHour: 0.005 },
};

export function rulesOf(given: Partial<LeftoverRules['selection']> = { prefixes: ['dev-'] }): LeftoverRules {
  return {
    selection: { prefixes: [], tags: {}, ...given },
    ...{ olderThan: '7d', olderThanMs: 7 * day, includeKubernetes: false },
  };
}

type TagsGiven = Readonly<Record<string, string>>;

export function volume(
  id: string,
  tags: TagsGiven = { Name: 'dev-data' },
  rest: Partial<Volume> = {},
): Volume {
  return {
    ...{ id, sizeGib: 100, type: 'gp3', iops: 3_000, state: 'available', instanceIds: [] },
    ...{ createdAt: daysAgo(30), tags: new Map(Object.entries(tags)), ...rest },
  };
}

export function snapshot(
  id: string,
  tags: TagsGiven = { Name: 'dev-data' },
  rest: Partial<Snapshot> = {},
): Snapshot {
  return {
    ...{ id, sizeGib: 50, volumeId: 'vol-1', description: '', createdAt: daysAgo(30) },
    ...{ tags: new Map(Object.entries(tags)), ...rest },
  };
}

export function address(
  allocationId: string,
  tags: TagsGiven = { Name: 'dev-kafka' },
  rest: Partial<ElasticAddress> = {},
): ElasticAddress {
  return {
    ...{ allocationId, address: '3.35.1.2', instanceId: undefined, networkInterfaceId: undefined },
    ...{ tags: new Map(Object.entries(tags)), ...rest },
  };
}

export function logGroup(name: string, rest: Partial<LogGroup> = {}): LogGroup {
  return {
    ...{ name, arn: `arn:aws:logs:ap-northeast-2:123456789012:log-group:${name}` },
    ...{
      storedBytes: 3 * 1024 ** 3,
      retentionDays: undefined,
      createdAt: daysAgo(30),
      tags: undefined,
      ...rest,
    },
  };
}

/** An account as EC2 and CloudWatch Logs answer for it. */
export interface World {
  volumes: Volume[];
  snapshots: Snapshot[];
  addresses: ElasticAddress[];
  logGroups: LogGroup[];
  /** Called before anything else: what it throws is the answer. */
  before: (call: string) => unknown;
  /** What was asked: `volumes all`, `deleteVolume vol-1`. */
  readonly calls: string[];
  readonly port: LeftoverPort;
}

export function worldOf(
  given: Partial<Pick<World, 'volumes' | 'snapshots' | 'addresses' | 'logGroups'>>,
): World {
  const calls: string[] = [];
  const asked = async (call: string) => {
    calls.push(call);
    await world.before(call);
  };
  const list = async <Item extends { tags: ReadonlyMap<string, string> }>(
    what: string,
    filter: AttachedFilter,
    items: () => readonly Item[],
    idOf: (item: Item) => string,
  ) => {
    await asked(`${what} ${filter === 'all' ? 'all' : JSON.stringify(filter)}`);
    if (filter === 'all') return items();
    if ('ids' in filter) return items().filter((item) => filter.ids.includes(idOf(item)));
    if (!('tags' in filter)) throw new Error('Nobody asks so.');
    return items().filter(({ tags }) =>
      Object.entries(filter.tags).every(([key, value]) => tags.get(key) === value),
    );
  };
  const world: World = {
    ...{ volumes: [], snapshots: [], addresses: [], logGroups: [], ...given },
    before: () => {},
    calls,
    port: {
      volumes: (filter) =>
        list(
          'volumes',
          filter,
          () => world.volumes,
          ({ id }) => id,
        ),
      snapshots: (filter) =>
        list(
          'snapshots',
          filter,
          () => world.snapshots,
          ({ id }) => id,
        ),
      addresses: (filter) =>
        list(
          'addresses',
          filter,
          () => world.addresses,
          ({ allocationId }) => allocationId,
        ),
      logGroups: async (prefix) => {
        await asked(`logGroups ${prefix}`);
        return world.logGroups.filter(({ name }) => name.startsWith(prefix));
      },
      deleteVolume: async (id) => {
        await asked(`deleteVolume ${id}`);
        world.volumes = world.volumes.filter((one) => one.id !== id);
      },
      deleteSnapshot: async (id) => {
        await asked(`deleteSnapshot ${id}`);
        world.snapshots = world.snapshots.filter((one) => one.id !== id);
      },
      releaseAddress: async (id) => {
        await asked(`releaseAddress ${id}`);
        world.addresses = world.addresses.filter((one) => one.allocationId !== id);
      },
      deleteLogGroup: async (name) => {
        await asked(`deleteLogGroup ${name}`);
        world.logGroups = world.logGroups.filter((one) => one.name !== name);
      },
    },
  };
  return world;
}
