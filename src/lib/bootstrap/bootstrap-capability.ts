import { randomUUID } from 'node:crypto';
import type { ApplyWork, Capability, Work } from '../change/capability.js';
import { type Outcome, outcomeOf } from '../change/outcome.js';
import type { Plan } from '../change/plan.js';
import { applyPatch, outcomesOf } from './apply-patch.js';
import type { BootstrapDeps } from './bootstrap-deps.js';
import { findConsumers } from './find-consumers.js';
import { goBack, leftToOthers, type WentBack } from './go-back.js';
import type { BootstrapWork, ObservedBootstrap, SecretWork } from './model.js';
import { namespaceMissing, type ObserveInput, observeBootstrap, readSecret } from './observe.js';
import { type PatchWish, planPatch } from './plan-patch.js';
import { secretKind } from './plan-secret.js';
import { type Direction, planUnfinished, type RecordedWorkload, unfinishedOf } from './plan-unfinished.js';
import { roleHintWith, withRoleHint } from './role-hint.js';
import { type RunningChange, stepsOf } from './running-change.js';
import { verifyPatch } from './verify-patch.js';
import { removeRecord, TakenOverError } from './write-secret.js';

interface Unfinished extends Pick<ObservedBootstrap, 'secrets' | 'refusedRights' | 'missingNamespace'> {
  readonly recorded: readonly RecordedWorkload[];
}

/** @param patch the command that leads to the same secrets */
const words = (patch: string) => ({
  interrupted: `putting everything back as it was. Once more to leave it as it is; then ${patch} --undo takes the rest back, or --resume finishes the change if nothing is back yet.`,
  goOn: `${patch} --resume finishes the change, --undo takes it back, from anywhere. Once taking back has begun, only --undo goes on.`,
});

const undoWords = (patch: string) => ({
  interrupted: `taking it back goes on. Once more to leave it as it is; then ${patch} --undo takes the rest back.`,
  goOn: `${patch} --undo takes the rest back, from anywhere. --resume can't finish the change any more.`,
});

/** Where pods alone aren't as before, there is no record any more to go on by. */
function wordsOf(
  usual: ReturnType<typeof words>,
  status: string,
  ended: () => WentBack | undefined,
): ReturnType<typeof words> {
  const { interrupted, goOn } = usual;
  return {
    interrupted,
    get goOn() {
      const { isWithPods, isOthers } = ended() ?? {};
      if (isOthers) return `${status} shows how it stands.`;
      return isWithPods ? `${status} shows these pods, and the command that restarts them.` : goOn;
    },
  };
}

/** Sets the keys of secrets to bootstrap servers, restarts exactly what reads them, and goes back when that fails. */
export function patchCapability(
  deps: BootstrapDeps,
  input: ObserveInput & { readonly wish: PatchWish; readonly patch: string },
): Capability<ObservedBootstrap, BootstrapWork> {
  let change: RunningChange | undefined;
  let ended: WentBack | undefined;
  return {
    observe: ({ signal }) => observeBootstrap(deps.kubernetes, input, signal),
    plan: (observed) => withRoleHint(planPatch(input.wish, observed), roleHintWith(deps.roleCommand)),
    async apply(plan, work) {
      const stamp = new Date(deps.kubernetes.serverNow()).toISOString();
      change = { id: randomUUID(), stamp, by: deps.user, ...stepsOf(plan) };
      ended = await applyPatch(deps, plan, change, work);
    },
    async verify(_, outcomes) {
      if (change === undefined || outcomes.some(({ status }) => status !== 'done')) return outcomes;
      const verified = await verifyOwn(deps, change);
      ended = verified.ended;
      return verified.outcomes;
    },
    words: wordsOf(words(input.patch), deps.statusCommand, () => ended),
  };
}

