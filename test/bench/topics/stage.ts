import type { BenchBroker } from '../bench-broker.js';
import type { Contender, Operation } from '../contenders/contender.js';
import { syncCommand } from '../contenders/exops.js';
import { brokerIsIdle } from '../idle.js';
import { type Timed, timeCommands } from '../timed-commands.js';
import type { Declaration } from './declaration.js';
import { showsChange, showsTopics } from './housekeeping.js';

/** Where the operations of one size on one broker take place. */
export interface Stage {
  readonly broker: BenchBroker;
  readonly contenders: readonly Contender[];
  /** How the topics are at first. */
  readonly before: Declaration;
  /** The same but for one setting. */
  readonly after: Declaration;
  readonly capMs: number;
  readonly scratch: string;
}

/** Longer than anything takes that must succeed. */
const patienceMs = 600_000;

/** Lets a contender do its part. */
export function perform(
  { broker: { bootstrap }, scratch, capMs }: Stage,
  { commands, mustSucceed }: Operation,
  declaration: Declaration,
): Promise<Timed> {
  const limit = mustSucceed === true ? patienceMs : capMs;
  return timeCommands(commands({ ...declaration, bootstrap }), { scratch, capMs: limit });
}

/** Brings the topics to a declared state without measuring it, and waits until the broker is done with them. */
export async function arrange(stage: Stage, declaration: Declaration): Promise<void> {
  const { broker, scratch } = stage;
  const sync = syncCommand({ ...declaration, bootstrap: broker.backDoor });
  await timeCommands([sync], { scratch, capMs: patienceMs });
  await arrived(stage, declaration);
}

/** Waits until the broker shows a declared state and has nothing left to do. */
export async function arrived({ broker }: Stage, declaration: Declaration): Promise<void> {
  await showsTopics(broker, declaration);
  await showsChange(broker, declaration);
  await brokerIsIdle(broker.broker, declaration.names.length * declaration.partitions);
}
