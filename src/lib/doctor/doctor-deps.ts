import type { Clock } from '../../context.js';
import type { Aws } from '../aws/aws.js';
import type { Environment } from '../config/environment.js';
import type { EnvironmentSettings } from '../config/environment-settings.js';
import type { Variables } from '../config/environment-variables.js';
import { ExopsError } from '../errors.js';
import type { ReachDeps, ReachInput } from '../hosts/approach.js';
import type { Chain } from '../hosts/reach-host.js';
import type { Kubernetes } from '../k8s/kubernetes.js';

/** The environment's MSK cluster couldn't be looked up by its name or ARN: why is found out by the cluster's own step. */
export class ClusterLookUpError extends ExopsError {}

/** What the steps of a diagnosis are made from. Nothing is read, loaded or asked before it is called. */
export interface DoctorDeps {
  /**
   * The file parsed and checked, and the environment that is meant; its references as they are written.
   * @throws UsageError, InvalidFileError
   */
  configuration(): Promise<EnvironmentSettings>;
  /**
   * Everything of the environment resolved. Brokers whose address is that of a host without one now are left out: it sleeps.
   * @throws UsageError, InvalidFileError for what isn't there; ClusterLookUpError; what AWS or the network said, otherwise
   */
  environment(): Promise<Environment>;
  /**
   * Opened once, with the profile and region of the environment. It is not held to `aws.accountId`, which the account's
   * step compares: whatever else asks AWS comes after that step.
   */
  aws(): Promise<Aws>;
  /** What logging in to a host of the environment takes (`reachHost` in src/lib/hosts); says nothing to anybody. */
  approach(environment: Environment, host: string, signal: AbortSignal): Promise<HostApproach>;
  /** The API server of the environment's context; nothing is sent to it yet. @throws UsageError */
  kubernetes(environment: Environment): Promise<Kubernetes>;
  /** Called once the report is made, the last first, and waited for: sessions that later steps go through stay open until then. */
  atEnd(close: () => unknown): void;
  /** A command of exops for a person to copy, with the flags that choose this environment: `dev wake kafka`. */
  commandLine(command: string, words?: readonly string[]): string;
  /** Told about requests, for `--verbose`. */
  trace(event: string): void;
  readonly clock: Clock;
  readonly env: Variables;
  readonly home: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** The longest wait for one answer that a person asked for; milliseconds. */
  readonly timeoutMs: number | undefined;
  /** Produce and consume on a temporary topic, too. */
  readonly roundTrip: boolean;
}

export interface HostApproach {
  readonly deps: ReachDeps;
  readonly input: ReachInput;
  readonly chain: Chain;
}
