/** Databases, as https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/ knows them: Neptune's and DocumentDB's too. */
export interface Rds {
  /** The DB instances of these names that exist, or all of the region; page by page. */
  databases(names: readonly string[] | 'all', signal?: AbortSignal): Promise<readonly Database[]>;
  /** The same of clusters (Aurora's, and Multi-AZ ones). */
  clusters(names: readonly string[] | 'all', signal?: AbortSignal): Promise<readonly DatabaseCluster[]>;
  /** Nothing when it is stopping or stopped already. @throws AwsError `InvalidDBInstanceState` unless it is `available` */
  stopDatabase(name: string, signal?: AbortSignal): Promise<void>;
  /**
   * Nothing when it is starting or available already.
   * @throws AwsError `InvalidDBInstanceState` unless it is `stopped`; `InsufficientDBInstanceCapacity`,
   * `KMSKeyNotAccessibleFault`
   */
  startDatabase(name: string, signal?: AbortSignal): Promise<void>;
  /** The same of clusters. @throws AwsError `InvalidDBClusterStateFault` */
  stopCluster(name: string, signal?: AbortSignal): Promise<void>;
  startCluster(name: string, signal?: AbortSignal): Promise<void>;
  /** Tags of an instance or a cluster, by its ARN. Values: letters, digits, space and `_ . : / = + @ -`. */
  setTag(arn: string, key: string, value: string, signal?: AbortSignal): Promise<void>;
  removeTag(arn: string, key: string, signal?: AbortSignal): Promise<void>;
}

/** What we need of https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html */
export interface Database {
  readonly name: string;
  readonly arn: string;
  /** `mysql`, `sqlserver-se`, `aurora-mysql`, `custom-oracle-ee` */
  readonly engine: string;
  /** `available`, `stopping`, `stopped`, `starting`, `configuring-enhanced-monitoring`, … */
  readonly status: string;
  /** `db.t3.medium` */
  readonly instanceClass: string;
  readonly storageGib: number;
  /** `gp3`, `io1`; undefined for Aurora's. */
  readonly storageType: string | undefined;
  readonly isMultiAz: boolean;
  /** The cluster it is a member of. */
  readonly cluster: string | undefined;
  /** What it is a read replica of. */
  readonly replicaOf: string | undefined;
  readonly replicas: readonly string[];
  /** When AWS starts it again by itself, seven days after it was stopped; milliseconds since the epoch. */
  readonly automaticRestartAt: number | undefined;
  readonly tags: ReadonlyMap<string, string>;
}

/** What we need of https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBCluster.html */
export interface DatabaseCluster {
  readonly name: string;
  readonly arn: string;
  readonly engine: string;
  /** `available`, `stopping`, `stopped`, `starting`, … */
  readonly status: string;
  /** `provisioned`, `serverless` (v1, which can't be stopped), … */
  readonly engineMode: string | undefined;
  /** Names of its instances. */
  readonly members: readonly string[];
  /** What it is a replica of, and what replicates it. */
  readonly replicaOf: string | undefined;
  readonly replicas: readonly string[];
  /** It is a part of an Aurora global database, which can't be stopped. */
  readonly isGlobal: boolean;
  readonly automaticRestartAt: number | undefined;
  readonly tags: ReadonlyMap<string, string>;
}
