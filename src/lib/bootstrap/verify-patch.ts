import { type Outcome, outcomeOf } from '../change/outcome.js';
import type { BootstrapDeps } from './bootstrap-deps.js';
import { type RestartWork, type SecretWork, workloadName } from './model.js';
import { secretKind } from './plan-secret.js';
import { workloadKind } from './plan-workload.js';
import { isPresent } from './rules/is-present.js';
import { isNewPod } from './rules/pod-trouble.js';
import { rolloutState } from './rules/rollout-state.js';
import type { RunningChange } from './running-change.js';
import { bearsStamp, stampsPods } from './stamp.js';
import { assertOwn, removeRecord } from './write-secret.js';

/**
 * Reads again: each secret must still hold our values, each workload run with nothing but pods of the new template.
 * Then the records go; while anything differs they stay, for `--resume` and `--undo`.
 * @throws TakenOverError
 */
export async function verifyPatch(deps: BootstrapDeps, change: RunningChange): Promise<readonly Outcome[]> {
  const [secrets, workloads] = await Promise.all([
    Promise.all(change.secrets.map((work) => verifySecret(deps, work, change.id))),
    Promise.all(change.restarts.map((work) => verifyWorkload(deps, work, change.stamp))),
  ]);
  const outcomes = [...secrets, ...workloads];
  if (outcomes.every(({ status }) => status === 'done')) {
    // In their order: while one is left, those before it are known to be complete.
    for (const { found } of change.secrets) await removeRecord(deps, found.name, [change.id]);
  }
  return outcomes;
}

async function verifySecret(
  { kubernetes }: BootstrapDeps,
  { found: { name }, values }: SecretWork,
  id: string,
): Promise<Outcome> {
  const target = { kind: secretKind, name };
  const now = await kubernetes.secrets.read(name);
  if (now === undefined) return outcomeOf(target, 'unknown', { reason: 'somebody deleted it meanwhile' });
  // Who has taken the change over has set what they want of it.
  assertOwn(now, name, [id]);
  const other = values.find(({ key, after }) => now.text(key) !== after);
  if (other === undefined) return outcomeOf(target, 'done');
  const reason = `somebody wrote ${other.key} since: it doesn't hold ${other.after} any more`;
  return outcomeOf(target, 'unknown', { reason });
}

async function verifyWorkload(
  { kubernetes }: BootstrapDeps,
  work: RestartWork,
  stamp: string,
): Promise<Outcome> {
  const { workload, by } = work;
  const target = { kind: workloadKind, name: workloadName(workload) };
  const now = await kubernetes.workloads.read(workload);
  if (now === undefined || now.uid !== workload.uid)
    return outcomeOf(target, 'unknown', { reason: 'somebody deleted it meanwhile' });
  if (by === 'exops' && !bearsStamp(now, stamp))
    return outcomeOf(target, 'unknown', { reason: 'somebody else changed or restarted it meanwhile' });
  const state = rolloutState(now);
  if (state.status !== 'done') return outcomeOf(target, 'unknown', { reason: state.reason });
  const since = stampsPods(work) ? undefined : stamp;
  const pods = await kubernetes.pods.of(now);
  const old = pods.filter((pod) => isPresent(pod) && !isNewPod(pod, stamp, since));
  if (old.length === 0) return outcomeOf(target, 'done');
  const names = old.map(({ metadata }) => metadata?.name ?? '?').join(', ');
  return outcomeOf(target, 'unknown', { reason: `still runs pods that were started before: ${names}` });
}
