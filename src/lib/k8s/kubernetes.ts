import type {
  BudgetObject,
  ManagedFields,
  OwnerReference,
  PodObject,
  PodTemplate,
  WorkloadObject,
} from './objects.js';

/**
 * What exops asks a Kubernetes API server, about one namespace. Nothing is sent before the first call. Every call
 * throws one of errors.ts (or a UsageError when a file that the kubeconfig names can't be read), never the server's own
 * text where that could quote a secret; an aborted signal's reason is thrown at once. What only reads, asks or tries is
 * sent again when the connection was cut or the server is in trouble; a write never is: it ends with an UncertainError
 * when it isn't known whether it was done.
 */
export interface Kubernetes {
  /** The name of the kubeconfig's context. */
  readonly context: string;
  /** As in the kubeconfig: `https://0123.gr7.ap-northeast-2.eks.amazonaws.com`. */
  readonly server: string;
  readonly namespace: string;
  /** The server's clock as its last answers told it, to the second; milliseconds since the epoch. */
  serverNow(): number;
  readonly secrets: Secrets;
  readonly workloads: Workloads;
  readonly pods: Pods;
  /** Those of the rights that the user doesn't have, by SelfSubjectAccessReviews at once. */
  refusedRights(asked: readonly Right[], signal?: AbortSignal): Promise<readonly Right[]>;
  /** The namespace's PodDisruptionBudgets. */
  budgets(signal?: AbortSignal): Promise<readonly BudgetObject[]>;
  readonly namespaces: Namespaces;
  /** The cluster's nodes that have all these labels, page by page. @throws ForbiddenError */
  nodes(labels: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<readonly Node[]>;
  /** Closes its connections. */
  close(): void;
}

export interface Secrets {
  /** Undefined when there is none of that name (or no such namespace). */
  read(name: string, signal?: AbortSignal): Promise<KubernetesSecret | undefined>;
  /**
   * Merge patch under the lock of `resourceVersion` and `uid`: what isn't named stays.
   * @throws ConflictError when somebody wrote in between, or made it anew; InvalidError, with the fields but without the
   * server's words, when it is immutable; GoneError
   */
  patch(secret: SecretIdentity, change: SecretChange, options?: WriteOptions): Promise<KubernetesSecret>;
  /** @throws ConflictError when it exists by now; GoneError when the namespace doesn't */
  create(
    secret: { readonly name: string; readonly type: string } & SecretChange,
    options?: WriteOptions,
  ): Promise<KubernetesSecret>;
}

export interface WriteOptions {
  /** The server goes through all of it and writes nothing: `dryRun=All`. */
  readonly dryRun?: boolean;
  /** Aborted while the request is on its way, it may have been done all the same. */
  readonly signal?: AbortSignal | undefined;
}

export interface SecretIdentity {
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
}

export interface SecretChange {
  /** Texts by key, null to remove one; encoded by the adapter. */
  readonly data?: Readonly<Record<string, string | null>>;
  readonly annotations?: Readonly<Record<string, string | null>>;
}

/**
 * A Secret. Its values come out by `text` alone, so that nothing shows them that shows the object. Annotations in which
 * tools keep a copy of the whole secret have an empty text.
 */
export interface KubernetesSecret extends SecretIdentity {
  /** `Opaque` */
  readonly type: string;
  readonly immutable: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly owners: readonly OwnerReference[];
  readonly managedFields: readonly ManagedFields[];
  readonly keys: readonly string[];
  /** A key's value as UTF-8; undefined when it isn't there. */
  text(key: string): string | undefined;
}

/** As `kubectl rollout restart` writes it: https://kubernetes.io/docs/reference/labels-annotations-taints/ */
export const restartAnnotation = 'kubectl.kubernetes.io/restartedAt';

export const workloadKinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout'] as const;
/** What can be restarted. A Rollout is Argo's. */
export type WorkloadKind = (typeof workloadKinds)[number];

export interface WorkloadIdentity {
  readonly kind: WorkloadKind;
  readonly name: string;
  readonly uid: string;
}

export interface Workload extends WorkloadIdentity {
  readonly object: WorkloadObject;
}

/** What uses secrets and isn't restarted. */
export interface Unrestartable {
  readonly kind: 'Pod' | 'ReplicaSet' | 'Job' | 'CronJob';
  readonly name: string;
  readonly template: PodTemplate;
}

export interface Workloads {
  /**
   * All of one kind, page by page, so that a caller keeps only what it needs. Nothing for a kind that the server
   * doesn't know (Argo Rollouts not installed).
   * @param labels only those that have all of these
   */
  pages(
    kind: WorkloadKind,
    signal?: AbortSignal,
    labels?: Readonly<Record<string, string>>,
  ): AsyncIterable<readonly Workload[]>;
  /**
   * Pods, ReplicaSets, Jobs and CronJobs that no controller owns, page by page, without Pods and Jobs that have ended.
   * @throws ForbiddenError
   */
  unrestartable(kind: Unrestartable['kind'], signal?: AbortSignal): AsyncIterable<readonly Unrestartable[]>;
  read(
    workload: Pick<WorkloadIdentity, 'kind' | 'name'>,
    signal?: AbortSignal,
  ): Promise<Workload | undefined>;
  /**
   * Sets or removes (null) what makes a workload's pods start anew: the annotation
   * `kubectl.kubernetes.io/restartedAt` of the pod template, or `spec.restartAt` of a Rollout. Only of this very object
   * (`uid`).
   * @param stamp RFC 3339
   * @returns the workload with its new generation
   * @throws GoneError when it isn't there any more, or another of its name is
   */
  setRestartedAt(workload: WorkloadIdentity, stamp: string | null, options?: WriteOptions): Promise<Workload>;
  /**
   * Sets how many pods a Deployment or a StatefulSet is to have, and annotations of the workload itself with it (null
   * removes one), in one write and only of this very object.
   * @throws GoneError when it isn't there any more, or another of its name is
   */
  setReplicas(
    workload: WorkloadIdentity,
    change: {
      readonly replicas?: number;
      readonly annotations?: Readonly<Record<string, string | null>>;
    },
    options?: WriteOptions,
  ): Promise<Workload>;
  /**
   * Each of these workloads now, and again whenever it changes, until the signal or the consumer ends it: by watching
   * where that is allowed, else by reading again each second. Of changes that come faster than they are taken, the newest
   * is told. A dropped watch goes on by itself; what the API server can't be asked for is thrown after `patienceMs` of
   * nothing but failures, and missing rights at once.
   */
  follow(
    workloads: readonly WorkloadIdentity[],
    options: { readonly signal: AbortSignal; readonly patienceMs: number },
  ): AsyncIterable<WorkloadEvent>;
}

export type WorkloadEvent =
  | { readonly kind: 'now'; readonly workload: Workload }
  /** It isn't there any more, or another of its name is. */
  | { readonly kind: 'deleted'; readonly workload: WorkloadIdentity };

export interface Pods {
  /** The pods of a workload, by its selector; none when that chooses everything. */
  of(workload: Workload, signal?: AbortSignal): Promise<readonly PodObject[]>;
  /** Only this very pod; nothing when it is gone already. */
  delete(pod: { readonly name: string; readonly uid: string }, signal?: AbortSignal): Promise<void>;
  /** The last lines of a container's log, as they are; empty when there is none or it can't be read. */
  lastLines(
    pod: string,
    options: {
      readonly container: string;
      /** Of the run before this one. */
      readonly previous: boolean;
      readonly lines: number;
      readonly signal?: AbortSignal | undefined;
    },
  ): Promise<readonly string[]>;
}

export interface Right {
  readonly verb: 'get' | 'list' | 'watch' | 'patch' | 'create' | 'delete';
  /** Empty for the core group. */
  readonly group: '' | 'apps' | 'batch' | 'argoproj.io' | 'policy';
  /** `secrets`, `pods/log` */
  readonly resource: string;
  /** One object by name; all when left out. */
  readonly name?: string;
}

export interface Node {
  readonly name: string;
  /** Its condition Ready is True. */
  readonly isReady: boolean;
  /** Nothing new is put there: it is cordoned. */
  readonly isUnschedulable: boolean;
  readonly labels: Readonly<Record<string, string>>;
}

export interface Namespaces {
  /** Undefined when the user may not look. */
  exists(signal?: AbortSignal): Promise<boolean | undefined>;
  create(options?: WriteOptions): Promise<void>;
}
