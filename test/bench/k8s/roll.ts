import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, CommandFailedError, timeCommands } from '../timed-commands.js';
import { observe } from './completion.js';
import type { Fleet } from './fleet.js';

/** The folder of all commands, and how long one may take. */
export interface Limits {
  readonly scratch: string;
  readonly capMs: number;
}

export interface Rolled {
  /** From the start of the command to its exit. */
  readonly ms: number;
  /** From the moment at which the API server showed the last workload complete until the exit. */
  readonly afterMs: number;
  /** How much the meter went up from the start of the command to its exit. */
  readonly metered: number;
}

/**
 * Lets a command set other servers and waits until nothing is under way any more, before and after.
 * @throws CommandFailedError unless the secret then holds the servers and every pod of the readers is a new one
 */
export async function roll(
  fleet: Fleet,
  command: (servers: string) => Command,
  limits: Limits,
  meter: () => number = () => 0,
): Promise<Rolled> {
  const before = await fleet.settled();
  await nextSecond();
  const servers = otherThan(await fleet.servers());
  const observer = await observe(fleet.namespace, fleet.readers);
  try {
    const metered = meter();
    const { ms, beganAt } = await timeCommands([command(servers)], limits);
    const used = meter() - metered;
    const after = await fleet.settled();
    if ((await fleet.servers()) !== servers) throw new CommandFailedError("It didn't set the servers.");
    const old = [...before].filter((uid) => after.has(uid));
    if (old.length > 0) throw new CommandFailedError(`${old.length} pods were not started anew.`);
    return { ms, afterMs: beganAt + ms - (await observer.completeAt()), metered: used };
  } finally {
    await observer.stop();
  }
}

/** kubectl refuses to restart what was restarted in the same second. */
export function nextSecond(): Promise<void> {
  return sleep(1_000 - (Date.now() % 1_000));
}

/** Servers that a key doesn't hold yet. */
export function otherThan(servers: string): string {
  const [, number = '0'] = /^10\.0\.0\.(\d+):9092$/.exec(servers) ?? [];
  return `10.0.0.${(Number(number) % 200) + 1}:9092`;
}
