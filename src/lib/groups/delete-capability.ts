import type { ApplyWork, Capability } from '../change/capability.js';
import { type Outcome, outcomeOf, readBack } from '../change/outcome.js';
import type { Change, Plan, Refusal } from '../change/plan.js';
import { messageOf, UsageError } from '../errors.js';
import type { KafkaClient } from '../kafka/client.js';
import { commitsOffsets, committedOffsets, locateGroups } from '../kafka/committed-offsets.js';
import { LostConnectionError, WrongClusterError } from '../kafka/errors.js';
import { describeItemError, errorCodes, type ItemError, isAccessError } from '../kafka/item-error.js';
import { deleteGroups } from '../kafka/requests/delete-groups.js';
import type { CommittedOffset } from '../kafka/requests/offset-fetch.js';
import { type MissingName, meantWords } from '../missing-names.js';
import { countOf } from '../terminal/plural.js';
import { printable } from '../terminal/printable.js';
import { isPattern } from '../topics/imperative/read-names.js';
import { describeAll } from './describe-groups.js';
import { findGroups } from './find-groups.js';
import type { DescribedGroup } from './model.js';
import { whileCoordinatorsMove } from './moving-coordinator.js';
import { byPlace, keyOf } from './partition-key.js';
import { answerFor, committedMeanwhile, committedNow } from './reset/committed-now.js';
import { keepAndTell, type ResetAccess } from './reset/reset-capability.js';
import { refusalOfRunning, refusalOfUnread } from './running.js';

export interface ObservedDeletion {
  readonly groups: readonly (DescribedGroup & { readonly offsets: readonly CommittedOffset[] })[];
  readonly unknown: readonly Pick<MissingName, 'name' | 'meant'>[];
}

export interface DeletionWork {
  readonly coordinator: number;
  readonly commitsOffsets: boolean;
  readonly offsets: readonly CommittedOffset[];
}

/** Deletes groups that don't run, by their full names, with their offsets. */
export function deleteCapability(
  access: ResetAccess,
  names: readonly string[],
): Capability<ObservedDeletion, DeletionWork> {
  return {
    observe: ({ signal }) => observeDeletion(access, names, signal),
    plan: planDeletion,
    apply: (plan, work) => applyDeletion(access, plan, work),
    verify: (_plan, outcomes, { signal }) => verifyDeletion(access, outcomes, signal),
  };
}

async function observeDeletion(
  { client, clusterId, clock }: ResetAccess,
  names: readonly string[],
  signal: AbortSignal,
): Promise<ObservedDeletion> {
  const { metadata, unknown, named, described, committed } = await whileCoordinatorsMove(
    { clock, signal },
    () => readNamed(client, names),
    (read) => [...read.committed.map(({ error }) => error), ...read.described.map(({ problem }) => problem)],
  );
  if (clusterId !== undefined && clusterId !== metadata.clusterId)
    throw new WrongClusterError(clusterId, metadata.clusterId, 'exops.yaml');
  const pattern = names.find((name) => isPattern(name) && !named.some(({ id }) => id === name));
  if (pattern !== undefined)
    throw new UsageError(`"${printable(pattern)}" is a pattern: this command takes full names only.`, {
      hint: 'No group is called so, or there is no right to see it. See: exops groups list',
    });
  return {
    unknown,
    groups: described.map((group) => {
      if (!commitsOffsets(group)) return { ...group, offsets: [] };
      const { error, offsets } = answerFor(group.id, committed);
      return { ...group, problem: group.problem ?? error, offsets: [...offsets].sort(byPlace) };
    }),
  };
}

async function readNamed(client: KafkaClient, names: readonly string[]) {
  const found = await findGroups(client, names);
  // A name that looks like a glob is a name all the same.
  const named = found.groups.filter(({ id }) => names.includes(id));
  const [described, committed] = await Promise.all([
    describeAll(client, named),
    committedOffsets(client, named.filter(commitsOffsets)),
  ]);
  return { ...found, named, described, committed };
}

