import { countOf } from '../terminal/plural.js';
import type { BootstrapDeps } from './bootstrap-deps.js';
import { findConsumers } from './find-consumers.js';
import type { Consumer, ObservedSecret } from './model.js';
import { readSecret } from './observe.js';
import type { RunningChange } from './running-change.js';

/** A running pod, and an older value of a key that it was started with. */
export interface StartedPod {
  /** `deployment/backend` */
  readonly workload: string;
  readonly pod: string;
  /** Undefined where nobody knows. */
  readonly value: string | undefined;
  /** Seconds since the epoch. */
  readonly startedAt: number | undefined;
}

/** Finds the running pods that were started with something else than what the secrets hold, as `k8s status` judges. */
export type FindStarted = (
  secrets: readonly ObservedSecret[],
  consumers: readonly Consumer[],
  signal: AbortSignal,
) => Promise<readonly StartedPod[]>;

const neverAborted = new AbortController().signal;

/**
 * The pods of a change that is taken back which run with its value all the same: somebody else's restart or an autoscaler
 * made them in between, or their container ended and was started again. Their template is the wanted one, so that nothing
 * replaces them.
 * @returns why a workload isn't as before, by its name; empty when nobody can say
 */
export async function startedMeanwhile(
  { kubernetes, findStarted }: Pick<BootstrapDeps, 'kubernetes' | 'findStarted'>,
  { secrets, stamp }: Pick<RunningChange, 'secrets' | 'stamp'>,
): Promise<ReadonlyMap<string, string>> {
  const ours = secrets.map(({ found, values }) => ({
    secret: found.name,
    keys: values.map(({ key }) => key),
  }));
  const set = new Set(
    secrets.flatMap(({ values }) => values.flatMap(({ before, after }) => (before === after ? [] : [after]))),
  );
  try {
    const [read, consumers] = await Promise.all([
      Promise.all(ours.map((secret) => readSecret(kubernetes, secret, neverAborted))),
      findConsumers(kubernetes, ours, neverAborted),
    ]);
    const started = await findStarted(read, consumers.found, neverAborted);
    // Who ran with this value before the change began is as before, too.
    const began = Math.floor(Date.parse(stamp) / 1_000);
    const left = started.filter(
      ({ value, startedAt = began }) => value !== undefined && set.has(value) && startedAt >= began,
    );
    const names = [...new Set(left.map(({ workload }) => workload))];
    return new Map(names.map((name) => [name, sayStarted(left.filter(({ workload }) => workload === name))]));
  } catch {
    return new Map();
  }
}

/** `backend-5f, backend-7c and 2 more pods started meanwhile with 10.0.12.31:9092, and still run with it` */
function sayStarted(pods: readonly StartedPod[]): string {
  const names = [...new Set(pods.map(({ pod }) => pod))];
  const values = [...new Set(pods.map(({ value }) => value))].join(' or ');
  const shown = names.slice(0, 3).join(', ');
  const more = names.length > 3 ? ` and ${countOf(names.length - 3, 'more pod')}` : '';
  const still = names.length === 1 ? 'still runs' : 'still run';
  return `${shown}${more} started meanwhile with ${values}, and ${still} with it`;
}
