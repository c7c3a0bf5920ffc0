import type { ApplyWork } from '../../change/capability.js';
import { outcomeOf } from '../../change/outcome.js';
import type { Plan } from '../../change/plan.js';
import { AccessError, messageOf } from '../../errors.js';
import { describeItemError, isAccessError } from '../../kafka/item-error.js';
import type { TopicReassignment } from '../../kafka/requests/alter-partition-reassignments.js';
import type { OngoingReassignment } from '../../kafka/requests/list-partition-reassignments.js';
import { countOf } from '../../terminal/plural.js';
import { beginMoves, movePart } from '../begin-moves.js';
import type { ClusterAccess } from '../cluster-access.js';
import type { Ending } from '../settle.js';
import { endThrottles, type Throttle, throttleMoves } from '../throttle.js';
import { watchMoves } from '../watch-moves.js';
import { copyProgress } from './copy-progress.js';
import { electPreferred } from './elect-preferred.js';
import { endLeftovers } from './end-leftovers.js';
import { lookAtCopies } from './look-at-copies.js';
import type { MoveChange, MoveWork } from './model.js';
import { restoreOrder } from './restore-order.js';

/**
 * Throttles, begins and ends moves, stays until the cluster has ended those that were begun or are followed, takes the
 * throttles away and has the preferred leaders elected. On an aborted signal the moves go on in the cluster, still throttled.
 */
export async function applyMove(
  access: ClusterAccess,
  plan: Plan<MoveWork>,
  throttle: Throttle,
  work: ApplyWork,
): Promise<void> {
  const changes = plan.changes.filter(({ work: { moves, cancels } }) => (moves ?? cancels) !== undefined);
  const endings = changes.length === 0 ? new Map() : await moveAll(access, changes, throttle, work);
  for (const change of changes) report(change, endings.get(change.name), work);
  const leftovers = plan.changes.filter(({ work: { unthrottles } }) => unthrottles !== undefined);
  // The throttles of moves that were to be ended stay with those that weren't.
  const kept = new Set(
    changes.filter(({ name }) => endings.get(name)?.error !== undefined).map(({ name }) => name),
  );
  const ended = leftovers.filter(({ name }) => !kept.has(name));
  if (ended.length > 0 && !work.signal.aborted)
    await endLeftovers(access, ended, (change, ending) => {
      if (!changes.includes(change) || ending.error !== undefined) report(change, ending, work);
    });
}

function report(change: MoveChange, ending: Ending | undefined, work: ApplyWork): void {
  if (ending === undefined) return;
  const { error, isUncertain, isAccess } = ending;
  if (error === undefined) {
    work.report(outcomeOf(change, 'done'));
    return;
  }
  const reason = typeof error === 'object' ? describeItemError(error) : error;
  const access = isAccess === true || (typeof error === 'object' && isAccessError(error));
  const status = isUncertain === true ? 'unknown' : 'failed';
  work.report(outcomeOf(change, status, { reason, ...(access ? { access } : {}) }));
}

/** How each topic ended, by its name; nothing is said of those that were not begun. */
type Endings = Map<string, Ending>;

const goesOn: Ending = {
  part: movePart,
  error: 'its replicas are still being moved',
  isUncertain: true,
};

async function moveAll(
  access: ClusterAccess,
  changes: readonly MoveChange[],
  throttle: Throttle,
  work: ApplyWork,
): Promise<Endings> {
  const endings: Endings = new Map();
  const awaited = new Set(changes.map(({ name }) => name));
  const failRest = (ending: Ending) => {
    for (const name of awaited) if (!endings.has(name)) endings.set(name, ending);
  };
  let hasBegun = false;
  try {
    const limit = await throttled(access, changes, throttle);
    if (work.signal.aborted) {
      await limit.putBack();
      return endings;
    }
    hasBegun = true;
    await beginMoves(access, changes.map(requestOf), refusedInto(endings, awaited), work.signal, {
      keepsFactor: true,
    });
    const { left, othersRun } = await follow(access, changes, awaited, work);
    if (left.size === 0) await (othersRun ? limit.putBack() : limit.end());
    for (const name of awaited)
      if (!left.has(name) && !endings.has(name)) endings.set(name, { part: movePart });
    await orderAfter(access, changes, endings, work);
    await electAfter(access, changes, endings, work);
  } catch (error) {
    failRest({
      part: movePart,
      error: messageOf(error),
      isUncertain: hasBegun,
      isAccess: error instanceof AccessError,
    });
  }
  failRest(goesOn);
  return endings;
}

