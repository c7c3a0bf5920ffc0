import { abortable } from '../../abortable.js';
import { ExopsError, InterruptedError } from '../../errors.js';
import type { LedPartition } from '../../kafka/end-offsets.js';
import type { MetadataResponse, TopicMetadata } from '../../kafka/requests/metadata.js';
import { burstOf, sendBurst } from './burst.js';
import { checkBrokers, goneBrokers } from './check-brokers.js';
import { type CheckDeps, type Tried, tried } from './check-deps.js';
import { CheckGroup, type GroupRead } from './check-group.js';
import { groupName } from './check-name.js';
import { CheckRecords } from './check-records.js';
import { choosePlaces, replicasForAll } from './choose-places.js';
import { EndedEarlyError } from './ended-early-error.js';
import { longestCheckMs } from './judge-leftover.js';
import { type Leftover, removeLeftovers } from './leftovers.js';
import { makeTemporaryTopic } from './make-temporary-topic.js';
import type { BrokerPart, CheckReport, CleanUpPart, GroupPart, Rate, ThroughputPart } from './model.js';
import { type Made, takeAway, takenAwayWords } from './take-away.js';
import { endsOf, rangesSince } from './written-ranges.js';

export interface CheckRequest {
  /** What the check is called, and its topic where none is given. */
  readonly check: string;
  /** One that is there and is to be written to. */
  readonly topic: TopicMetadata | undefined;
  /** Round trips with each broker. */
  readonly records: number;
  /** Of a record's value; bytes. */
  readonly size: number;
  /** How long a round trip may take; milliseconds. */
  readonly tripMs: number;
  /** Whether the cluster takes odd numbers of replicas alone. */
  readonly isOdd: boolean;
}

/** What is there before: all that is read before a person is asked. */
export interface CheckScene {
  /** Of all topics. */
  readonly metadata: MetadataResponse;
  readonly leftovers: readonly Leftover[];
}

/**
 * Writes to every broker and reads back: alone, as a group of two, and as another group. Takes away what it made, however it
 * ends, and what killed checks have left.
 * @throws AccessError and ExopsError where there is no topic to write to, or after `longestCheckMs`; InterruptedError and
 *   EndedEarlyError, which say what is still there
 */
export async function runCheck(
  deps: CheckDeps,
  request: CheckRequest,
  scene: CheckScene,
): Promise<CheckReport> {
  const { check, records, size } = request;
  const at = deps.clock.now();
  const made: Made = { topic: undefined, groups: [] };
  const cleanUp = () => {
    deps.update('taking away what it made');
    return takeAway(deps, made);
  };
  const parts = await checkParts(deps, request, scene, made).catch(async (error: unknown) => {
    throw withCleanUp(error, await cleanUp(), request.topic?.name);
  });
  return { check, at, records, size, ...parts, cleanUp: await cleanUp() };
}

function withCleanUp(error: unknown, cleanUp: CleanUpPart, given: string | undefined): unknown {
  const words = takenAwayWords(cleanUp, given);
  if (error instanceof InterruptedError) return new InterruptedError(error.signal, words);
  const known = isLate(error) ? new ExopsError('The check took ten minutes, and was ended.') : error;
  if (cleanUp.why === undefined || !(known instanceof ExopsError)) return known;
  return new EndedEarlyError(known, words, cleanUp.state);
}

function isLate(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}

type Parts = Omit<CheckReport, 'check' | 'at' | 'records' | 'size' | 'cleanUp'>;

