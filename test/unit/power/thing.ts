import type { Loss, Size, SleeperState } from '../../../src/lib/power/model.js';
import type { SleepEntry, SleeperKind, SleepSelector } from '../../../src/lib/power/sleep-entry.js';

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
export function statusOf(kind: SleeperKind, state: SleeperState): string {
  if (kind === 'ec2') return words.instance[state];
  return kind === 'rds' || kind === 'rds-cluster' ? words.database[state] : words.group[state];
}

/** As it was asked. */
export function resize(thing: Thing, to: 'on' | 'off', size: Size | undefined): void {
  if (to === 'on' && size === undefined) throw new TypeError(`what is ${thing.name} to wake to?`);
  thing.desired = to === 'on' ? (size?.desired ?? 0) : 0;
  if (thing.min !== undefined) thing.min = to === 'on' ? (size?.min ?? thing.min) : 0;
}

export function newThing(draft: Draft): Thing {
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

export function selectorOf({ kind, name }: Draft): SleepSelector {
  if (kind === 'nodegroup' || kind === 'ecs') return { kind, cluster: 'shop', choice: { by: 'name', name } };
  if (kind === 'workload') return { kind, workload: 'Deployment', name };
  return { kind, choice: { by: 'name', name } };
}
