import type { ApplyEvent } from '../change/capability.js';
import type { Outcome } from '../change/outcome.js';
import type { Readings } from './follow.js';
import type { InTurn } from './in-turn.js';
import type { Sleeper, SleeperPort } from './model.js';
import type { PowerDeps } from './power-deps.js';

/** What all members of a stage work with. */
export interface Stage {
  readonly deps: PowerDeps;
  /** Who does it, for records. */
  readonly user: string;
  /** Somebody else's run is no obstacle. */
  readonly takesOver: boolean;
  readonly signal: AbortSignal;
  /** Writes, so many at a time. */
  readonly write: InTurn;
  readonly tell: (event: ApplyEvent) => void;
  portOf(sleeper: Sleeper): SleeperPort;
  readingsOf(sleeper: Sleeper): Readings;
  /** Shows what one is waiting for. */
  onState(now: Sleeper): void;
  /** Resolves once Kafka answers on what this stage wakes. @throws ExopsError when it doesn't in time */
  kafkaAnswers(): Promise<void>;
}

/** How it ended for one, and whether the next stage may rely on it. */
export interface Ended {
  readonly outcome: Outcome;
  readonly isThere: boolean;
}

/** What is done may be relied on. */
export function ended(outcome: Outcome): Ended {
  return { outcome, isThere: outcome.status === 'done' };
}
