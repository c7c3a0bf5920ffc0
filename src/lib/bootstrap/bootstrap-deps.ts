import type { Clock } from '../../context.js';
import type { Kubernetes } from '../k8s/kubernetes.js';
import type { FindStarted } from './started-meanwhile.js';

/** What of the world a change of bootstrap servers touches. */
export interface BootstrapDeps {
  readonly kubernetes: Kubernetes;
  readonly clock: Clock;
  /** Who changes: for the record. */
  readonly user: string;
  /** How long each rollout may take. */
  readonly patienceMs: number;
  /** How many workloads restart at a time. */
  readonly maxParallel: number;
  readonly findStarted: FindStarted;
  /** Shows what pods run with: `exops k8s status -e dev`. */
  readonly statusCommand: string;
  /** Prints the Role that these secrets take: `exops k8s rbac -e dev`. */
  readonly roleCommand: string;
}
