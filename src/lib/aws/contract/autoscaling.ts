/** Auto Scaling groups of EC2: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/ */
export interface AutoScaling {
  /** The groups of these names that exist, or those that have all these tags; page by page. */
  groups(
    filter: { readonly names: readonly string[] } | { readonly tags: Readonly<Record<string, string>> },
    signal?: AbortSignal,
  ): Promise<readonly AutoScalingGroup[]>;
  /** Sets the least and the wanted number of instances; the most stays. */
  resize(
    name: string,
    size: { readonly min: number; readonly desired: number },
    signal?: AbortSignal,
  ): Promise<void>;
  /**
   * Why the group's newest activities failed, newest first; empty when the newest one didn't fail. AWS tells them for six
   * weeks: what is older than six hours isn't told here.
   */
  failures(name: string, signal?: AbortSignal): Promise<readonly string[]>;
  /** Not propagated to instances. */
  setTag(name: string, key: string, value: string, signal?: AbortSignal): Promise<void>;
  removeTag(name: string, key: string, signal?: AbortSignal): Promise<void>;
}

/** What we need of https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AutoScalingGroup.html */
export interface AutoScalingGroup {
  readonly name: string;
  readonly arn: string;
  readonly min: number;
  readonly max: number;
  readonly desired: number;
  readonly instances: readonly GroupInstance[];
  /** Processes that are suspended: `Launch`, `Terminate`, … */
  readonly suspended: readonly string[];
  /** `Delete in progress`; undefined otherwise. */
  readonly status: string | undefined;
  readonly tags: ReadonlyMap<string, string>;
}

export interface GroupInstance {
  readonly id: string;
  readonly instanceType: string | undefined;
  /** `Pending`, `InService`, `Terminating`, `Terminating:Wait`, `Standby`, … */
  readonly lifecycle: string;
  readonly isHealthy: boolean;
  /** From scale-in: the group doesn't terminate it, whatever size it is to have. */
  readonly isProtected: boolean;
}
