import type { ApplyWork } from '../change/capability.js';
import { messageOf } from '../errors.js';
import { GoneError } from '../k8s/errors.js';
import type { PodObject } from '../k8s/objects.js';
import { countOf } from '../terminal/plural.js';
import type { BootstrapDeps } from './bootstrap-deps.js';
import { type RestartWork, workloadName } from './model.js';
import { podsBefore, putBack } from './put-back.js';
import { idsOf, type RunningChange, recordOf } from './running-change.js';
import { removeRecord, writeBack } from './write-secret.js';

/** How going back ended, by the names that the plan has for its targets; undefined reasons are good ends. */
export interface WentBack {
  readonly secrets: ReadonlyMap<string, string | undefined>;
  readonly workloads: ReadonlyMap<string, string | undefined>;
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
  const at = new Date(deps.clock.now()).toISOString();
  for (const work of change.secrets) {
    const { name } = work.found;
    const who = { ids: idsOf(change, work), at, by: deps.user };
    const write = () => writeBack(deps, name, recordOf(change, work), who);
    secrets.set(name, await backWords(write, name));
  }
  tellSecrets(secrets, tell);
  update(`putting ${countOf(begun.length, 'workload')} back`);
  const ends = await Promise.all(begun.map((work) => putBack(deps, work, change.stamp)));
  const workloads = new Map(begun.map((work, index) => [workloadName(work.workload), ends[index]?.problem]));
  tellWorkloads(ends, tell, change.stamp);
  const all = [...secrets.values(), ...workloads.values()];
  if (all.every((problem) => problem === undefined)) {
    for (const work of change.secrets) await removeRecord(deps, work.found.name, idsOf(change, work));
  }
  return { secrets, workloads };
}

async function backWords(
  write: () => Promise<Awaited<ReturnType<typeof writeBack>>>,
  name: string,
): Promise<string | undefined> {
  try {
    const restored = await write();
    if (restored.end === 'gone') return `somebody deleted secret ${name} meanwhile`;
    return restored.end === 'left'
      ? `somebody wrote ${restored.keys.join(', ')} meanwhile, which is left as it is`
      : undefined;
  } catch (error) {
    if (error instanceof GoneError) return `somebody deleted secret ${name} meanwhile`;
    return `not put back: ${messageOf(error)}`;
  }
}

function tellSecrets(secrets: WentBack['secrets'], tell: ApplyWork['tell']): void {
  for (const [name, problem] of secrets) {
    if (problem === undefined) tell({ mark: 'back', text: `secret ${name} as it was` });
    else tell({ mark: 'failed', text: `secret ${name}: ${problem}` });
  }
}

function tellWorkloads(
  ends: readonly Awaited<ReturnType<typeof putBack>>[],
  tell: ApplyWork['tell'],
  stamp: string,
): void {
  const back = ends.filter(({ problem }) => problem === undefined);
  for (const { name, problem } of ends)
    if (problem !== undefined) tell({ mark: 'failed', text: `${name}: ${problem}` });
  if (back.length === 0) return;
  const pods: readonly PodObject[] = back.flatMap((end) => end.pods);
  const kept = podsBefore(pods, stamp);
  const names = back.length > 3 ? countOf(back.length, 'workload') : back.map(({ name }) => name).join(', ');
  tell({ mark: 'back', text: `${names} as before, ${kept} of ${countOf(pods.length, 'pod')} never stopped` });
}
