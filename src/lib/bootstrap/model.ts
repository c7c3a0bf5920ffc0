import type { ExopsError } from '../errors.js';
import type {
  KubernetesSecret,
  Right,
  Unrestartable,
  Workload,
  WorkloadIdentity,
} from '../k8s/kubernetes.js';
import type { BudgetObject } from '../k8s/objects.js';
import type { ChangeRecord } from './record.js';

/** A secret and those of its keys that hold bootstrap servers. */
export interface BootstrapSecret {
  readonly secret: string;
  readonly keys: readonly string[];
}

/** One of the configured secrets as it is. */
export interface ObservedSecret extends BootstrapSecret {
  /** Undefined when there is none of that name, or it can't be read. */
  readonly found: KubernetesSecret | undefined;
  /** Why it can't be read. */
  readonly unreadable: ExopsError | undefined;
  /** What a change that isn't complete has written on it. */
  readonly record: ChangeRecord | { readonly problem: string } | undefined;
  /** Why the server would refuse the patch; undefined when it wouldn't, or wasn't asked. */
  readonly refusedPatch: ExopsError | undefined;
}

/** A workload whose pods read at least one of the keys. */
export interface Consumer {
  readonly workload: Workload;
  /** Why, in words, each once: `env KAFKA_BOOTSTRAP_SERVERS`. */
  readonly uses: readonly string[];
  /** The secrets among them. */
  readonly secrets: readonly string[];
}

/** Something that reads a key and isn't restarted. */
export interface Bystander {
  readonly kind: Unrestartable['kind'];
  readonly name: string;
  readonly uses: readonly string[];
}

/** Whether a broker answers at an address. */
export interface BrokerAnswer {
  /** `10.0.12.31:9092` */
  readonly address: string;
  /** Why it doesn't; undefined when it does. */
  readonly problem: string | undefined;
  /** What it said of itself: `answers, cluster id matches`. */
  readonly words: string | undefined;
}

/** All that a plan hangs on. */
export interface ObservedBootstrap {
  readonly secrets: readonly ObservedSecret[];
  readonly consumers: readonly Consumer[];
  readonly bystanders: readonly Bystander[];
  /** Kinds that may not be listed, with the server's reason. */
  readonly unseen: readonly { readonly kind: string; readonly reason: string }[];
  readonly refusedRights: readonly Right[];
  readonly budgets: readonly BudgetObject[];
  /** Empty when nobody was asked. */
  readonly brokers: readonly BrokerAnswer[];
  /** The namespace, when it isn't there. */
  readonly missingNamespace?: string | undefined;
  /** What is known of the pods that read secrets which hold the value already; undefined when nobody was asked. */
  readonly behind?: Behind | undefined;
}

/** Workloads whose pods aren't known to run with what their secrets hold. */
export interface Behind {
  /** Started before the key was last changed. */
  readonly outOfDate: readonly string[];
  /** Nothing says which value they started with. */
  readonly uncertain: readonly string[];
  /** Why their pods may not be listed. */
  readonly unseen?: string;
}

/** What to do to a secret. */
export interface SecretWork {
  readonly step: 'secret';
  /** As it was read. */
  readonly found: KubernetesSecret;
  readonly values: ChangeRecord['values'];
  /** The id of the record that it bears already, of a change that is finished or taken back. */
  readonly bears?: string;
  /** Its change is complete, and only its record is left. */
  readonly isOver?: true;
}

/** What to do to a workload. */
export interface RestartWork {
  readonly step: 'restart';
  readonly workload: WorkloadIdentity;
  /** What its restart was stamped with before; null when it never was. */
  readonly before: string | null;
  /** Its generation when the plan was made. */
  readonly generation: number;
  /** It bears the stamp of this very change already, which a process that is gone has begun. */
  readonly isBegun: boolean;
  /** Whether it was complete and ready before. */
  readonly wasSettled: boolean;
  /** Who starts its pods anew once the secret has changed. */
  readonly by: 'exops' | 'Reloader';
  /** Lower ones first; equal ones at once. */
  readonly order: number;
}

export type BootstrapWork = SecretWork | RestartWork;

/** Reloader looks at secrets all the time; whatever it hasn't restarted by then, it doesn't. */
export const reloaderMs = 30_000;

/** `deployment/backend`: how a workload is called, here and by kubectl. */
export function workloadName({ kind, name }: { readonly kind: string; readonly name: string }): string {
  return `${kind.toLowerCase()}/${name}`;
}