export function planDeletion({ groups, unknown }: ObservedDeletion): Plan<DeletionWork> {
  const refusals = groups.flatMap((group) => refusalOf(group) ?? []);
  const refused = new Set(refusals.map(({ name }) => name));
  return {
    noun: 'group',
    notices: [],
    unchanged: 0,
    refusals: [
      ...refusals,
      ...unknown.map(
        ({ name, meant }): Refusal => ({
          ...{ kind: 'group', name },
          reason: `no such group, or no right to see it${meantWords({ meant })}`,
        }),
      ),
    ],
    changes: groups
      .filter(({ id }) => !refused.has(id))
      .map(
        ({ id, type, protocolType, offsets, coordinator }): Change<DeletionWork> => ({
          ...{ kind: 'group', name: id, action: 'delete', severity: 'destructive', fields: [] },
          summary: `${type}, ${
            offsets.length === 0 ? 'nothing committed' : `offsets of ${countOf(offsets.length, 'partition')}`
          }`,
          stakes: stakesOf(offsets),
          cautions: type === 'share' ? ['where a share group stands is not kept'] : [],
          work: { coordinator, offsets, commitsOffsets: commitsOffsets({ protocolType }) },
        }),
      ),
  };
}

/** Who agreed to lose these offsets hasn't agreed to lose later ones. */
function stakesOf(offsets: DeletionWork['offsets']): string {
  return offsets
    .map(({ name, partition, offset }) => `${name}-${partition}:${offset}`)
    .sort()
    .join(' ');
}

function refusalOf(group: DescribedGroup): Refusal | undefined {
  const { id, problem } = group;
  return problem === undefined ? refusalOfRunning(group) : refusalOfUnread(id, problem);
}

async function applyDeletion(
  access: ResetAccess,
  { changes }: Plan<DeletionWork>,
  { report, tell, signal }: ApplyWork,
): Promise<void> {
  for (const change of changes) {
    if (signal.aborted) return;
    let kept: Pick<Outcome, 'kept'> = {};
    try {
      const coordinator = await coordinatorOfUnmoved(access, change, signal);
      kept = await keepAndTell(access, change.name, change.work.offsets, tell);
      const answers = await access.client.send(
        deleteGroups,
        { groups: [change.name] },
        { broker: coordinator },
      );
      const error = answers.find(({ group }) => group === change.name)?.error;
      report({ ...outcomeFrom(change, error), ...kept });
    } catch (error) {
      const isUncertain = error instanceof LostConnectionError && error.wasSent;
      report(outcomeOf(change, isUncertain ? 'unknown' : 'failed', { reason: messageOf(error), ...kept }));
    }
  }
}

/**
 * The coordinator of a group that has committed what it had in the plan. A member may have come, committed and left since:
 * as with a reset, its offsets are left alone, since nobody agreed to lose them, and the same command shows them in a new
 * plan. A group without any offsets now was deleted by somebody else, or is as good as that.
 * @throws Error when it has others, or when they can't be read
 */
async function coordinatorOfUnmoved(
  access: ResetAccess,
  { name, work }: Change<DeletionWork>,
  signal: AbortSignal,
): Promise<number> {
  const { coordinator, offsets } = work;
  if (!work.commitsOffsets) return coordinator;
  const now = await committedNow(access, { group: name, coordinator }, signal);
  const isSame =
    now.offsets.size === offsets.length && offsets.every((one) => now.offsets.get(keyOf(one)) === one.offset);
  if (now.offsets.size > 0 && !isSame) throw new Error(committedMeanwhile);
  return now.coordinator;
}

function outcomeFrom(change: Change<DeletionWork>, error: ItemError | undefined): Outcome {
  // Somebody else was quicker.
  const isGone = error?.code === errorCodes.groupIdNotFound;
  if (error === undefined || isGone) return outcomeOf(change, 'done');
  const reason =
    error.code === errorCodes.nonEmptyGroup
      ? `the group is running, and its broker refused it (${error.name})`
      : describeItemError(error);
  return outcomeOf(change, 'failed', { reason, ...(isAccessError(error) ? { access: true } : {}) });
}

async function verifyDeletion(
  { client, clock }: ResetAccess,
  outcomes: readonly Outcome[],
  signal: AbortSignal,
): Promise<readonly Outcome[]> {
  const { brokers } = await client.metadata([]);
  const groups = await whileCoordinatorsMove(
    { clock, signal },
    () => locateGroups(client, brokers),
    () => [],
  );
  const left = new Set(groups.map(({ id }) => id));
  return outcomes.map((outcome) => readBack(outcome, left.has(outcome.name) ? 'it is there' : undefined));
}
