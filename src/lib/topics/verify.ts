import type { Work } from '../change/capability.js';
import { changeKey, type Outcome, wasSent } from '../change/outcome.js';
import type { Plan } from '../change/plan.js';
import { errorCodes } from '../kafka/item-error.js';
import { keysToRead, whatIsMissing } from './arrival.js';
import type { ClusterAccess } from './cluster-access.js';
import type { ObservedTopic } from './model.js';
import { describeTopics, settingsOf } from './observe.js';
import { verifyArrival } from './verify-arrival.js';
import type { TopicChange, TopicWork } from './work.js';

/** A broker answers CreateTopics long before it can show thousands of topics, so patience grows with the plan. */
const patienceMs = { least: 30_000, perTopic: 30 };

/** Asks again until the topics are as the plan wanted them, and only for the settings of the plan. */
export function verifyTopics(
  access: ClusterAccess,
  plan: Plan<TopicWork>,
  outcomes: readonly Outcome[],
  work: Work,
): Promise<readonly Outcome[]> {
  const sent = outcomes.filter(wasSent).length;
  const whatLacks = (changes: readonly TopicChange[]) => readMissing(access, changes);
  const patience = patienceMs.least + sent * patienceMs.perTopic;
  return verifyArrival(access.clock, { plan, outcomes, whatLacks, patienceMs: patience }, work);
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
    changes.flatMap((change) => {
      const lack = whatIsMissing(change.work, shown.get(change.name));
      return lack === undefined ? [] : [[changeKey(change), lack] as const];
    }),
  );
}
