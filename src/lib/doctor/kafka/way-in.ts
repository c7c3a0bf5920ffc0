import type { Cluster, Environment } from '../../config/environment.js';
import type { Route } from '../../kafka/route.js';
import type { SshSession } from '../../ssh/ssh.js';
import type { Known, Step } from '../model.js';
import type { ResolvedSettings } from '../settings-step.js';

/** The value of the SSH step: how brokers are dialled. */
export interface WayIn {
  /** `directRoute` where the environment has no `via`. */
  readonly route: Route;
  /** The host that brokers are dialled from; undefined for this machine. */
  readonly host?: WayThroughHost | undefined;
}

export interface WayThroughHost {
  readonly session: Pick<SshSession, 'exec'>;
  /** `kafka (i-0123456789abcdef0)` */
  readonly label: string;
}

/** What Kafka's layers wait for. */
export interface KafkaAfter {
  readonly settings: Step<ResolvedSettings>;
  readonly ssh: Step<WayIn>;
}

export interface KafkaTarget extends WayIn {
  readonly environment: Environment;
  readonly cluster: Cluster;
  /** Whether the addresses stand in exops.yaml, and not in flags or variables. */
  readonly isClusterOfFile: boolean;
}

/** @throws TypeError where the environment has no cluster, which the first of the layers sees to */
export function targetOf(known: Known, { settings, ssh }: KafkaAfter): KafkaTarget {
  const { environment, isClusterOfFile } = known.value(settings);
  const { cluster } = environment;
  if (cluster === undefined) throw new TypeError('the environment has no cluster');
  return { ...known.value(ssh), environment, cluster, isClusterOfFile };
}
