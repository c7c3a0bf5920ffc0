import type { Work } from '../../change/capability.js';
import { type Outcome, outcomeOf } from '../../change/outcome.js';
import type { Plan } from '../../change/plan.js';
import type { ClusterAccess } from '../cluster-access.js';
import { listRunningMoves } from '../running-moves.js';
import { readThrottles } from '../throttle.js';
import { topicKind } from '../work.js';
import type { MoveChange, MoveWork } from './model.js';
import { whatMoveLacks } from './what-move-lacks.js';

const pauseMs = { first: 20, longest: 1_000 };
const patienceMs = 30_000;
/** For changes of which nobody knows whether they reached a broker. */
const uncertainPatienceMs = 5_000;

/** Asks again until every replica is where the plan has it, in sync, and throttles are gone. */
export async function verifyMove(
  access: ClusterAccess,
  plan: Plan<MoveWork>,
  outcomes: readonly Outcome[],
  { signal }: Work,
): Promise<readonly Outcome[]> {
  const statuses = new Map(outcomes.map((one) => [keyOf(one), one.status]));
  const sent = plan.changes.filter((one) => ['done', 'unknown'].includes(statuses.get(keyOf(one)) ?? ''));
  const beganAt = access.clock.now();
  for (let pause = pauseMs.first; ; pause = Math.min(pause * 2, pauseMs.longest)) {
    const lacking = sent.length === 0 ? new Map<string, string>() : await whatIsMissing(access, sent);
    const isAwaited = [...lacking.keys()].some((key) => statuses.get(key) === 'done');
    const patience = isAwaited ? patienceMs : uncertainPatienceMs;
    if (lacking.size === 0 || access.clock.now() - beganAt > patience)
      return outcomes.map((one) => corrected(one, lacking.get(keyOf(one))));
    await access.clock.sleep(pause, signal);
  }
}

function corrected(outcome: Outcome, lack: string | undefined): Outcome {
  if (outcome.status !== 'done' && outcome.status !== 'unknown') return outcome;
  if (lack === undefined) return outcomeOf(outcome, 'done');
  const reason = outcome.status === 'done' ? `accepted, but ${lack}` : `${outcome.reason ?? ''} (${lack})`;
  return outcomeOf(outcome, 'unknown', { reason });
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
      return lack === undefined ? [] : [[keyOf(change), lack] as const];
    }),
  );
}

function keyOf({ kind, name }: { readonly kind: string; readonly name: string }): string {
  return `${kind} ${name}`;
}
