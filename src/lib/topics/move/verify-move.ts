import type { Work } from '../../change/capability.js';
import { changeKey, type Outcome } from '../../change/outcome.js';
import type { Plan } from '../../change/plan.js';
import type { ClusterAccess } from '../cluster-access.js';
import { listRunningMoves } from '../running-moves.js';
import { readThrottles } from '../throttle.js';
import { verifyArrival } from '../verify-arrival.js';
import { topicKind } from '../work.js';
import type { MoveChange, MoveWork } from './model.js';
import { whatMoveLacks } from './what-move-lacks.js';

const patienceMs = 30_000;

/** Asks again until every replica is where the plan has it, in sync, and throttles are gone. */
export function verifyMove(
  access: ClusterAccess,
  plan: Plan<MoveWork>,
  outcomes: readonly Outcome[],
  work: Work,
): Promise<readonly Outcome[]> {
  const whatLacks = (changes: readonly MoveChange[]) => whatIsMissing(access, changes);
  return verifyArrival(access.clock, { plan, outcomes, whatLacks, patienceMs }, work);
}

async function whatIsMissing(
  { client }: ClusterAccess,
  changes: readonly MoveChange[],
): Promise<Map<string, string>> {
  const topics = changes.filter(({ kind }) => kind === topicKind).map(({ name }) => name);
  const [metadata, moving = []] = await Promise.all([client.metadata(topics), listRunningMoves(client)]);
  const throttles = await readThrottles(client, { topics, brokers: metadata.brokers.map(({ id }) => id) });
  const partitions = new Map(metadata.topics.map((topic) => [topic.name, topic.partitions]));
  return new Map(
    changes.flatMap((change) => {
      const lack = whatMoveLacks(change, {
        partitions: partitions.get(change.name) ?? [],
        moving,
        throttles,
      });
      return lack === undefined ? [] : [[changeKey(change), lack] as const];
    }),
  );
}
