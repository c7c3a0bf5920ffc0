import type { Database, DatabaseCluster, Rds } from '../../../../src/lib/aws/contract/rds.js';

/** A database with nothing special about it. */
export const plainDatabase: Database = {
  name: 'exchange-dev-mysql',
  arn: 'arn:aws:rds:ap-northeast-2:123456789012:db:exchange-dev-mysql',
  engine: 'mysql',
  status: 'available',
  instanceClass: 'db.t3.medium',
  storageGib: 100,
  storageType: 'gp3',
  isMultiAz: false,
  cluster: undefined,
  replicaOf: undefined,
  replicas: [],
  automaticRestartAt: undefined,
  tags: new Map(),
};

export const plainCluster: DatabaseCluster = {
  name: 'exchange-dev-aurora',
  arn: 'arn:aws:rds:ap-northeast-2:123456789012:cluster:exchange-dev-aurora',
  engine: 'aurora-mysql',
  status: 'available',
  engineMode: 'provisioned',
  members: ['aurora-1', 'aurora-2'],
  replicaOf: undefined,
  replicas: [],
  isGlobal: false,
  automaticRestartAt: undefined,
  tags: new Map(),
};

export function database(name: string, over: Partial<Database> = {}): Database {
  return { ...plainDatabase, name, arn: `arn:aws:rds:ap-northeast-2:123456789012:db:${name}`, ...over };
}

export function cluster(name: string, over: Partial<DatabaseCluster> = {}): DatabaseCluster {
  return { ...plainCluster, name, arn: `arn:aws:rds:ap-northeast-2:123456789012:cluster:${name}`, ...over };
}

/** RDS with these in it. Each call is told as `databases 5`, `databases all`, `stopDatabase x`. */
export function rdsWith(
  databases: readonly Database[],
  clusters: readonly DatabaseCluster[],
  over: Partial<Rds> = {},
): { readonly rds: Rds; readonly calls: readonly string[] } {
  const calls: string[] = [];
  const list =
    <Item extends { readonly name: string }>(what: string, items: readonly Item[]) =>
    async (names: readonly string[] | 'all') => {
      calls.push(`${what} ${names === 'all' ? names : names.length}`);
      return items.filter(({ name }) => names === 'all' || names.includes(name));
    };
  const write =
    (action: string) =>
    async (...words: readonly unknown[]) => {
      calls.push([action, ...words.filter((word) => typeof word === 'string')].join(' '));
    };
  return {
    calls,
    rds: {
      databases: list('databases', databases),
      clusters: list('clusters', clusters),
      stopDatabase: write('stopDatabase'),
      startDatabase: write('startDatabase'),
      stopCluster: write('stopCluster'),
      startCluster: write('startCluster'),
      setTag: write('setTag'),
      removeTag: write('removeTag'),
      ...over,
    },
  };
}