async function checkParts(
  deps: CheckDeps,
  request: CheckRequest,
  { metadata, leftovers: found }: CheckScene,
  made: Made,
): Promise<Parts> {
  const { clock, client, signal } = deps;
  const { records: count, size, tripMs } = request;
  signal.throwIfAborted();
  const limit = AbortSignal.any([signal, AbortSignal.timeout(longestCheckMs)]);
  const leftovers = await removeLeftovers({ client, clock, signal: limit }, found, request.topic?.name);
  const ids = metadata.brokers.map(({ id }) => id).sort((one, other) => one - other);
  const topic = request.topic ?? (await makeTopic(deps, request, ids, made, limit));
  const places = choosePlaces(topic);
  if (places.length === 0) throw new ExopsError(`No partition of ${topic.name} has a leader.`);
  const starts = request.topic === undefined ? new Map() : await abortable(endsOf(client, places), limit);
  await joinGroups(deps, request.check, places, made, limit);

  const records = new CheckRecords(request.check, size, clock.now);
  const { brokers, acknowledged } = await checkBrokers(deps, ids, places, { records, count, tripMs, limit });
  const well = places.filter(({ leader }) => isWell(brokers, leader));
  const taken = [...acknowledged];
  const burst = { records, count: burstOf(count, size), size };
  deps.update('a burst');
  const written = await tried(deps, topic.name, () => sendBurst(client, well, burst, limit, taken));
  // An answer that comes later may be of a record that lies after what is read.
  const expected = [...taken];

  deps.update('two groups read');
  const ranges = await tried(deps, topic.name, () => abortable(rangesSince(client, well, starts), limit));
  const read = async (group: CheckGroup | undefined): Promise<GroupRead> => {
    if (group === undefined || 'why' in ranges) return notRead(expected, 'why' in ranges ? ranges.why : '');
    return abortable(group.read(records, ranges.value, expected, limit), signal);
  };
  const [split, copy] = await Promise.all(made.groups.map(read));
  const [sameGroup, otherGroup] = [split ?? (await read(undefined)), copy ?? (await read(undefined))];
  return {
    topic: {
      name: topic.name,
      isTemporary: request.topic === undefined,
      partitions: topic.partitions.length,
    },
    brokers: [...goneBrokers(metadata), ...brokers],
    ...{ sameGroup: sameGroup.part, otherGroup: otherGroup.part },
    throughput: throughputOf(written, otherGroup, size),
    leftovers,
  };
}

async function makeTopic(
  deps: CheckDeps,
  { check, isOdd, tripMs }: CheckRequest,
  brokers: readonly number[],
  made: Made,
  limit: AbortSignal,
): Promise<TopicMetadata> {
  const replicas = replicasForAll(brokers, isOdd);
  return makeTemporaryTopic(deps, check, replicas, { patienceMs: tripMs, limit }, () => {
    made.topic = check;
  });
}

/** Waits until both groups have members that agree; one that doesn't come together says so when it is to read. */
async function joinGroups(
  deps: CheckDeps,
  check: string,
  places: readonly LedPartition[],
  { groups }: Made,
  limit: AbortSignal,
): Promise<void> {
  deps.update('two groups join');
  const topic = places[0]?.name ?? '';
  const partitions = places.map(({ partition }) => partition);
  groups.push(
    new CheckGroup(deps, { group: groupName(check, 'split'), topic, partitions }, 2),
    new CheckGroup(deps, { group: groupName(check, 'copy'), topic, partitions }, 1),
  );
  await abortable(Promise.all(groups.map((group) => group.settle(limit))), deps.signal);
}

function isWell(brokers: readonly BrokerPart[], leader: number): boolean {
  return brokers.some(({ id, state }) => id === leader && state === 'ok');
}

function notRead(acknowledged: readonly number[], why: string): GroupRead {
  const expected = acknowledged.length;
  const part: GroupPart = {
    state: 'failed',
    why,
    members: [],
    expected,
    read: 0,
    missing: expected,
    twice: 0,
  };
  return { part, ms: 0 };
}

function throughputOf(written: Tried<Rate>, { part, ms }: GroupRead, size: number): ThroughputPart {
  const records = part.members.reduce((sum, member) => sum + member.records, 0);
  const read = part.state === 'ok' ? { records, bytes: records * size, ms } : undefined;
  if ('why' in written) return { state: 'failed', why: written.why, written: undefined, read };
  if (written.value.records === 0)
    return { state: 'skipped', why: 'no broker to write to', written: undefined, read: undefined };
  return { state: 'ok', why: undefined, written: written.value, read };
}
