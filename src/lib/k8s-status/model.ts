import type { ObservedBootstrap } from '../bootstrap/model.js';
import type { ChangeRecord } from '../bootstrap/record.js';
import type { WorkloadKind } from '../k8s/kubernetes.js';
import type { Change, Timeline } from './timeline.js';

/** One of the configured keys as its secret has it. */
export interface ObservedKey {
  readonly secret: string;
  readonly key: string;
  /** Whether there is a secret of that name. */
  readonly hasSecret: boolean;
  /** Whether it has the key. */
  readonly isFound: boolean;
  /** Undefined when it isn't there, or is something else than a list of hosts. */
  readonly hosts: string | undefined;
  readonly timeline: Timeline;
}

export const podStates = ['current', 'out of date', 'uncertain', 'not running'] as const;
export type PodState = (typeof podStates)[number];
/** `partly`: some of the running pods are out of date, others aren't. */
export type WorkloadState = PodState | 'partly';

/** What a pod was started with. */
export interface PodVerdict {
  readonly pod: string;
  readonly state: PodState;
  /** The list of hosts, where it is known. */
  readonly value: string | undefined;
  /** It reads the key in a file, which is refreshed in its own time. */
  readonly isMounted: boolean;
  /** What it missed, or may have. */
  readonly missed: Change | undefined;
  /** Why it isn't running, or can't be judged; made safe to show. */
  readonly trouble: string | undefined;
  /** When the container started; seconds since the epoch. */
  readonly startedAt?: number;
}

/** A key that a workload reads, and what its pods were started with. */
export interface KeyStatus {
  readonly secret: string;
  readonly key: string;
  /** Why, in words: `env KAFKA_BOOTSTRAP_SERVERS`. */
  readonly uses: readonly string[];
  readonly state: WorkloadState;
  readonly pods: readonly PodVerdict[];
}

export interface WorkloadStatus {
  readonly kind: WorkloadKind;
  readonly name: string;
  readonly state: WorkloadState;
  /** How many pods it is to have. */
  readonly wanted: number;
  /** Why a restart of it would be refused, in words that are safe to show; undefined when it wouldn't. */
  readonly whyNotRestarted: string | undefined;
  readonly keys: readonly KeyStatus[];
}

export interface BootstrapStatus {
  readonly keys: readonly ObservedKey[];
  /** By name. */
  readonly workloads: readonly WorkloadStatus[];
  readonly bystanders: ObservedBootstrap['bystanders'];
  /** The namespace, when it isn't there. */
  readonly missingNamespace?: string | undefined;
  readonly unseen: ObservedBootstrap['unseen'];
  /** What changes that aren't complete have left on the secrets. */
  readonly unfinished: readonly {
    readonly secret: string;
    readonly record: ChangeRecord | { readonly problem: string };
  }[];
  /** Why a secret's history can't be used. */
  readonly unreadable: readonly { readonly secret: string; readonly problem: string }[];
}
