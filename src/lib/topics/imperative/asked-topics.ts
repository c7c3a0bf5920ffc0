import type { Notice, Plan } from '../../change/plan.js';
import type { DesiredState, DesiredTopic } from '../../manifest/model.js';
import type { Throttle } from '../throttle.js';

/** What a command line asks of each topic that it names. */
export interface AskedShape {
  readonly partitions: number | undefined;
  readonly replicationFactor: number | undefined;
  readonly configs: Readonly<Record<string, string>>;
  readonly removes?: readonly string[];
}

/** What a command line asks for, as if a file declared it: nothing else belongs to it. */
export function askedState(names: readonly string[], shape: AskedShape): DesiredState {
  return {
    topics: names.map((name): DesiredTopic => ({ name, ...shape, exact: false })),
    scopes: [],
    guards: [],
  };
}

/** How plans of one command line are made, whatever it asks for. */
export function askedOptions(throttle: Throttle) {
  return { prune: false, pin: false, sendsUnknown: true, throttle } as const;
}

/** Without what only a file has a word in. */
export function withoutFileNotices({ notices }: Pick<Plan, 'notices'>): readonly Notice[] {
  return notices.filter(({ kind }) => kind !== 'kept setting');
}

/** How plans say that there is nothing to do. */
export const asAsked = 'as asked';
