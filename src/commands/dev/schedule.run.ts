import type { Context } from '../../context.js';
import { abortable } from '../../lib/abortable.js';
import type { Aws } from '../../lib/aws/aws.js';
import type { Target } from '../../lib/change/plan-document.js';
import { runChange } from '../../lib/change/run-change.js';
import type { Environment, Needs } from '../../lib/config/environment.js';
import { type ExitCode, exitCodes, UsageError } from '../../lib/errors.js';
import { findSleepers } from '../../lib/power/find-sleepers.js';
import { choose } from '../../lib/power/rules/choose.js';
import { selectorWords } from '../../lib/power/rules/names.js';
import { readWakesTo } from '../../lib/power/rules/wakes-to.js';
import { membersOf } from '../../lib/power/schedule/members.js';
import { groupName } from '../../lib/power/schedule/names.js';
import { readWish, refuseOtherAccount } from '../../lib/power/schedule/read-wish.js';
import { permissionsPolicy, trustPolicy } from '../../lib/power/schedule/role-policy.js';
import {
  removeCapability,
  type ScheduleDeps,
  setCapability,
} from '../../lib/power/schedule/schedule-capability.js';
import { scheduledSizes } from '../../lib/power/schedule/scheduled-sizes.js';
import { partitionOf } from '../../lib/power/schedule/wanted.js';
import { writeScheduleTo } from '../../lib/power/schedule/write-schedule.js';
import { jsonText } from '../../lib/terminal/document.js';
import { countOf } from '../../lib/terminal/plural.js';
import { printable } from '../../lib/terminal/printable.js';
import { createProgress } from '../../lib/terminal/progress.js';
import { changeScene } from '../change-scene.js';
import type { SleepOptions } from '../flags.js';
import { type OpenEnvironment, openEnvironment } from '../open-environment.js';
import { reachAccount, sayTarget } from '../reach-account.js';
import { reachSleepers } from '../reach-sleepers.js';
import type {
  SchedulePolicyOptions,
  ScheduleRemoveOptions,
  ScheduleSetOptions,
  ScheduleShowOptions,
} from './schedule.js';

/** What is scheduled now; nothing is changed, and only Scheduler is asked. */
export async function showSchedule(context: Context, options: ScheduleShowOptions): Promise<ExitCode> {
  const { terminal, signal, clock } = context;
  const { group, opened } = await openNamed(context, options, unresolved);
  const { aws, target } = await reachAccount(context, opened);
  sayTarget(context, target);
  const schedules = await createProgress(terminal).during(`Reading the schedules of ${group}`, () =>
    abortable(aws.scheduler.schedules(group, signal), signal),
  );
  await writeScheduleTo(terminal, options.output, { target, group, schedules, now: clock.now() });
  return exitCodes.ok;
}

/** Makes or changes the schedules. */
export async function setSchedule(context: Context, options: ScheduleSetOptions): Promise<ExitCode> {
  const wish = readWish(options);
  const wakesTo = readWakesTo(options.wakesTo ?? []);
  const first = await openNamed(context, options, unresolved);
  refuseProtected(first.opened.environment);
  refuseOtherAccount(wish.roleArn, first.opened.environment.aws.accountId);
  const { name: environment, group, opened } = await openNamed(context, options, sleeping);
  return withSleepers(
    context,
    { opened, options },
    async ({ deps, target, place, accountId, entries, workloads }) => {
      refuseOtherAccount(wish.roleArn, accountId);
      const input = { wish: { ...wish, environment, group }, wakesTo, workloads };
      return runChange({
        ...changeScene(context, options),
        ...{ capability: setCapability(deps, input), command: 'dev schedule set', target, place },
        isProtected: false,
        observing: observing(entries),
      });
    },
  );
}

/** Deletes what exops made: all of it, or the schedules of these names. */
export async function removeSchedule(
  context: Context,
  names: readonly string[],
  options: ScheduleRemoveOptions,
): Promise<ExitCode> {
  const { name, group, opened } = await openNamed(context, options, sleeping);
  const removal = async ({ deps, target, entries }: Pick<Scene, 'deps' | 'target' | 'entries'>) =>
    runChange({
      ...changeScene(context, options),
      capability: removeCapability(deps, { group, names: [...new Set(names)] }),
      ...{ command: 'dev schedule remove', target, place: name },
      isProtected: opened.environment.protected,
      observing: observing(entries),
    });
  if (opened.environment.sleep.length > 0) return withSleepers(context, { opened, options }, removal);
  // The list went before the schedules of what it had.
  const { aws, target } = await reachAccount(context, opened);
  sayTarget(context, target);
  const deps = { scheduler: aws.scheduler, clock: context.clock, find: async () => [] };
  return removal({ deps, target, entries: [] });
}

