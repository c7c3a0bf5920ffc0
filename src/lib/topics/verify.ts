import type { Work } from '../change/capability.js';
import { type Outcome, outcomeOf } from '../change/outcome.js';
import type { Plan } from '../change/plan.js';
import { errorCodes } from '../kafka/item-error.js';
import { formatCount } from '../terminal/plural.js';
import { keysToRead, whatIsMissing } from './arrival.js';
import type { ClusterAccess } from './cluster-access.js';
import type { ObservedTopic } from './model.js';
import { describeTopics, settingsOf } from './observe.js';
import type { TopicChange, TopicWork } from './work.js';

const pauseMs = { first: 20, longest: 1_000 };
/** A broker answers CreateTopics long before it can show thousands of topics, so patience grows with the plan. */
const patienceMs = { least: 30_000, perTopic: 30 };
/** For changes of which nobody knows whether they reached the broker. */
const uncertainPatienceMs = 5_000;

/**
 * Asks again until everything that was accepted shows, each time only for what hasn't and only for the settings of
 * the plan. What was uncertain is done when it shows.
 */
export async function verifyTopics(
  access: ClusterAccess,
  plan: Plan<TopicWork>,
  outcomes: readonly Outcome[],
  work: Work,
): Promise<readonly Outcome[]> {
  const statuses = new Map(outcomes.map((outcome) => [outcome.name, outcome.status]));
  const awaited = plan.changes.filter(({ name }) => ['done', 'unknown'].includes(statuses.get(name) ?? ''));
  if (awaited.length === 0) return outcomes;
  const missing = await awaitArrival(access, awaited, (name) => statuses.get(name) === 'done', work);
  return outcomes.map((outcome) => {
    const isAwaited = outcome.status === 'done' || outcome.status === 'unknown';
    if (!isAwaited) return outcome;
    const lack = missing.get(outcome.name);
    if (lack === undefined) return outcomeOf(outcome, 'done');
    const reason = outcome.status === 'done' ? `accepted, but ${lack}` : `${outcome.reason ?? ''} (${lack})`;
    return outcomeOf(outcome, 'unknown', { reason });
  });
}

/** @returns what the topics that never arrived still lack */
async function awaitArrival(
  access: ClusterAccess,
  changes: readonly TopicChange[],
  isAccepted: (name: string) => boolean,
  { update, signal }: Work,
): Promise<ReadonlyMap<string, string>> {
  const { clock } = access;
  const beganAt = clock.now();
  const patience = (some: readonly TopicChange[]) =>
    some.some(({ name }) => isAccepted(name))
      ? patienceMs.least + changes.length * patienceMs.perTopic
      : uncertainPatienceMs;
  let pending = changes;
  let pause = pauseMs.first;
  for (;;) {
    const missing = await readMissing(access, pending);
    pending = pending.filter(({ name }) => missing.has(name));
    if (pending.length === 0 || clock.now() - beganAt > patience(pending)) return missing;
    update(`${formatCount(changes.length - pending.length)} of ${formatCount(changes.length)} have arrived`);
    await clock.sleep(pause, signal);
    pause = Math.min(pause * 2, pauseMs.longest);
  }
}

async function readMissing(
  { client }: ClusterAccess,
  changes: readonly TopicChange[],
): Promise<ReadonlyMap<string, string>> {
  const configured = changes.filter(({ work }) => keysToRead(work).length > 0);
  const keys = [...new Set(configured.flatMap(({ work }) => keysToRead(work)))];
  const [{ topics }, described] = await Promise.all([
    client.metadata(changes.map(({ name }) => name)),
    describeTopics(
      client,
      configured.map(({ name }) => name),
      keys,
    ),
  ]);
  const settings = new Map(described.map((resource) => [resource.name, settingsOf(resource)]));
  const shown = new Map<string, ObservedTopic>(
    topics
      .filter(({ error }) => error?.code !== errorCodes.unknownTopicOrPartition)
      .map(({ name, partitions }) => [name, { name, partitions, settings: settings.get(name) }]),
  );
  return new Map(
    changes.flatMap(({ name, work }) => {
      const lack = whatIsMissing(work, shown.get(name));
      return lack === undefined ? [] : [[name, lack] as const];
    }),
  );
}
