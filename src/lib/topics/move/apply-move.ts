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
import { listRunningMoves } from '../running-moves.js';
import type { Ending } from '../settle.js';
import { endThrottles, type Release, type Throttle, throttleMoves } from '../throttle.js';
import { watchMoves } from '../watch-moves.js';
import { topicKind } from '../work.js';
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
  const endings: Endings = changes.length === 0 ? new Map() : await moveAll(access, changes, throttle, work);
  for (const change of changes) report(change, endings.get(change.name), work);
  const hasFailed = ({ name }: MoveChange) => endings.get(name)?.error !== undefined;
  const isUncertain = changes.some(({ name }) => endings.get(name)?.isUncertain === true);
  // Throttles stay with moves that weren't ended; those of brokers, while a move of ours may still begin, too.
  const ended = plan.changes.filter(
    (change) =>
      change.work.unthrottles !== undefined &&
      (change.kind === topicKind ? !hasFailed(change) : !isUncertain),
  );
  if (ended.length > 0 && !work.signal.aborted)
    await endLeftovers(access, ended, (change, ending) => {
      if (!changes.includes(change)) report(change, ending, work);
      else if (ending.error !== undefined) report(change, { ...ending, isUncertain: true }, work);
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
    const putBack = await throttled(access, changes, throttle);
    if (work.signal.aborted) {
      await putBack((await anyRuns(access)) ? 'kept' : 'as before');
      return endings;
    }
    hasBegun = true;
    await beginMoves(access, changes.map(requestOf), refusedInto(endings, awaited), work.signal, {
      keepsFactor: true,
    });
    const { left, seen, othersRun } = await follow(access, changes, awaited, work);
    const mayBegin = [...endings].some(([name, ending]) => ending.isUncertain === true && !seen.has(name));
    if (left.size === 0 && !mayBegin) await putBack(othersRun ? 'kept' : 'gone');
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

async function throttled(
  { client }: ClusterAccess,
  changes: readonly MoveChange[],
  rate: Throttle,
): Promise<Release> {
  const topics = changes.filter(({ work }) => work.moves !== undefined).map(({ name }) => name);
  if (topics.length === 0) return nothing;
  const metadata = await client.metadata([]);
  const brokers = metadata.brokers.map(({ id }) => id);
  if (rate !== undefined) return throttleMoves(client, { topics, brokers, rate });
  // The marks that a killed run left would slow these moves.
  const marked = changes.filter(({ work }) => work.moves !== undefined && work.unthrottles !== undefined);
  if (marked.length > 0) await endThrottles(client, { topics: marked.map(({ name }) => name), brokers: [] });
  return async (rates) => {
    if (rates === 'gone') await endThrottles(client, { topics: [], brokers });
  };
}

/** Not knowing is a yes. */
async function anyRuns({ client }: ClusterAccess): Promise<boolean> {
  return (await listRunningMoves(client).catch(() => undefined))?.length !== 0;
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

/** @returns the topics whose moves still run, after an abort, those that were seen to, and whether others moved at the end */
async function follow(
  access: ClusterAccess,
  changes: readonly MoveChange[],
  awaited: ReadonlySet<string>,
  { update, signal }: ApplyWork,
): Promise<{ left: ReadonlySet<string>; seen: ReadonlySet<string>; othersRun: boolean }> {
  const ours = new Set(changes.filter(({ name }) => awaited.has(name)).flatMap(partitionKeys));
  const seen = new Set<string>();
  const describe = copyProgress(ours.size);
  update(`${countOf(ours.size, 'partition')} to move`);
  let left: ReadonlySet<string> = awaited;
  let othersRun = true;
  const look = async (running: readonly OngoingReassignment[]) => {
    const moving = running.filter(({ name, partition }) => ours.has(keyOf(name, partition)));
    left = new Set(moving.map(({ name }) => name));
    for (const name of left) seen.add(name);
    othersRun = moving.length < running.length;
    if (moving.length === 0 || signal.aborted) return false;
    const copies = await lookAtCopies(access.client, moving);
    update(describe({ at: access.clock.now(), moving: moving.length, ...copies }));
    return true;
  };
  await watchMoves(access, look, signal);
  return { left, seen, othersRun };
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
  const problem = await restoreOrder(access, cancelled, signal).catch(messageOf);
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