/** Finishes a change that somebody began and that isn't complete, or takes it back: from its records alone. */
export function unfinishedCapability(
  deps: BootstrapDeps,
  direction: Direction,
  input: Pick<ObserveInput, 'secrets' | 'rights'> & { readonly patch: string },
): Capability<Unfinished, BootstrapWork> {
  let observed: Unfinished | undefined;
  let change: RunningChange | undefined;
  let ended: WentBack | undefined;
  return {
    async observe(work) {
      observed = await observeUnfinished(deps, input, work);
      return observed;
    },
    plan: (seen) =>
      withRoleHint(planUnfinished(direction, seen, seen.recorded), roleHintWith(deps.roleCommand)),
    async apply(plan, work) {
      const { secrets } = stepsOf(plan);
      if (secrets.some(({ isOver }) => isOver === true)) return removeRecords(deps, secrets, work);
      change = takenOver(deps, direction, plan, observed);
      if (direction === 'resume') {
        ended = await applyPatch(deps, plan, change, work);
        return;
      }
      ended = await goBack(deps, change, change.restarts, work);
      for (const outcome of outcomesOf(ended)) {
        const status = outcome.status === 'restored' ? 'done' : outcome.status;
        work.report({ ...outcome, status });
      }
    },
    async verify(_, outcomes) {
      const isOver = direction === 'undo' || outcomes.some(({ status }) => status !== 'done');
      if (change === undefined || isOver) return outcomes;
      const verified = await verifyOwn(deps, change);
      ended = verified.ended;
      return verified.outcomes;
    },
    words: wordsOf((direction === 'undo' ? undoWords : words)(input.patch), deps.statusCommand, () => ended),
  };
}

interface Verified {
  readonly outcomes: readonly Outcome[];
  readonly ended: WentBack | undefined;
}

/** Somebody may have taken the change over since its last workload was complete. */
async function verifyOwn(deps: BootstrapDeps, change: RunningChange): Promise<Verified> {
  try {
    return { outcomes: await verifyPatch(deps, change), ended: undefined };
  } catch (error) {
    if (!(error instanceof TakenOverError)) throw error;
    const ended = leftToOthers(change, change.restarts, error.message);
    return { outcomes: outcomesOf(ended), ended };
  }
}

async function removeRecords(
  deps: BootstrapDeps,
  secrets: readonly SecretWork[],
  { report }: ApplyWork,
): Promise<void> {
  for (const { found, bears = '' } of secrets) {
    await removeRecord(deps, found.name, [bears]);
    report(outcomeOf({ kind: secretKind, name: found.name }, 'done'));
  }
}

async function observeUnfinished(
  { kubernetes }: BootstrapDeps,
  { secrets, rights }: Pick<ObserveInput, 'secrets' | 'rights'>,
  { signal }: Work,
): Promise<Unfinished> {
  const [read, consumers, refusedRights] = await Promise.all([
    Promise.all(secrets.map((secret) => readSecret(kubernetes, secret, signal))),
    findConsumers(kubernetes, secrets, signal),
    kubernetes.refusedRights(rights, signal),
  ]);
  // Whoever may write the secret may write a record: it decides on nothing that doesn't read the key.
  const readers = new Map(
    consumers.found.map(({ workload }) => [`${workload.kind} ${workload.uid}`, workload]),
  );
  const workloads = unfinishedOf(read)[0]?.record.workloads ?? [];
  const recorded = workloads.map((one) => ({ recorded: one, now: readers.get(`${one.kind} ${one.uid}`) }));
  const missingNamespace = await namespaceMissing(
    kubernetes,
    read.map(({ found, unreadable }) => unreadable ?? found),
    signal,
  );
  return { secrets: read, refusedRights, missingNamespace, recorded };
}

/**
 * The change as somebody began it. Finishing it makes it ours, by an id of its own; what takes it back writes under the
 * id that is there.
 */
function takenOver(
  { user }: BootstrapDeps,
  direction: Direction,
  plan: Plan<BootstrapWork>,
  observed: Unfinished | undefined,
): RunningChange {
  const record = unfinishedOf(observed?.secrets ?? [])[0]?.record;
  if (record === undefined) throw new TypeError('nothing unfinished was observed');
  const { id, stamp, by } = record;
  const steps = stepsOf(plan);
  return direction === 'resume'
    ? { id: randomUUID(), stamp, by: user, ...steps }
    : { id, stamp, by, ...steps };
}
