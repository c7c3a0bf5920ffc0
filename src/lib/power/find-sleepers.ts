import type { Sleeper, SleeperPort } from './model.js';
import { type SleepEntry, type SleeperKind, sleeperKinds } from './sleep-entry.js';

/** A line of the `sleep` list with what it chooses now: nothing when there is none. */
export interface Listed {
  readonly entry: SleepEntry;
  readonly sleepers: readonly Sleeper[];
}

export type SleeperPorts = ReadonlyMap<SleeperKind, SleeperPort>;

/** What the entries choose, in their order; each kind is asked at the same time, and once. */
export async function findSleepers(
  ports: SleeperPorts,
  entries: readonly SleepEntry[],
  signal?: AbortSignal,
): Promise<readonly Listed[]> {
  const perKind = await Promise.all(
    sleeperKinds.map(async (kind) => {
      const own = entries.filter(({ selector }) => selector.kind === kind);
      const port = ports.get(kind);
      if (own.length === 0 || port === undefined) return [];
      const found = await port.find(
        own.map(({ selector }) => selector),
        signal,
      );
      return own.map((entry, index): Listed => ({ entry, sleepers: found[index] ?? [] }));
    }),
  );
  const listed = new Map(perKind.flat().map((one) => [one.entry, one]));
  return entries.map((entry) => listed.get(entry) ?? { entry, sleepers: [] });
}
