import type { ServiceSettings } from '../host-settings.js';

/** A service of a host, by the name that `exops.yaml` gives it. */
export interface NamedService {
  readonly name: string;
  readonly settings: ServiceSettings;
}

/**
 * `starting`: on the way, or not healthy yet by the container's own check. `restarting`: it ended and is being started
 * again. `missing`: there is no such unit, or no container. `unknown`: the host could not say.
 */
export type ServiceStatus =
  | 'running'
  | 'starting'
  | 'stopped'
  | 'failed'
  | 'restarting'
  | 'missing'
  | 'unknown';

/** What all that runs has in common: a unit, a container, a service of several containers. */
interface Running {
  readonly state: ServiceStatus;
  /** In the words of systemd or docker. */
  readonly detail: string;
  /** Since when it is in this state, by the host's clock; milliseconds since the epoch. */
  readonly sinceMs: number | undefined;
  /** How often it was started again without anybody asking; undefined when the host doesn't count. */
  readonly restarts: number | undefined;
  /** `ok`, or what is wrong; undefined when nothing checks. */
  readonly health: string | undefined;
}

export interface ContainerState extends Running {
  readonly name: string;
  /** Its service in the compose file. */
  readonly service: string;
  /** Another one after each start; undefined when the host does not say. */
  readonly incarnation: string | undefined;
}

export interface ServiceState extends Running {
  readonly name: string;
  readonly kind: 'systemd' | 'compose';
  /** How long it has been running; undefined when it is not. */
  readonly uptimeMs: number | undefined;
  /** Another one after each start; undefined when nothing runs. */
  readonly incarnation: string | undefined;
  /** A systemd unit that ends when its work is done. */
  readonly isOneShot: boolean;
  /** Of a compose service. */
  readonly containers: readonly ContainerState[];
  /** The services that the compose file declares, where that was asked and could be read. */
  readonly declared: readonly string[] | undefined;
  /** Why it can't be started, although its state is known: a masked unit, a compose file with a mistake. */
  readonly problem: string | undefined;
  /** It could not be read for want of a right. */
  readonly isDenied: boolean;
}

/** What was read of a host's services at one time. */
export interface HostServices {
  /** By the host's clock; milliseconds since the epoch. */
  readonly hostTimeMs: number;
  readonly services: readonly ServiceState[];
}
