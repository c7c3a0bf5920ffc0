import type { ApplyWork } from '../../change/capability.js';
import { type Outcome, outcomeOf } from '../../change/outcome.js';
import type { Plan } from '../../change/plan.js';
import { chunk } from '../../chunk.js';
import { AccessError, ExopsError, messageOf } from '../../errors.js';
import { LostConnectionError } from '../../kafka/errors.js';
import { describeItemError, errorCodes, type ItemError, isAccessError } from '../../kafka/item-error.js';
import { deleteRecords } from '../../kafka/requests/delete-records.js';
import { countOf } from '../../terminal/plural.js';
import { answerTimeoutMs, type ClusterAccess } from '../cluster-access.js';
import { topicKind } from '../work.js';
import type { TrimChange, TrimWork } from './model.js';
import { keyOf } from './observe-trim.js';

interface Target {
  readonly name: string;
  readonly id: number;
  readonly before: bigint;
}

interface Ending {
  readonly error?: ItemError | string;
  /** The request may have been carried out although no answer says so. */
  readonly isUncertain?: boolean;
  readonly isAccess?: boolean;
}

type Endings = Map<string, Ending>;

const mostAttempts = 5;
const firstPauseMs = 100;
const partitionsPerRequest = 1_000;

/**
 * Moves the beginnings of partitions, at the leaders of all of them at once. Where a leader has changed it is asked for again.
 * Nothing is sent once the signal is aborted.
 */
export async function applyTrim(access: ClusterAccess, plan: Plan<TrimWork>, work: ApplyWork): Promise<void> {
  work.update(countOf(plan.changes.length, topicKind));
  const endings: Endings = new Map();
  let pending = plan.changes.flatMap(({ name, work: { partitions } }) =>
    partitions.map((partition): Target => ({ name, ...partition })),
  );
  for (let attempt = 1; pending.length > 0 && !work.signal.aborted; attempt++) {
    pending = await sendToLeaders(access, pending, endings, work.signal);
    if (attempt >= mostAttempts || pending.length === 0) break;
    await access.clock.sleep(firstPauseMs * 2 ** (attempt - 1), work.signal).catch(() => undefined);
  }
  for (const change of plan.changes) {
    const outcome = outcomeFrom(change, endings);
    if (outcome !== undefined) work.report(outcome);
  }
}

function endAll(endings: Endings, targets: readonly Target[], ending: Ending): void {
  for (const { name, id } of targets) endings.set(keyOf(name, id), ending);
}

/** @returns those whose leader was another one, or none; what it answered is their ending for now */
async function sendToLeaders(
  access: ClusterAccess,
  targets: readonly Target[],
  endings: Endings,
  signal: AbortSignal,
): Promise<Target[]> {
  const leaders = await leadersOf(access, targets).catch((error: unknown) => {
    if (!(error instanceof ExopsError)) throw error;
    const ending = { error: messageOf(error), isAccess: error instanceof AccessError };
    if (!signal.aborted) endAll(endings, targets, ending);
    return undefined;
  });
  if (leaders === undefined || signal.aborted) return [];
  const byLeader = new Map<number, Target[]>();
  for (const target of targets) {
    const leader = leaders.get(keyOf(target.name, target.id)) ?? -1;
    const led = byLeader.get(leader) ?? [];
    byLeader.set(leader, led);
    led.push(target);
  }
  const requests = [...byLeader].flatMap(([leader, led]) =>
    chunk(led, partitionsPerRequest).map((some) => sendTo(access, leader, some, endings)),
  );
  return (await Promise.all(requests)).flat();
}

/** @throws ExopsError when nobody says */
async function leadersOf(
  { client }: ClusterAccess,
  targets: readonly Target[],
): Promise<ReadonlyMap<string, number>> {
  const { topics } = await client.metadata([...new Set(targets.map(({ name }) => name))]);
  return new Map(
    topics.flatMap(({ name, partitions }) =>
      partitions.map(({ id, leader }) => [keyOf(name, id), leader] as const),
    ),
  );
}

async function sendTo(
  access: ClusterAccess,
  leader: number,
  targets: readonly Target[],
  endings: Endings,
): Promise<Target[]> {
  const end = (ending: Ending) => endAll(endings, targets, ending);
  if (leader < 0) {
    end({ error: 'it has no leader now' });
    return [...targets];
  }
  const names = [...new Set(targets.map(({ name }) => name))];
  const topics = names.map((name) => ({
    name,
    partitions: targets.filter((target) => target.name === name),
  }));
  try {
    const request = { topics, timeoutMs: access.changeTimeoutMs };
    const options = { broker: leader, timeoutMs: answerTimeoutMs(access) };
    const answered = await access.client.send(deleteRecords, request, options);
    end({ error: 'the answer said nothing about it', isUncertain: true });
    for (const { name, partition, error } of answered)
      endings.set(keyOf(name, partition), error === undefined ? {} : endingOf(error));
    const hasMoved = new Set(
      answered.filter(({ error }) => isElsewhere(error)).map((one) => keyOf(one.name, one.partition)),
    );
    return targets.filter(({ name, id }) => hasMoved.has(keyOf(name, id)));
  } catch (error) {
    const isUncertain = error instanceof LostConnectionError ? error.wasSent : !(error instanceof ExopsError);
    end({ error: messageOf(error), isUncertain, isAccess: error instanceof AccessError });
    return [];
  }
}

function endingOf(error: ItemError): Ending {
  return { error, isUncertain: error.code === errorCodes.requestTimedOut, isAccess: isAccessError(error) };
}

function isElsewhere(error: ItemError | undefined): boolean {
  return error?.code === errorCodes.notLeaderOrFollower || error?.code === errorCodes.leaderNotAvailable;
}

/** Undefined when nothing was sent for it. */
function outcomeFrom(change: TrimChange, endings: Endings): Outcome | undefined {
  const { partitions } = change.work;
  const known = partitions.flatMap(({ id }) => {
    const ending = endings.get(keyOf(change.name, id));
    return ending === undefined ? [] : [{ id, ...ending }];
  });
  if (known.length === 0) return undefined;
  const missed = [
    ...known.filter(({ error }) => error !== undefined),
    ...partitions
      .filter(({ id }) => !endings.has(keyOf(change.name, id)))
      .map(({ id }) => ({ id, ...notBegun })),
  ];
  if (missed.length === 0) return outcomeOf(change, 'done');
  const isPartly =
    missed.length < partitions.length || missed.some(({ isUncertain }) => isUncertain === true);
  const access = missed.every(({ isAccess }) => isAccess === true);
  return outcomeOf(change, isPartly ? 'unknown' : 'failed', {
    reason: reasonOf(missed),
    ...(access ? { access } : {}),
  });
}

const notBegun: Ending = { error: 'it was not begun' };

/** Partitions that ended alike stand together. */
function reasonOf(missed: readonly (Ending & { readonly id: number })[]): string {
  const byText = new Map<string, number[]>();
  for (const { id, error } of missed) {
    const text = typeof error === 'object' ? describeItemError(error) : (error ?? '');
    byText.set(text, [...(byText.get(text) ?? []), id]);
  }
  return [...byText]
    .map(([text, ids]) => `${ids.length === 1 ? 'partition' : 'partitions'} ${ids.join(', ')}: ${text}`)
    .join('; ');
}
