import { AwsError, AwsNotFoundError } from '../../../../src/lib/aws/aws-errors.js';
import type { Schedule, Scheduler } from '../../../../src/lib/aws/contract/scheduler.js';
import type { Listed } from '../../../../src/lib/power/find-sleepers.js';
import type { Sleeper } from '../../../../src/lib/power/model.js';
import type { Member, ScheduleWish } from '../../../../src/lib/power/schedule/model.js';
import { readTimes } from '../../../../src/lib/power/schedule/read-times.js';
import type { SleepEntry, SleepSelector } from '../../../../src/lib/power/sleep-entry.js';

export const roleArn = 'arn:aws:iam::123456789012:role/exops-dev';
const place = 'ap-northeast-2:123456789012';

/** Fri 20 Nov 2026, 12:00 in Seoul. */
export const noon = Date.UTC(2026, 10, 20, 3);

export function sleeperOf(kind: Sleeper['kind'], name: string, own: Partial<Sleeper> = {}): Sleeper {
  return {
    ...{ kind, id: idOf(kind, name), name, state: 'awake', status: 'available' },
    ...{ size: undefined, record: undefined, never: undefined, losses: [], trouble: undefined },
    ...{ since: undefined, startsItselfAt: undefined, addresses: [], machines: [], volumeIds: [] },
    ...{ storage: undefined, vpcId: undefined },
    ...own,
  };
}

function idOf(kind: Sleeper['kind'], name: string): string {
  switch (kind) {
    case 'rds':
      return `arn:aws:rds:${place}:db:${name}`;
    case 'rds-cluster':
      return `arn:aws:rds:${place}:cluster:${name}`;
    case 'nodegroup':
      return `arn:aws:eks:${place}:nodegroup/shop/${name}/1ac3`;
    case 'ecs':
      return `arn:aws:ecs:${place}:service/${name}`;
    default:
      return name;
  }
}

export function listedOf(sleeper: Sleeper, own: Partial<SleepEntry> = {}): Listed {
  return { entry: entryOf(selectorOf(sleeper), own), sleepers: [sleeper] };
}

export function entryOf(selector: SleepSelector, own: Partial<SleepEntry> = {}): SleepEntry {
  return { selector, order: undefined, skip: false, wake: 'automatic', at: 'exops.yaml:9:9', ...own };
}

function selectorOf({ kind, name, id }: Sleeper): SleepSelector {
  switch (kind) {
    case 'nodegroup':
      return { kind, cluster: 'shop', choice: { by: 'name', name } };
    case 'ecs': {
      const [cluster = '', service = ''] = name.split('/');
      return { kind, cluster, choice: { by: 'name', name: service } };
    }
    case 'workload':
      return { kind, workload: 'Deployment', name };
    default:
      return { kind, choice: { by: 'name', name: kind === 'ec2' ? id : name } };
  }
}

/** An environment as most of them are. */
export const nodes = sleeperOf('nodegroup', 'spot', { size: { min: 1, max: 4, desired: 2 } });
export const mysql = sleeperOf('rds', 'shop-mysql');
export const kafka = sleeperOf('ec2', 'i-0123456789abcdef0 (kafka)', { id: 'i-0123456789abcdef0' });
export const shop = [nodes, mysql, kafka].map((one) => listedOf(one));

export function wishOf(own: Partial<ScheduleWish> = {}): ScheduleWish {
  return {
    ...{ environment: 'dev', group: 'exops-dev', timezone: 'Asia/Seoul', roleArn, stagger: 5 },
    sleep: readTimes('--sleep', ['mon-fri 19:00']),
    wake: readTimes('--wake', ['mon-fri 08:00']),
    ...own,
  };
}

export function memberOf(own: Partial<Member> & Pick<Member, 'resource'>): Member {
  const { kind, cluster, name } = own.resource;
  return {
    ...{ id: name, label: `${kind} ${cluster === undefined ? '' : `${cluster}/`}${name}` },
    ...{ place: { sleep: 10, wake: 10 }, size: undefined, isWokenByHand: false },
    ...own,
  };
}

export interface Call {
  readonly verb: 'schedules' | 'createGroup' | 'deleteGroup' | 'create' | 'update' | 'delete';
  readonly name: string;
}

export interface SchedulerWorld {
  /** Undefined for no group. */
  readonly schedules?: readonly Schedule[] | undefined;
  /** Called before every request; what it throws is the answer, and nothing is done. */
  readonly before?: (call: Call, store: Map<string, Schedule>) => void;
  /** The same, after a request was carried out. */
  readonly after?: (call: Call, store: Map<string, Schedule>) => void;
}

/** Scheduler with one group in memory. */
export function schedulerOf({ schedules, before, after }: SchedulerWorld = {}) {
  const store = new Map((schedules ?? []).map((one) => [one.name, one]));
  let isThere = schedules !== undefined;
  const calls: Call[] = [];
  const asked = async <Result>(call: Call, work: () => Result): Promise<Result> => {
    calls.push(call);
    before?.(call, store);
    const result = work();
    after?.(call, store);
    return result;
  };
  const existing = (name: string) => {
    const found = store.get(name);
    if (found === undefined)
      throw new AwsNotFoundError('ResourceNotFoundException', `there is no schedule ${name}`);
    return found;
  };
  const scheduler: Scheduler = {
    schedules: (group) =>
      asked({ verb: 'schedules', name: group }, () => (isThere ? [...store.values()] : undefined)),
    createGroup: (group) =>
      asked({ verb: 'createGroup', name: group }, () => {
        if (isThere) throw new AwsError('ConflictException', `the group ${group} exists`);
        isThere = true;
      }),
    deleteGroup: (group) =>
      asked({ verb: 'deleteGroup', name: group }, () => {
        isThere = false;
        store.clear();
      }),
    create: (schedule) =>
      asked({ verb: 'create', name: schedule.name }, () => {
        if (!isThere) throw new AwsNotFoundError('ResourceNotFoundException', 'there is no such group');
        if (store.has(schedule.name)) throw new AwsError('ConflictException', 'it exists');
        store.set(schedule.name, schedule);
      }),
    update: (schedule) =>
      asked({ verb: 'update', name: schedule.name }, () => {
        existing(schedule.name);
        store.set(schedule.name, schedule);
      }),
    delete: (_, name) =>
      asked({ verb: 'delete', name }, () => {
        existing(name);
        store.delete(name);
      }),
  };
  return { scheduler, store, calls, isThere: () => isThere };
}
