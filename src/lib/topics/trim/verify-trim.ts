import type { Work } from '../../change/capability.js';
import { changeKey, type Outcome } from '../../change/outcome.js';
import type { Plan } from '../../change/plan.js';
import { endOffsets } from '../../kafka/end-offsets.js';
import { offsetOf } from '../../kafka/requests/list-offsets.js';
import type { ClusterAccess } from '../cluster-access.js';
import { verifyArrival } from '../verify-arrival.js';
import type { TrimChange, TrimWork } from './model.js';
import { keyOf, ledPartitions } from './observe-trim.js';

const patienceMs = 30_000;

/** Asks the leaders again until each partition begins where it was told to. */
export function verifyTrim(
  access: ClusterAccess,
  plan: Plan<TrimWork>,
  outcomes: readonly Outcome[],
  work: Work,
): Promise<readonly Outcome[]> {
  const whatLacks = (changes: readonly TrimChange[]) => whatIsMissing(access, changes);
  return verifyArrival(access.clock, { plan, outcomes, whatLacks, patienceMs }, work);
}

/** By change, of those that don't begin yet where they were told to. */
async function whatIsMissing(
  { client }: ClusterAccess,
  changes: readonly TrimChange[],
): Promise<Map<string, string>> {
  const { topics } = await client.metadata(changes.map(({ name }) => name));
  const wanted = new Set(
    changes.flatMap(({ name, work }) => work.partitions.map(({ id }) => keyOf(name, id))),
  );
  const led = topics
    .flatMap(ledPartitions)
    .filter(({ name, partition }) => wanted.has(keyOf(name, partition)));
  const begins = await endOffsets(client, led, offsetOf.earliest);
  const known = begins.filter(({ error }) => error === undefined);
  const offsets = new Map(known.map(({ name, partition, offset }) => [keyOf(name, partition), offset]));
  return new Map(changes.flatMap((change) => lackOf(change, offsets) ?? []));
}

function lackOf(change: TrimChange, begins: ReadonlyMap<string, bigint>): [[string, string]] | undefined {
  const { name, work } = change;
  const late = work.partitions.find(({ id, before }) => (begins.get(keyOf(name, id)) ?? -1n) < before);
  if (late === undefined) return undefined;
  const now = begins.get(keyOf(name, late.id));
  const text =
    now === undefined
      ? `partition ${late.id} can't be read`
      : `partition ${late.id} still begins at ${now}, not ${late.before}`;
  return [[changeKey(change), text]];
}
