import type { Sleeper } from './model.js';

/** Kafka and caches of the environment, which AWS has no request to stop. */
export interface SeenUnstoppable {
  /** `MSK liquibook-msk (3 × kafka.m5.large)`; not yet printable. */
  readonly names: readonly string[];
  /** What those cost together whose price is known; undefined when none is. */
  readonly usdPerDay: number | undefined;
  /** How many there are whose price isn't known. */
  readonly unpriced: number;
  /** What couldn't be read, and why; not yet printable. */
  readonly unread: readonly { readonly what: string; readonly reason: string }[];
}

/** Looks at the whole region at once; which of that is the environment's is known with what sleeps there. */
export type UnstoppableLook = (
  signal: AbortSignal,
) => Promise<(sleepers: readonly Pick<Sleeper, 'vpcId'>[]) => SeenUnstoppable>;
