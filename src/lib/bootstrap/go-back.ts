import { atMost } from '../at-most.js';
import type { ApplyWork } from '../change/capability.js';
import { messageOf } from '../errors.js';
import type { PodObject } from '../k8s/objects.js';
import { countOf } from '../terminal/plural.js';
import type { BootstrapDeps } from './bootstrap-deps.js';
import { type RestartWork, type SecretWork, workloadName } from './model.js';
import { type PutBack, podsBefore, putBack } from './put-back.js';
import { idsOf, type RunningChange, recordOf } from './running-change.js';
import { startedMeanwhile } from './started-meanwhile.js';
import { removeRecord, TakenOverError, writeBack } from './write-secret.js';

/** How going back ended, by the names that the plan has for its targets; undefined reasons are good ends. */
export interface WentBack {
  readonly secrets: ReadonlyMap<string, string | undefined>;
  readonly workloads: ReadonlyMap<string, string | undefined>;
  /** All is as it was but pods that run with the value which was taken back. */
  readonly isWithPods?: boolean;
  /** Somebody else decides what becomes of the change. */
  readonly isOthers?: boolean;
}

/**
 * Takes a change back, in the order that keeps most pods alive: the secrets first, so that a pod which starts reads the
 * old value, then each pod template as it was, which makes the old pods the wanted ones again. What was never begun is
 * left. The records go last, and only when all is back.
 */
export async function goBack(
  deps: BootstrapDeps,
  change: RunningChange,
  begun: readonly RestartWork[],
  { tell, update }: Pick<ApplyWork, 'tell' | 'update'>,
): Promise<WentBack> {
  update('putting the secrets back');
  const secrets = new Map<string, string | undefined>();
  const failures = new Set<string>();
  for (const work of change.secrets) {
    try {
      secrets.set(work.found.name, await secretBack(deps, change, work));
    } catch (error) {
      if (error instanceof TakenOverError) return leftToOthers(change, begun, error.message);
      failures.add(work.found.name);
      secrets.set(work.found.name, `not put back: ${messageOf(error)}`);
    }
  }
  tellSecrets(secrets, tell);
  update(`putting ${countOf(begun.length, 'workload')} back`);
  const ends = new Map<RestartWork, PutBack>();
  await atMost(deps.maxParallel, begun, neverAborted, async (work) => {
    ends.set(work, await putBack(deps, work, change.stamp));
  });
  const inOrder = begun.flatMap((work) => ends.get(work) ?? []);
  tellWorkloads(inOrder, tell, change.stamp);
  const workloads = new Map(inOrder.map(({ name, problem }) => [name, problem]));
  const isBack = [...workloads.values()].every((problem) => problem === undefined) && failures.size === 0;
  // What somebody else wrote or deleted meanwhile is theirs: there is nothing more to take back of it.
  const gone = isBack ? await recordsGone(deps, change) : new Map<string, string | undefined>();
  const started = isBack ? await startedMeanwhile(deps, change) : new Map<string, string>();
  tellStarted(deps, change, started, tell);
  return {
    secrets: new Map([...secrets].map(([name, problem]) => [name, problem ?? gone.get(name)])),
    workloads: new Map([...workloads, ...started]),
    isWithPods: started.size > 0,
  };
}

/** Going back isn't stopped halfway: who can't wait ends the process. */
const neverAborted = new AbortController().signal;

/** Somebody else decides what becomes of the change: nothing more is touched. */
export function leftToOthers(
  { secrets }: Pick<RunningChange, 'secrets'>,
  begun: readonly RestartWork[],
  reason: string,
): WentBack {
  return {
    secrets: new Map(secrets.map(({ found }) => [found.name, reason])),
    workloads: new Map(begun.map(({ workload }) => [workloadName(workload), reason])),
    isOthers: true,
  };
}

/**
 * @returns why the secret isn't as it was; undefined when it is
 * @throws TakenOverError
 */
async function secretBack(
  deps: BootstrapDeps,
  change: RunningChange,
  work: SecretWork,
): Promise<string | undefined> {
  const at = new Date(deps.kubernetes.serverNow()).toISOString();
  const who = { ids: idsOf(change, work), at, by: deps.user };
  const restored = await writeBack(deps, work.found.name, recordOf(change, work), who);
  switch (restored.end) {
    case 'gone':
      return 'somebody deleted it meanwhile';
    case 'left':
      return `somebody wrote ${restored.keys.join(', ')} meanwhile, which is left as it is`;
    case 'restored':
      return undefined;
  }
}

/** In the order in which they were written: while one is left, those before it are known to be complete. */
async function recordsGone(deps: BootstrapDeps, change: RunningChange): Promise<WentBack['secrets']> {
  const ends = new Map<string, string | undefined>();
  for (const work of change.secrets) {
    const { name } = work.found;
    try {
      await removeRecord(deps, name, idsOf(change, work));
      ends.set(name, undefined);
    } catch (error) {
      ends.set(name, `it is as it was, but its record is still there: ${messageOf(error)}`);
    }
  }
  return ends;
}

/** Those that the plan leaves out have no outcome that says it in the end. */
function tellStarted(
  { statusCommand }: BootstrapDeps,
  { restarts }: RunningChange,
  started: ReadonlyMap<string, string>,
  tell: ApplyWork['tell'],
): void {
  const planned = new Set(restarts.map(({ workload }) => workloadName(workload)));
  for (const [name, problem] of started) {
    const next = planned.has(name) ? '' : `\n${statusCommand} shows the command that restarts it.`;
    tell({ mark: 'failed', text: `${name}: ${problem}${next}` });
  }
}

function tellSecrets(secrets: WentBack['secrets'], tell: ApplyWork['tell']): void {
  for (const [name, problem] of secrets) {
    if (problem === undefined) tell({ mark: 'back', text: `secret ${name} as it was` });
    else tell({ mark: 'failed', text: `secret ${name}: ${problem}` });
  }
}

function tellWorkloads(ends: readonly PutBack[], tell: ApplyWork['tell'], stamp: string): void {
  const back = ends.filter(({ problem }) => problem === undefined);
  for (const { name, problem } of ends)
    if (problem !== undefined) tell({ mark: 'failed', text: `${name}: ${problem}` });
  if (back.length === 0) return;
  const pods: readonly PodObject[] = back.flatMap((end) => end.pods);
  const kept = podsBefore(pods, stamp);
  const names = back.length > 3 ? countOf(back.length, 'workload') : back.map(({ name }) => name).join(', ');
  tell({ mark: 'back', text: `${names} as before, ${kept} of ${countOf(pods.length, 'pod')} never stopped` });
}