function refusedInto(endings: Endings, awaited: Set<string>) {
  return (name: string, ending: Ending): void => {
    if (ending.isUncertain !== true) awaited.delete(name);
    endings.set(name, ending);
  };
}

interface Limit {
  /** As it was before, where other moves need that. */
  putBack(): Promise<void>;
  /** Nothing moves any more: what an earlier run left goes, too. */
  end(): Promise<void>;
}

async function throttled(
  { client }: ClusterAccess,
  changes: readonly MoveChange[],
  rate: Throttle,
): Promise<Limit> {
  const topics = changes.filter(({ work }) => work.moves !== undefined).map(({ name }) => name);
  if (topics.length === 0) return { putBack: nothing, end: nothing };
  const metadata = await client.metadata([]);
  const brokers = metadata.brokers.map(({ id }) => id);
  const end = () => endThrottles(client, { topics, brokers });
  if (rate !== undefined) return { putBack: await throttleMoves(client, { topics, brokers, rate }), end };
  // The marks that a killed run left would slow these moves.
  await endThrottles(client, { topics, brokers: [] });
  return { putBack: nothing, end };
}

async function nothing(): Promise<void> {}

function requestOf({ name, work: { moves = [], cancels = [] } }: MoveChange): TopicReassignment {
  const begun = moves.filter(({ isUnderWay }) => !isUnderWay);
  return {
    name,
    partitions: [
      ...begun.map(({ id, after }) => ({ partition: id, replicas: after })),
      ...cancels.map(({ id }) => ({ partition: id, replicas: null })),
    ],
  };
}

/** @returns the topics whose moves still run, after an abort, and whether others moved when these had ended */
async function follow(
  access: ClusterAccess,
  changes: readonly MoveChange[],
  awaited: ReadonlySet<string>,
  { update, signal }: ApplyWork,
): Promise<{ left: ReadonlySet<string>; othersRun: boolean }> {
  const ours = new Set(changes.filter(({ name }) => awaited.has(name)).flatMap(partitionKeys));
  if (ours.size === 0) return { left: new Set(), othersRun: true };
  const describe = copyProgress(ours.size);
  update(`${countOf(ours.size, 'partition')} to move`);
  let left: ReadonlySet<string> = awaited;
  let othersRun = true;
  const look = async (running: readonly OngoingReassignment[]) => {
    const moving = running.filter(({ name, partition }) => ours.has(keyOf(name, partition)));
    left = new Set(moving.map(({ name }) => name));
    othersRun = moving.length < running.length;
    if (moving.length === 0 || signal.aborted) return false;
    const copies = await lookAtCopies(access.client, moving);
    update(describe({ at: access.clock.now(), moving: moving.length, ...copies }));
    return true;
  };
  await watchMoves(access, look, signal);
  return { left, othersRun };
}

function partitionKeys({ name, work: { moves = [], cancels = [] } }: MoveChange): string[] {
  return [...moves, ...cancels].map(({ id }) => keyOf(name, id));
}

function keyOf(name: string, partition: number): string {
  return `${partition} ${name}`;
}

/** What was ended has its replicas as before; in which order is a word to the person, and no failure. */
async function orderAfter(
  access: ClusterAccess,
  changes: readonly MoveChange[],
  endings: Endings,
  { tell, signal }: ApplyWork,
): Promise<void> {
  const cancelled = changes.filter(
    ({ name, work }) => work.cancels !== undefined && endings.get(name)?.error === undefined,
  );
  if (cancelled.length === 0 || signal.aborted) return;
  const problem = await restoreOrder(access, cancelled).catch(messageOf);
  if (problem !== undefined)
    tell({ mark: 'failed', text: `preferred leaders may be other ones than before: ${problem}` });
}

/** The replicas are where they shall be; who leads is a word to the person, and no failure. */
async function electAfter(
  access: ClusterAccess,
  changes: readonly MoveChange[],
  endings: Endings,
  { tell, signal }: ApplyWork,
): Promise<void> {
  const moved = changes.filter(
    ({ name, work }) =>
      work.moves !== undefined && endings.get(name)?.error === undefined && endings.has(name),
  );
  if (moved.length === 0 || signal.aborted) return;
  const problem = await electPreferred(access, moved).catch(messageOf);
  if (problem !== undefined)
    tell({ mark: 'failed', text: `preferred leaders were not all elected: ${problem}` });
}
