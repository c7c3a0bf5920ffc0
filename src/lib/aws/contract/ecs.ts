/** Services of ECS: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/ */
export interface Ecs {
  /** The names of all services of a cluster; none when there is no such cluster. */
  serviceNames(cluster: string, signal?: AbortSignal): Promise<readonly string[]>;
  /** Those of these services of a cluster that exist, in batches of 10; none when there is no such cluster. */
  services(cluster: string, names: readonly string[], signal?: AbortSignal): Promise<readonly EcsService[]>;
  setDesired(cluster: string, name: string, desired: number, signal?: AbortSignal): Promise<void>;
  /** By the service's ARN. */
  setTag(arn: string, key: string, value: string, signal?: AbortSignal): Promise<void>;
  removeTag(arn: string, key: string, signal?: AbortSignal): Promise<void>;
}

/** What we need of https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html */
export interface EcsService {
  readonly cluster: string;
  readonly name: string;
  readonly arn: string;
  /** `ACTIVE`, `DRAINING`, `INACTIVE` */
  readonly status: string;
  /** A DAEMON has no wanted number. */
  readonly isDaemon: boolean;
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  /** `FARGATE`, `EC2`, `EXTERNAL`; undefined with a capacity provider strategy. */
  readonly launchType: string | undefined;
  /** `(service shop) was unable to place a task because …`, the newest; undefined when there is none. */
  readonly newestEvent: string | undefined;
  readonly tags: ReadonlyMap<string, string>;
}
