import type { Clock } from '../../context.js';
import type { SleeperPorts } from './find-sleepers.js';
import type { KafkaLook } from './kafka.js';
import type { Size, Sleeper } from './model.js';
import type { SleepEntry } from './sleep-entry.js';
import type { UnstoppableLook } from './unstoppable.js';

/** What of the world sleep and wake touch. */
export interface PowerDeps {
  readonly ports: SleeperPorts;
  readonly clock: Clock;
  readonly entries: readonly SleepEntry[];
  /** How long each resource may take; milliseconds. */
  readonly patienceMs: number;
  /** The first pause before what was asked is looked at; milliseconds. */
  readonly firstPollMs: number;
  /** The command that goes on, for messages: `exops dev sleep -e dev`. */
  readonly again: string;
  /** The one that takes it back. */
  readonly back: string;
  /** Undefined where Kafka isn't looked at. @throws ExopsError when it can't be said where it is */
  readonly kafka: (() => Promise<KafkaLook | undefined>) | undefined;
  /** What a schedule of ours wakes these to, by `keyOf`. */
  readonly scheduled:
    | ((sleepers: readonly Sleeper[], signal: AbortSignal) => Promise<ReadonlyMap<string, Size | undefined>>)
    | undefined;
  /** Before a sleep; left out where nobody wants to know. */
  readonly unstoppable?: UnstoppableLook | undefined;
}
