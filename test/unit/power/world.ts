import type { Clock } from '../../../src/context.js';
import { AwsError } from '../../../src/lib/aws/aws-errors.js';
import type { SleeperPorts } from '../../../src/lib/power/find-sleepers.js';
import type { Size, Sleeper, SleeperPort, SleeperState } from '../../../src/lib/power/model.js';
import { type SleepEntry, type SleeperKind, sleeperKinds } from '../../../src/lib/power/sleep-entry.js';
import { type Draft, newThing, resize, selectorOf, statusOf, type Thing } from './thing.js';
import { VirtualClock } from './virtual-clock.js';

export interface Call {
  readonly what: 'find' | 'read' | 'setRecord' | 'sleep' | 'wake';
  readonly kind: SleeperKind;
  /** Of what is written; empty for what is read. */
  readonly name: string;
  readonly text?: string | null;
}

export interface KillAt {
  /** From 1: which of the calls of the process it dies at. */
  readonly nth: number;
  readonly moment: 'before' | 'after';
}

/** One run of exops: what it calls, and when it dies. */
export interface FakeProcess {
  readonly ports: SleeperPorts;
  readonly clock: Clock;
  readonly calls: readonly Call[];
  /** Resolves when it is killed. */
  readonly death: Promise<'killed'>;
}

/** Resources in memory, with slow transitions, in a time of their own. */
export class World {
  readonly clock = new VirtualClock();
  readonly things: readonly Thing[];
  /** Throws what a call fails with instead of being carried out. */
  fault: (call: Call, nth: number) => void = () => {};
  /** What became of records that must not: each of these is a mistake. */
  readonly violations: string[] = [];

  constructor(drafts: readonly Draft[]) {
    this.things = drafts.map(newThing);
  }

