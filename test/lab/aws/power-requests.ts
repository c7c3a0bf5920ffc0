interface Timed {
  readonly tags?: Readonly<Record<string, string>>;
  /** How long it takes from one state to the next; as the lab was started when left out. */
  readonly transitionSeconds?: number;
}

/** A DB instance, which is available. */
export interface DatabaseRequest extends Timed {
  readonly name: string;
  /** `mysql` when left out. */
  readonly engine?: string;
  /** `db.t3.medium` when left out. */
  readonly instanceClass?: string;
  /** 20 when left out. */
  readonly storageGib?: number;
  /** `gp3` when left out. */
  readonly storageType?: string;
  readonly isMultiAz?: boolean;
  /** Of which cluster it is; the engine must be the cluster's. */
  readonly cluster?: string;
  /** What it is a read replica of; the rest is as there. */
  readonly replicaOf?: string;
}

export interface DatabaseClusterRequest extends Timed {
  readonly name: string;
  /** `aurora-mysql` when left out. */
  readonly engine?: string;
  /** `provisioned` when left out. */
  readonly engineMode?: 'provisioned' | 'serverless';
  /** The name of another cluster. */
  readonly replicaOf?: string;
  /** The name of a global database. */
  readonly globalCluster?: string;
}

interface Sized {
  /** 1 when left out. */
  readonly min?: number;
  /** 4 when left out. */
  readonly max?: number;
  /** 2 when left out. */
  readonly desired?: number;
}

/**
 * A managed node group with an Auto Scaling group, in a cluster that is made when it isn't there. All its instances are
 * in service.
 */
export interface NodegroupRequest extends Timed, Sized {
  readonly cluster: string;
  readonly name: string;
  /** `t3.large` when left out. */
  readonly instanceTypes?: readonly string[];
  readonly capacityType?: 'ON_DEMAND' | 'SPOT';
  /** How long its instances are pending and shutting down; as long as its updates take when left out. */
  readonly instanceSeconds?: number;
}

/** All its instances are in service. */
export interface AutoScalingGroupRequest extends Timed, Sized {
  readonly name: string;
  /** `t3.large` when left out. */
  readonly instanceType?: string;
}

/** A service in a cluster that is made when it isn't there. All its tasks run. */
export interface EcsServiceRequest extends Timed {
  readonly cluster: string;
  readonly name: string;
  /** 2 when left out. */
  readonly desired?: number;
  readonly launchType?: 'FARGATE' | 'EC2';
  readonly isDaemon?: boolean;
}

/** What is given is changed, without any check: as somebody else would have done it. */
export interface Resize {
  readonly min?: number;
  readonly max?: number;
  readonly desired?: number;
}

export interface NodegroupIssue {
  /** `AsgInstanceLaunchFailures` */
  readonly code: string;
  readonly message: string;
  readonly resourceIds?: readonly string[];
}

export interface UpdateError {
  /** `PodEvictionFailure` */
  readonly errorCode: string;
  readonly errorMessage: string;
  readonly resourceIds?: readonly string[];
}

export interface LabDatabase {
  readonly arn: string;
  readonly status: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch; null unless it is stopped. */
  readonly automaticRestartTime: number | null;
}

export interface LabGroup {
  readonly arn: string;
  readonly min: number;
  readonly max: number;
  readonly desired: number;
  readonly instances: readonly {
    readonly id: string;
    /** `Pending`, `InService`, `Terminating` */
    readonly state: string;
  }[];
  readonly tags: Readonly<Record<string, string>>;
}

export interface LabNodegroup extends LabGroup {
  readonly status: string;
  /** Its name. */
  readonly autoScalingGroup: string;
}

export interface LabEcsService {
  readonly arn: string;
  readonly status: string;
  readonly desired: number;
  readonly running: number;
  readonly tags: Readonly<Record<string, string>>;
}
