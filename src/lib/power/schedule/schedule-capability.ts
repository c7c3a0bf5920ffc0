import type { Clock } from '../../../context.js';
import type { Scheduler } from '../../aws/contract/scheduler.js';
import type { Capability, Work } from '../../change/capability.js';
import type { Plan } from '../../change/plan.js';
import type { Listed } from '../find-sleepers.js';
import type { ScheduleWork } from './model.js';
import { byName } from './names.js';
import { planRemoval, type RemoveInput } from './plan-removal.js';
import { type ObservedSchedule, planSchedule, type SetInput } from './plan-schedule.js';
import { verifySchedules } from './verify-schedules.js';
import { writeSchedules } from './write-schedules.js';

export interface ScheduleDeps {
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  /** What the sleep list chooses now, without what Scheduler can't reach. */
  find(signal: AbortSignal): Promise<readonly Listed[]>;
}

type ScheduleCapability = Capability<ObservedSchedule, ScheduleWork>;

/** Brings the schedules of an environment to what is wished. */
export function setCapability(deps: ScheduleDeps, input: SetInput): ScheduleCapability {
  return capability(deps, input.wish.group, (observed) => planSchedule(input, observed));
}

/** Takes them away. */
export function removeCapability(deps: ScheduleDeps, input: RemoveInput): ScheduleCapability {
  return capability(deps, input.group, (observed) => planRemoval(input, observed));
}

function capability(
  deps: ScheduleDeps,
  group: string,
  plan: (observed: ObservedSchedule) => Plan<ScheduleWork>,
): ScheduleCapability {
  const { scheduler, clock } = deps;
  return {
    async observe({ signal }: Work) {
      const [listed, schedules] = await Promise.all([deps.find(signal), scheduler.schedules(group, signal)]);
      return { listed, schedules: schedules?.toSorted(byName), at: clock.now() };
    },
    plan,
    apply: (made, work) => writeSchedules(scheduler, made, work),
    verify: (made, outcomes, work) => verifySchedules(deps, made, outcomes, work),
  };
}
