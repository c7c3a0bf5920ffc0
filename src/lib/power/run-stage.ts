import type { ApplyWork } from '../change/capability.js';
import { type Outcome, outcomeOf } from '../change/outcome.js';
import { AccessError, ExopsError } from '../errors.js';
import { printable } from '../terminal/printable.js';
import { BrokenOffError } from './drive.js';
import { followKind, type Readings } from './follow.js';
import type { InTurn } from './in-turn.js';
import type { KafkaLook } from './kafka.js';
import type { Sleeper, SleeperPort } from './model.js';
import type { PowerDeps } from './power-deps.js';
import { keyOf, nameOf } from './rules/names.js';
import { reasonOf } from './rules/reason-of.js';
import type { SleeperKind } from './sleep-entry.js';
import { sleepOne } from './sleep-one.js';
import { type Ended, ended, type Stage } from './stage.js';
import { waitForKafka } from './wait-for-kafka.js';
import { wakeOne } from './wake-one.js';
import type { PowerChange, PowerWork, SleepWork, WakeWork } from './work.js';

export interface StageRun {
  readonly deps: PowerDeps;
  readonly user: string;
  readonly takesOver: boolean;
  readonly write: InTurn;
  readonly kafka: KafkaLook | undefined;
  readonly work: ApplyWork;
}

/** Does all of a stage at once. @returns whether it is complete, so that the next one may begin */
export async function runStage(run: StageRun, changes: readonly PowerChange[]): Promise<boolean> {
  const { report, signal } = run.work;
  const stage = openStage(run, changes);
  const first = await firstReadings(stage, changes);
  const endings = await Promise.all(
    changes.map(async (change) => {
      const read = first.get(change);
      const end =
        read === undefined || 'failed' in read
          ? endedOr(read?.failed)
          : await endOf(stage, change, read.now).catch((error: unknown) =>
              endedOr(brokenOff(change, error, signal)),
            );
      stage.onEnd(change.work.sleeper);
      if (end !== undefined) report(end.outcome);
      return end?.isThere === true;
    }),
  );
  return endings.every((isDone) => isDone);
}

function endedOr(outcome: Outcome | undefined): Ended | undefined {
  return outcome === undefined ? undefined : ended(outcome);
}

async function endOf(stage: Stage, change: PowerChange, now: Sleeper | undefined): Promise<Ended> {
  if (isSleep(change)) return ended(await sleepOne(stage, change, now));
  if (isWake(change)) return wakeOne(stage, change, now);
  throw new TypeError('neither sleep nor wake');
}

function isSleep(change: PowerChange): change is PowerChange<SleepWork> {
  return change.work.direction === 'sleep';
}

function isWake(change: PowerChange): change is PowerChange<WakeWork> {
  return change.work.direction === 'wake';
}

/** What was asked goes on by itself; what wasn't has no outcome. */
function brokenOff(change: PowerChange, error: unknown, signal: AbortSignal): Outcome | undefined {
  if (!signal.aborted) return outcomeOf(change, 'unknown', { reason: reasonOf(error) });
  const wasAsked = !(error instanceof BrokenOffError) || error.wasAsked;
  const verb = change.work.direction === 'sleep' ? 'sleep' : 'wake';
  return wasAsked
    ? outcomeOf(change, 'unknown', { reason: `it was asked to ${verb}, and may go on by itself` })
    : undefined;
}

type Read = { readonly now: Sleeper | undefined } | { readonly failed: Outcome };

/** All of the stage as they are now, a kind at once. */
async function firstReadings(
  stage: Stage,
  changes: readonly PowerChange[],
): Promise<ReadonlyMap<PowerChange, Read>> {
  const kinds = [...new Set(changes.map(({ work }) => work.sleeper.kind))];
  const read = kinds.map(async (kind): Promise<readonly (readonly [PowerChange, Read])[]> => {
    const own = changes.filter(({ work }) => work.sleeper.kind === kind);
    const [some] = own;
    if (some === undefined) return [];
    try {
      const sleepers = own.map(({ work }) => work.sleeper);
      const now = await stage.portOf(some.work.sleeper).read(sleepers, AbortSignal.any([stage.signal]));
      const found = new Map(now.map((sleeper) => [keyOf(sleeper), sleeper]));
      return own.map((change) => [change, { now: found.get(keyOf(change.work.sleeper)) }]);
    } catch (error) {
      if (stage.signal.aborted) return [];
      const access = error instanceof AccessError ? { access: true } : {};
      const failed = (change: PowerChange) =>
        outcomeOf(change, 'failed', { reason: reasonOf(error), ...access });
      return own.map((change) => [change, { failed: failed(change) }]);
    }
  });
  return new Map((await Promise.all(read)).flat());
}

function openStage(
  { deps, user, takesOver, write, kafka, work }: StageRun,
  changes: readonly PowerChange[],
): Stage & { onEnd(sleeper: Sleeper): void } {
  const { ports, clock, firstPollMs, patienceMs } = deps;
  const { signal, tell, update } = work;
  const readings = new Map<SleeperKind, Readings>();
  const waiting = new Map(changes.map(({ work: { sleeper } }) => [keyOf(sleeper), sleeper]));
  const portOf = ({ kind }: Pick<Sleeper, 'kind'>): SleeperPort => {
    const port = ports.get(kind);
    if (port === undefined) throw new ExopsError(`There is no way to reach a ${kind} here.`);
    return port;
  };
  const show = () => update(progressText(changes, waiting));
  let answered: Promise<void> | undefined;
  return {
    ...{ deps, user, takesOver, signal, tell, portOf },
    write: (some) =>
      write(() => {
        if (signal.aborted) throw new BrokenOffError(false, signal.reason);
        return some();
      }),
    readingsOf({ kind }) {
      const known = readings.get(kind) ?? followKind(portOf({ kind }), { clock, firstPollMs }, signal);
      readings.set(kind, known);
      return known;
    },
    onState(now) {
      waiting.set(keyOf(now), now);
      show();
    },
    onEnd(sleeper) {
      waiting.delete(keyOf(sleeper));
      show();
    },
    kafkaAnswers() {
      answered ??=
        kafka === undefined
          ? Promise.resolve()
          : waitForKafka(
              { look: kafka, clock, patienceMs, firstPollMs, brokers: brokersOf(kafka, changes) },
              signal,
            );
      return answered;
    },
  };
}

/** As many brokers are to answer as are known to be woken, and one at least. */
function brokersOf({ hosts = [] }: KafkaLook, changes: readonly PowerChange[]): number {
  const known = changes.filter(({ work: { sleeper } }) =>
    sleeper.addresses.some((address) => hosts.includes(address)),
  );
  return Math.max(1, known.length);
}

/** `2 of 5 asleep · rds exchange-dev-mysql is stopping, and 2 more` */
function progressText(changes: readonly PowerChange[], waiting: ReadonlyMap<string, Sleeper>): string {
  const goal: Readonly<Record<PowerWork['direction'], string>> = { sleep: 'asleep', wake: 'awake' };
  const word = goal[changes[0]?.work.direction ?? 'sleep'];
  const [first, ...others] = waiting.values();
  const done = changes.length - waiting.size;
  const sum = changes.length === 1 ? [] : [`${done} of ${changes.length} ${word}`];
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  const one = first === undefined ? [] : [`${nameOf(first)} is ${first.status}${more}`];
  return printable([...sum, ...one].join(' · '));
}