/** What the role needs, as JSON on stdout; exops makes no roles. */
export async function printSchedulePolicy(
  context: Context,
  options: SchedulePolicyOptions,
): Promise<ExitCode> {
  const { group, opened } = await openNamed(context, options, sleeping);
  return withSleepers(context, { opened, options }, async ({ deps, aws, accountId, partition, entries }) => {
    const { signal, terminal } = context;
    const [listed, schedules] = await createProgress(terminal).during(observing(entries), () =>
      abortable(Promise.all([deps.find(signal), deps.scheduler.schedules(group, signal)]), signal),
    );
    const scheduled = scheduledSizes(schedules ?? []);
    const found = membersOf(choose(listed, []), { wakesTo: new Map(), scheduled });
    const members = [...found.members, ...found.undecided];
    if (members.length === 0)
      throw new UsageError('Nothing of the sleep list can be scheduled, and so the role needs no rights.');
    const where = { partition, region: aws.region, accountId, group };
    const documents = { trust: trustPolicy(where), permissions: permissionsPolicy(members, where) };
    const printed = options.only === undefined ? documents : documents[options.only];
    terminal.out.line(jsonText(printed, 2));
    const isIn = new Set(found.undecided.map(({ label }) => label));
    for (const { name, reason } of found.refusals.filter((one) => !isIn.has(one.name)))
      terminal.err.line(printable(`Left out: ${name}: ${reason}`));
    return exitCodes.ok;
  });
}

interface Scene {
  readonly deps: ScheduleDeps;
  readonly aws: Aws;
  readonly target: Target;
  readonly place: string;
  readonly accountId: string;
  /** `aws`, `aws-cn` */
  readonly partition: string;
  /** What of the sleep list Scheduler can reach. */
  readonly entries: Environment['sleep'];
  /** What it can't, as people know it. */
  readonly workloads: readonly string[];
}

/** Does the work with what the sleep list chooses. Nothing is asked of Kubernetes, which Scheduler can't reach. */
async function withSleepers(
  context: Context,
  { opened, options }: { readonly opened: OpenEnvironment; readonly options: SleepOptions },
  work: (scene: Scene) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { clock, signal } = context;
  const { sleep } = opened.environment;
  const entries = sleep.filter(({ selector }) => selector.kind !== 'workload');
  const workloads = sleep.filter(({ selector }) => selector.kind === 'workload');
  if (entries.length === 0 && workloads.length > 0)
    throw new UsageError(
      `The sleep list of ${opened.environment.name} has workloads only, and Scheduler can't reach Kubernetes.`,
      { hint: 'Let cron or CI run exops dev sleep and exops dev wake for them.' },
    );
  const environment = { ...opened.environment, sleep: entries, kubernetes: undefined };
  const { aws, ports, target, place, close } = await reachSleepers(
    context,
    { ...opened, environment },
    options,
  );
  try {
    const { accountId, arn } = await abortable(aws.identity(), signal);
    const find = (stop: AbortSignal) => findSleepers(ports, entries, stop);
    return await work({
      deps: { scheduler: aws.scheduler, clock, find },
      ...{ aws, target, place, accountId, partition: partitionOf(arn), entries },
      workloads: workloads.map(({ selector }) => selectorWords(selector)),
    });
  } finally {
    close();
  }
}

const sleeping: Needs = { kind: 'sleep' };
/** No reference is resolved for that. */
const unresolved: Needs = { kind: 'hosts', choose: () => [] };

async function openNamed(
  context: Context,
  options: SleepOptions,
  needs: Needs,
): Promise<{ readonly name: string; readonly group: string; readonly opened: OpenEnvironment }> {
  const opened = await openEnvironment(context, options, needs);
  const { name } = opened.environment;
  if (name !== undefined) return { name, group: groupName(name), opened };
  throw new UsageError('A schedule is of an environment of exops.yaml, and there is none.', {
    hint: 'Write one with a sleep list, or name its file with --config.',
  });
}

function refuseProtected({ name, protected: isProtected, configFile }: Environment): void {
  if (isProtected)
    throw new UsageError(
      `The environment ${name} is protected, and its sleep isn't scheduled. Nothing was reached.`,
      { hint: `${configFile} says protected: true.` },
    );
}

function observing(entries: readonly unknown[]): string {
  return `Reading ${countOf(entries.length, 'line')} of the sleep list, and the schedules`;
}