  thing(name: string): Thing {
    const found = this.things.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no ${name}`);
    return found;
  }

  entries(): readonly SleepEntry[] {
    return this.things.map((thing, index) => ({
      selector: selectorOf(thing),
      order: thing.order,
      skip: thing.skip ?? false,
      wake: thing.wake ?? 'automatic',
      at: `exops.yaml:${index + 1}:9`,
    }));
  }

  /** What a person sees who looks at all of it. */
  sleepers(): readonly Sleeper[] {
    return this.things.filter(({ isGone }) => !isGone).map((thing) => this.#sleeper(thing));
  }

  process(kill?: KillAt): FakeProcess {
    const calls: Call[] = [];
    let die: () => void = () => {};
    const end = new AbortController();
    const death = new Promise<'killed'>((resolve) => {
      die = () => {
        end.abort();
        resolve('killed');
      };
    });
    const never = new Promise<never>(() => {});
    const call = async <Result>(one: Call, work: () => Result): Promise<Result> => {
      if (end.signal.aborted) return never;
      calls.push(one);
      const isLast = calls.length === kill?.nth;
      if (isLast && kill.moment === 'before') {
        die();
        return never;
      }
      this.fault(one, calls.length);
      const result = work();
      if (isLast) {
        die();
        return never;
      }
      return result;
    };
    return {
      calls,
      death,
      ports: new Map(sleeperKinds.map((kind) => [kind, this.#port(kind, call)])),
      clock: {
        now: () => this.clock.now(),
        sleep: (ms, signal) => {
          const either = signal === undefined ? end.signal : AbortSignal.any([signal, end.signal]);
          return this.clock.sleep(ms, either).catch((error) => {
            if (end.signal.aborted) return never;
            throw error;
          });
        },
      },
    };
  }

  #port(kind: SleeperKind, call: <Result>(one: Call, work: () => Result) => Promise<Result>): SleeperPort {
    const own = () => this.things.filter((thing) => thing.kind === kind && !thing.isGone);
    const write = (
      what: Call['what'],
      { name }: Sleeper,
      work: (thing: Thing) => void,
      text?: string | null,
    ) =>
      call({ what, kind, name, ...(text === undefined ? {} : { text }) }, () => {
        const thing = this.thing(name);
        if (thing.isGone) throw new AwsError('ResourceNotFoundException', `no ${name}`);
        work(thing);
      });
    return {
      kind,
      find: (selectors) =>
        call({ what: 'find', kind, name: '' }, () =>
          selectors.map((selector) =>
            own()
              .filter((thing) => JSON.stringify(selectorOf(thing)) === JSON.stringify(selector))
              .map((thing) => this.#sleeper(thing)),
          ),
        ),
      read: (sleepers) =>
        call({ what: 'read', kind, name: '' }, () =>
          own()
            .filter(({ name }) => sleepers.some((one) => one.name === name))
            .map((thing) => this.#sleeper(thing)),
        ),
      setRecord: (sleeper, text) =>
        write(
          'setRecord',
          sleeper,
          (thing) => {
            if (text !== null && thing.tag !== undefined && thing.tag !== text)
              this.violations.push(`${thing.name}: ${thing.tag} was overwritten with ${text}`);
            thing.tag = text ?? undefined;
          },
          text,
        ),
      sleep: async (sleeper, signal) => {
        await this.#whenFree(sleeper, signal);
        await write('sleep', sleeper, (thing) => this.#ask(thing, 'off', undefined));
      },
      wake: async (sleeper, size, signal) => {
        await this.#whenFree(sleeper, signal);
        await write('wake', sleeper, (thing) => this.#ask(thing, 'on', size));
      },
    };
  }

  #ask(thing: Thing, to: 'on' | 'off', size: Size | undefined): void {
    const isThere = thing.isOn === (to === 'on');
    this.#refuse(thing, isThere);
    if (thing.size === undefined) {
      if (isThere) return;
      thing.isOn = to === 'on';
    } else {
      resize(thing, to, size);
    }
    thing.movesUntil = this.clock.now() + (thing.takesMs ?? 60_000);
  }

  /** EKS refuses while an update runs, and its port asks again until it doesn't. */
  async #whenFree({ kind, name }: Sleeper, signal?: AbortSignal): Promise<void> {
    const { movesUntil, busyUntil } = this.thing(name);
    const wait = Math.max(movesUntil, busyUntil) - this.clock.now();
    if (kind === 'nodegroup' && wait > 0) await this.clock.sleep(wait, signal);
  }

  /** As each system does that is at something else. */
  #refuse({ kind, movesUntil, busyUntil }: Thing, isThere: boolean): void {
    const now = this.clock.now();
    const isMoving = now < movesUntil || now < busyUntil;
    const isDatabase = kind === 'rds' || kind === 'rds-cluster';
    if (isMoving && kind === 'nodegroup') throw new AwsError('ResourceInUseException', 'it is UPDATING');
    if (isDatabase && (isMoving || isThere))
      throw new AwsError('InvalidDBInstanceState', 'it is not available');
    if (kind === 'ec2' && isMoving && !isThere) throw new AwsError('IncorrectInstanceState', 'it is moving');
  }

  #stateOf({ state, size, isOn, desired, movesUntil, busyUntil }: Thing): SleeperState {
    const now = this.clock.now();
    const isUp = size === undefined ? isOn : desired > 0;
    if (state !== undefined) return state;
    if (now < movesUntil) return isUp ? 'waking' : 'falling asleep';
    if (now < busyUntil) return 'busy';
    return isUp ? 'awake' : 'asleep';
  }

  #sleeper(thing: Thing): Sleeper {
    const { kind, name, min, size } = thing;
    const now = this.clock.now();
    if (thing.failsToStart !== undefined && thing.isOn && now >= thing.movesUntil) {
      thing.isOn = false;
      thing.trouble = thing.failsToStart;
    }
    const state = this.#stateOf(thing);
    return {
      ...{ kind, id: `id-${name}`, name, state, status: statusOf(kind, state) },
      size:
        size === undefined
          ? undefined
          : {
              desired: thing.desired,
              ...(min === undefined ? {} : { min }),
              ...(size.max === undefined ? {} : { max: size.max }),
            },
      record: thing.tag,
      never: thing.never,
      losses: thing.losses ?? [],
      trouble: thing.trouble,
      since: undefined,
      startsItselfAt: undefined,
      addresses: thing.addresses ?? [],
      machines: [],
      volumeIds: [],
      storage: undefined,
      vpcId: undefined,
    };
  }
}
