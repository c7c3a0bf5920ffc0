import type { Clock } from '../../../context.js';
import type { ApplyWork, Capability } from '../../change/capability.js';
import { type Outcome, outcomeOf, readBack } from '../../change/outcome.js';
import type { Plan } from '../../change/plan.js';
import { messageOf } from '../../errors.js';
import type { KafkaClient } from '../../kafka/client.js';
import { LostConnectionError, WrongClusterError } from '../../kafka/errors.js';
import {
  describeItemError,
  errorCodes,
  type ItemError,
  isAccessError,
  isCoordinatorMoving,
} from '../../kafka/item-error.js';
import { type CommittedPartition, offsetCommit } from '../../kafka/requests/offset-commit.js';
import type { CommittedOffset } from '../../kafka/requests/offset-fetch.js';
import { keyOf } from '../partition-key.js';
import { committedMeanwhile, committedNow } from './committed-now.js';
import type { ObservedReset, ResetChange, ResetWish, ResetWork } from './model.js';
import { type KnownEnds, observeReset } from './observe-reset.js';
import { offsetsText } from './offsets-file.js';
import { planReset } from './plan-reset.js';

export interface ResetAccess {
  readonly client: KafkaClient;
  readonly clock: Pick<Clock, 'sleep'>;
  /** The only cluster that this may be; any when undefined. */
  readonly clusterId: string | undefined;
  /** Keeps offsets as they were, and says in which file. */
  readonly keep: (group: string, text: string) => Promise<string>;
  /** The command that sets a group's offsets as such a file has them. */
  readonly undo: (group: string, file: string) => string;
}

/** Keeps offsets, says where, and how they come back. */
export async function keepAndTell(
  { keep, undo }: Pick<ResetAccess, 'keep' | 'undo'>,
  group: string,
  offsets: readonly CommittedOffset[],
  tell: ApplyWork['tell'],
): Promise<Pick<Outcome, 'kept'>> {
  if (offsets.length === 0) return {};
  const kept = await keep(group, offsetsText(offsets));
  tell({ mark: 'done', text: `offsets as they were: ${kept}\nundo: ${undo(group, kept)}` });
  return { kept };
}

/** Sets committed offsets of a group that doesn't run. */
export function resetCapability(access: ResetAccess, wish: ResetWish): Capability<ObservedReset, ResetWork> {
  const known: KnownEnds = new Map();
  return {
    async observe({ signal }) {
      const { client, clock } = access;
      const observed = await observeReset(client, wish, known, { clock, signal });
      if (access.clusterId !== undefined && access.clusterId !== observed.clusterId)
        throw new WrongClusterError(access.clusterId, observed.clusterId, 'exops.yaml');
      return observed;
    },
    plan: (observed) => planReset(wish, observed),
    apply: (plan, work) => applyReset(access, wish.group, plan, work),
    verify: (plan, outcomes, { signal }) => verifyReset(access, wish.group, { plan, outcomes, signal }),
  };
}

/** One request for all topics, after what it replaces was read again and kept. */
async function applyReset(
  access: ResetAccess,
  group: string,
  { changes }: Plan<ResetWork>,
  { report, tell, signal }: ApplyWork,
): Promise<void> {
  let kept: Pick<Outcome, 'kept'> = {};
  const end = (status: Outcome['status'], reason: string) => {
    for (const change of changes) report(outcomeOf(change, status, { reason, ...kept }));
  };
  const [first] = changes;
  if (first === undefined) return;
  const { client } = access;
  let { coordinator } = first.work;
  try {
    const now = await committedNow(access, { group, coordinator }, signal);
    coordinator = now.coordinator;
    const moved = changes.some((change) => !isAsPlanned(change, now.offsets));
    if (moved) return end('failed', committedMeanwhile);
    const before = changes.flatMap(({ work }) => work.before);
    kept = await keepAndTell(access, group, before, tell);
  } catch (error) {
    return end('failed', messageOf(error));
  }
  if (signal.aborted) return;
  const offsets = changes.flatMap(({ work }) => work.targets);
  try {
    const answers = await client.send(offsetCommit, { group, offsets }, { broker: coordinator });
    const byTopic = answersByTopic(answers);
    for (const change of changes) report({ ...outcomeFrom(change, byTopic.get(change.name) ?? []), ...kept });
  } catch (error) {
    end(error instanceof LostConnectionError && error.wasSent ? 'unknown' : 'failed', messageOf(error));
  }
}

function isAsPlanned({ work }: ResetChange, now: ReadonlyMap<string, bigint>): boolean {
  const before = new Map(work.before.map((one) => [keyOf(one), one.offset]));
  return work.targets.every((one) => now.get(keyOf(one)) === before.get(keyOf(one)));
}

function answersByTopic(
  answers: readonly CommittedPartition[],
): ReadonlyMap<string, readonly CommittedPartition[]> {
  const byTopic = new Map<string, CommittedPartition[]>();
  for (const answer of answers) {
    const own = byTopic.get(answer.name) ?? [];
    byTopic.set(answer.name, own);
    own.push(answer);
  }
  return byTopic;
}

function outcomeFrom(change: ResetChange, answers: readonly CommittedPartition[]): Outcome {
  const errors = answers.flatMap(({ error }) => (error === undefined ? [] : [error]));
  const [first] = errors;
  if (first === undefined) return outcomeOf(change, 'done');
  const isWhole = errors.length >= change.work.targets.length;
  return outcomeOf(change, isWhole ? 'failed' : 'unknown', {
    reason: reasonOf(first),
    ...(errors.every(isAccessError) ? { access: true } : {}),
  });
}

/** A group with members takes offsets from nobody else. */
function reasonOf(error: ItemError): string {
  if (isCoordinatorMoving(error)) return `its coordinator loads or moves, try again (${error.name})`;
  return error.code === errorCodes.unknownMemberId
    ? `the group is running, and its broker refused it (${error.name})`
    : describeItemError(error);
}

interface Applied {
  readonly plan: Plan<ResetWork>;
  readonly outcomes: readonly Outcome[];
  readonly signal: AbortSignal;
}

async function verifyReset(
  access: ResetAccess,
  group: string,
  { plan: { changes }, outcomes, signal }: Applied,
): Promise<readonly Outcome[]> {
  const [first] = changes;
  if (first === undefined) return outcomes;
  const { coordinator } = first.work;
  const { offsets: now } = await committedNow(access, { group, coordinator }, signal);
  const byName = new Map(changes.map((change) => [change.name, change]));
  return outcomes.map((outcome) => {
    const { targets } = byName.get(outcome.name)?.work ?? { targets: [] };
    const other = targets.find((one) => now.get(keyOf(one)) !== one.offset);
    if (other === undefined) return readBack(outcome, undefined);
    const found = now.get(keyOf(other)) ?? 'none';
    return readBack(outcome, `partition ${other.partition} has ${found} committed now`);
  });
}
