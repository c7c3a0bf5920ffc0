import type { Sleeper, SleeperPort } from './model.js';
import { keyOf } from './rules/names.js';
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

/** These as they are now, by `keyOf`: a kind at once, and all kinds at the same time. What is gone isn't there. */
export async function readSleepers(
  ports: SleeperPorts,
  sleepers: readonly Sleeper[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Sleeper>> {
  const unique = [...new Map(sleepers.map((sleeper) => [keyOf(sleeper), sleeper])).values()];
  const read = await Promise.all(
    sleeperKinds.map((kind) => {
      const own = unique.filter((sleeper) => sleeper.kind === kind);
      return own.length === 0 ? [] : (ports.get(kind)?.read(own, signal) ?? []);
    }),
  );
  return new Map(read.flat().map((sleeper) => [keyOf(sleeper), sleeper]));
}
