import { abortable } from '../abortable.js';
import { ExopsError, InterruptedError, messageOf } from '../errors.js';
import { findSleepers, type Listed } from './find-sleepers.js';
import type { KafkaLook } from './kafka.js';
import type { Sleeper } from './model.js';
import type { PowerDeps } from './power-deps.js';
import { isCalled, keyOf } from './rules/names.js';
import type { Direction } from './rules/order.js';
import type { SeenUnstoppable, UnstoppableLook } from './unstoppable.js';
import type { ObservedPower, SeenKafka } from './work.js';

export interface ObservedWithLook {
  readonly observed: ObservedPower;
  readonly look: KafkaLook | undefined;
}

/** Reads what the list chooses, and beside that, where Kafka is and before a sleep how it is, and what can't be stopped. */
export async function observePower(
  deps: PowerDeps,
  direction: Direction,
  signal: AbortSignal,
): Promise<ObservedWithLook> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const looking = lookAtKafka(deps, direction, either);
  const unstoppable = direction === 'sleep' ? deps.unstoppable?.(either) : undefined;
  unstoppable?.catch(() => {});
  try {
    const listed = await findSleepers(deps.ports, deps.entries, signal);
    const sleepers = listed.flatMap((one) => one.sleepers);
    const scheduled = await scheduledOf(deps, sleepers, signal);
    // Where nothing is to be stopped, nobody asks how Kafka is.
    const isUp = sleepers.some(({ state }) => state === 'awake' || state === 'busy');
    if (direction === 'sleep' && !isUp) stop.abort();
    const { look, health } = await looking;
    const kafka = look === undefined && health === undefined ? undefined : seenKafka(look, health, listed);
    const seen = isUp ? await seenUnstoppable(unstoppable, sleepers, signal) : undefined;
    return { observed: { listed, now: deps.clock.now(), ...scheduled, kafka, unstoppable: seen }, look };
  } finally {
    stop.abort();
  }
}

interface Looked {
  readonly look: KafkaLook | undefined;
  readonly health: SeenKafka['health'];
}

/** What can't be looked at is told, and stops nothing. */
async function lookAtKafka({ kafka }: PowerDeps, direction: Direction, signal: AbortSignal): Promise<Looked> {
  const nothing = { look: undefined, health: undefined };
  let look: KafkaLook | undefined;
  try {
    look = await kafka?.();
    if (look === undefined || direction === 'wake') return { look, health: undefined };
    return { look, health: await abortable(look.health(signal), signal) };
  } catch (error) {
    if (signal.aborted || error instanceof InterruptedError) return { ...nothing, look };
    if (!(error instanceof ExopsError)) throw error;
    return { look, health: { problem: messageOf(error) } };
  }
}

/** What can't be read of that is told, and keeps nothing awake. */
async function seenUnstoppable(
  looking: ReturnType<UnstoppableLook> | undefined,
  sleepers: readonly Sleeper[],
  signal: AbortSignal,
): Promise<SeenUnstoppable | undefined> {
  try {
    return (await looking)?.(sleepers);
  } catch (error) {
    if (signal.aborted || !(error instanceof ExopsError)) throw error;
    const unread = [{ what: 'clusters of Amazon MSK and caches', reason: messageOf(error) }];
    return { names: [], usdPerDay: undefined, unpriced: 0, unread };
  }
}

/** Whoever may not ask what is scheduled does without; what has no record is refused then, not guessed. */
async function scheduledOf(
  { scheduled }: PowerDeps,
  sleepers: readonly Sleeper[],
  signal: AbortSignal,
): Promise<Pick<ObservedPower, 'scheduled' | 'scheduleProblem'>> {
  const unexplained = sleepers.filter(
    ({ record, state, size }) =>
      record === undefined && (state === 'asleep' || state === 'falling asleep' || size?.desired === 0),
  );
  const nothing = new Map<string, never>();
  if (unexplained.length === 0 || scheduled === undefined) return { scheduled: nothing };
  try {
    return { scheduled: await scheduled(unexplained, signal) };
  } catch (error) {
    if (signal.aborted || !(error instanceof ExopsError)) throw error;
    return { scheduled: nothing, scheduleProblem: messageOf(error) };
  }
}

function seenKafka(
  look: KafkaLook | undefined,
  health: SeenKafka['health'],
  listed: readonly Listed[],
): SeenKafka {
  const sleepers = listed.flatMap((one) => one.sleepers);
  const own = look === undefined ? [] : sleepers.filter((sleeper) => isWayTo(look, sleeper));
  // Kafka that sleeps doesn't answer, and that is no news.
  const isAsleep = own.some(({ state }) => state === 'asleep');
  return {
    isMsk: look?.isMsk === true,
    sleepers: new Set(own.map(keyOf)),
    health: isAsleep ? undefined : health,
  };
}

function isWayTo({ hosts, via }: KafkaLook, sleeper: Sleeper): boolean {
  // Whose addresses come with its start, it can be any of them.
  if (hosts === undefined) return sleeper.kind === 'ec2';
  if (sleeper.addresses.some((address) => hosts.includes(address))) return true;
  return sleeper.kind === 'ec2' && via !== undefined && isCalled(sleeper, via);
}
