/** EventBridge Scheduler: https://docs.aws.amazon.com/scheduler/latest/APIReference/ */
export interface Scheduler {
  /** The schedules of a group, whole; undefined when there is no such group. */
  schedules(group: string, signal?: AbortSignal): Promise<readonly Schedule[] | undefined>;
  createGroup(group: string, tags: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<void>;
  /** With all the schedules in it. */
  deleteGroup(group: string, signal?: AbortSignal): Promise<void>;
  /** @throws AwsError `ConflictException` when it exists */
  create(schedule: Schedule, signal?: AbortSignal): Promise<void>;
  /** Replaces all of it. */
  update(schedule: Schedule, signal?: AbortSignal): Promise<void>;
  delete(group: string, name: string, signal?: AbortSignal): Promise<void>;
}

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_GetSchedule.html */
export interface Schedule {
  readonly group: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly isEnabled: boolean;
  /** `cron(0 19 ? * MON-FRI *)` */
  readonly expression: string;
  /** An IANA name; Scheduler follows its daylight saving. */
  readonly timezone: string;
  /** `arn:aws:scheduler:::aws-sdk:eks:updateNodegroupConfig` */
  readonly target: string;
  /** What the target is called with, as JSON. */
  readonly input: string;
  /** The role that Scheduler takes on. */
  readonly roleArn: string;
  readonly retries: number;
}
