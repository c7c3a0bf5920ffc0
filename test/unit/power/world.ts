import type { Clock } from '../../../src/context.js';
import { AwsError } from '../../../src/lib/aws/aws-errors.js';
import type { SleeperPorts } from '../../../src/lib/power/find-sleepers.js';
import type { Loss, Size, Sleeper, SleeperPort, SleeperState } from '../../../src/lib/power/model.js';
import {
  type SleepEntry,
  type SleeperKind,
  type SleepSelector,
  sleeperKinds,
} from '../../../src/lib/power/sleep-entry.js';
import { VirtualClock } from './virtual-clock.js';

/** What a thing of the world is made with. */
export interface Draft {
  readonly kind: SleeperKind;
  readonly name: string;
  /** Undefined for what is only on or off. */
  readonly size?: Size;
  /** It is off from the beginning; for sized ones: by a desired 0. */
  readonly isOff?: boolean;
  /** How long it takes to stop and to start; milliseconds. */
  readonly takesMs?: number;
  readonly record?: string;
  readonly order?: number;
  readonly skip?: boolean;
  readonly wake?: SleepEntry['wake'];
  readonly never?: string;
  readonly losses?: readonly Loss[];
  readonly addresses?: readonly string[];
}

/** A thing as it really is. */
export interface Thing extends Draft {
  min: number | undefined;
  desired: number;
  isOn: boolean;
  /** Until when it is on its way. */
  movesUntil: number;
  /** Until when it is at something else. */
  busyUntil: number;
  tag: string | undefined;
  trouble: string | undefined;
  state: SleeperState | undefined;
  isGone: boolean;
  /** Why it can't start: after a start it falls back. */
  failsToStart: string | undefined;
}

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

const words: Readonly<Record<'instance' | 'database' | 'group', Readonly<Record<SleeperState, string>>>> = {
  instance: {
    awake: 'running',
    'falling asleep': 'stopping',
    asleep: 'stopped',
    waking: 'pending',
    busy: 'rebooting',
    unusable: 'impaired',
  },
  database: {
    awake: 'available',
    'falling asleep': 'stopping',
    asleep: 'stopped',
    waking: 'starting',
    busy: 'backing-up',
    unusable: 'storage-full',
  },
  group: {
    awake: 'ACTIVE',
    'falling asleep': 'ACTIVE',
    asleep: 'ACTIVE',
    waking: 'ACTIVE',
    busy: 'UPDATING',
    unusable: 'CREATE_FAILED',
  },
};

/** Each system's own word. */
function statusOf(kind: SleeperKind, state: SleeperState): string {
  if (kind === 'ec2') return words.instance[state];
  return kind === 'rds' || kind === 'rds-cluster' ? words.database[state] : words.group[state];
}

function resize(thing: Thing, to: 'on' | 'off', size: Size | undefined): void {
  if (to === 'on' && size === undefined) throw new TypeError(`what is ${thing.name} to wake to?`);
  thing.desired = to === 'on' ? (size?.desired ?? 0) : 0;
  if (thing.min !== undefined) thing.min = to === 'on' ? (size?.min ?? thing.min) : 0;
}

function newThing(draft: Draft): Thing {
  const isOff = draft.isOff === true;
  return {
    ...draft,
    min: isOff && draft.size?.min !== undefined ? 0 : draft.size?.min,
    desired: isOff ? 0 : (draft.size?.desired ?? 0),
    isOn: !isOff,
    movesUntil: 0,
    busyUntil: 0,
    tag: draft.record,
    trouble: undefined,
    state: undefined,
    isGone: false,
    failsToStart: undefined,
  };
}

function selectorOf({ kind, name }: Draft): SleepSelector {
  if (kind === 'nodegroup' || kind === 'ecs') return { kind, cluster: 'shop', name };
  if (kind === 'workload') return { kind, workload: 'Deployment', name };
  return { kind, choice: { by: 'name', name } };
}
