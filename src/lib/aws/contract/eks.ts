/** Managed node groups: https://docs.aws.amazon.com/eks/latest/APIReference/ */
export interface Eks {
  /** The names of all node groups of a cluster; none when there is no such cluster. */
  nodegroupNames(cluster: string, signal?: AbortSignal): Promise<readonly string[]>;
  /** Undefined when there is no such node group, or no such cluster. There is no request for several at once. */
  nodegroup(cluster: string, name: string, signal?: AbortSignal): Promise<Nodegroup | undefined>;
  /**
   * Sets the least and the wanted number of nodes; the most stays.
   * @returns the id of the update that this begins
   * @throws AwsError `ResourceInUseException` while another update runs
   */
  scale(
    cluster: string,
    name: string,
    size: { readonly min: number; readonly desired: number },
    signal?: AbortSignal,
  ): Promise<string>;
  update(cluster: string, name: string, updateId: string, signal?: AbortSignal): Promise<NodegroupUpdate>;
  /** Tags of a node group, by its ARN. */
  setTag(arn: string, key: string, value: string, signal?: AbortSignal): Promise<void>;
  removeTag(arn: string, key: string, signal?: AbortSignal): Promise<void>;
}

/** What we need of https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html */
export interface Nodegroup {
  readonly cluster: string;
  readonly name: string;
  readonly arn: string;
  /** `CREATING`, `ACTIVE`, `UPDATING`, `DELETING`, `CREATE_FAILED`, `DELETE_FAILED`, `DEGRADED` */
  readonly status: string;
  readonly min: number;
  readonly max: number;
  readonly desired: number;
  /** `ON_DEMAND`, `SPOT`, `CAPACITY_BLOCK` */
  readonly capacityType: string;
  readonly instanceTypes: readonly string[];
  /** The Auto Scaling groups it is made of. */
  readonly autoScalingGroups: readonly string[];
  /** What is wrong with it: `AsgInstanceLaunchFailures: …`. */
  readonly issues: readonly string[];
  readonly tags: ReadonlyMap<string, string>;
}

export interface NodegroupUpdate {
  /** `InProgress`, `Failed`, `Cancelled`, `Successful` */
  readonly status: string;
  /** `PodEvictionFailure: …` */
  readonly errors: readonly string[];
}
