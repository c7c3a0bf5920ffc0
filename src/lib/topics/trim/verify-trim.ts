import type { Work } from '../../change/capability.js';
import { type Outcome, outcomeOf } from '../../change/outcome.js';
import type { Plan } from '../../change/plan.js';
import { endOffsets } from '../../kafka/end-offsets.js';
import { offsetOf } from '../../kafka/requests/list-offsets.js';
import type { ClusterAccess } from '../cluster-access.js';
import type { TrimChange, TrimWork } from './model.js';
import { keyOf, ledPartitions } from './observe-trim.js';

const pauseMs = { first: 20, longest: 1_000 };
const patienceMs = 30_000;
/** For partitions of which nobody knows whether the request reached their leader. */
const uncertainPatienceMs = 5_000;

/** Asks the leaders again until each partition begins where it was told to. What was uncertain is done when it does. */
export async function verifyTrim(
  access: ClusterAccess,
  plan: Plan<TrimWork>,
  outcomes: readonly Outcome[],
  { signal }: Work,
): Promise<readonly Outcome[]> {
  const statuses = new Map(outcomes.map(({ name, status }) => [name, status]));
  const sent = plan.changes.filter(({ name }) => ['done', 'unknown'].includes(statuses.get(name) ?? ''));
  const beganAt = access.clock.now();
  let pause = pauseMs.first;
  for (;;) {
    const lacking = sent.length === 0 ? new Map<string, string>() : await whatIsMissing(access, sent);
    const isAwaited = [...lacking.keys()].some((name) => statuses.get(name) === 'done');
    const patience = isAwaited ? patienceMs : uncertainPatienceMs;
    if (lacking.size === 0 || access.clock.now() - beganAt > patience)
      return outcomes.map((outcome) => corrected(outcome, lacking.get(outcome.name)));
    await access.clock.sleep(pause, signal);
    pause = Math.min(pause * 2, pauseMs.longest);
  }
}

function corrected(outcome: Outcome, lack: string | undefined): Outcome {
  if (outcome.status !== 'done' && outcome.status !== 'unknown') return outcome;
  if (lack === undefined) return outcomeOf(outcome, 'done');
  const reason = outcome.status === 'done' ? `accepted, but ${lack}` : `${outcome.reason ?? ''} (${lack})`;
  return outcomeOf(outcome, 'unknown', { reason });
}

/** By topic, of those that don't begin yet where they were told to. */
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

function lackOf(
  { name, work }: TrimChange,
  begins: ReadonlyMap<string, bigint>,
): [[string, string]] | undefined {
  const late = work.partitions.find(({ id, before }) => (begins.get(keyOf(name, id)) ?? -1n) < before);
  if (late === undefined) return undefined;
  const now = begins.get(keyOf(name, late.id));
  const text =
    now === undefined
      ? `partition ${late.id} can't be read`
      : `partition ${late.id} still begins at ${now}, not ${late.before}`;
  return [[name, text]];
}
