import { abortable } from '../abortable.js';
import { type ExitCode, ExopsError, exitCodes, InterruptedError, messageOf } from '../errors.js';
import { loadPalette } from '../terminal/palette.js';
import { confirmPlan } from './ask.js';
import type { Capability } from './capability.js';
import { answeredByFlags, confirmationFor } from './confirmation.js';
import { beginJournal, journalFolder } from './journal.js';
import { exitCodeOfOutcomes, keptOf, type Outcome, outcomeOf } from './outcome.js';
import { isHeldBack, type Plan } from './plan.js';
import { planDocument, planFingerprint } from './plan-document.js';
import { eventLine, reportLines } from './report.js';
import type { ChangeOptions, ChangeScene } from './scene.js';
import { showPlan, showPlanToPerson, writeResult } from './show.js';

export interface ChangeRun<Observed, Detail> extends ChangeScene {
  readonly capability: Capability<Observed, Detail>;
}

/**
 * The one shape of every change: observe, plan, show, confirm, apply, verify, report.
 * The world is read again before applying when a person was asked in between, and the run stops if the plan would now
 * be another.
 * @returns the exit code of `docs/exit-codes.md`
 */
export async function runChange<Observed, Detail>(run: ChangeRun<Observed, Detail>): Promise<ExitCode> {
  const decision = await planAndConfirm(run).catch((error: unknown) => {
    throw error instanceof InterruptedError
      ? new InterruptedError(error.signal, 'Nothing has changed.')
      : error;
  });
  return 'exitCode' in decision ? decision.exitCode : applyPlan(run, decision.plan);
}

/** The plan that is to be applied, or the exit code of a run that ends before that. */
async function planAndConfirm<Observed, Detail>(
  run: ChangeRun<Observed, Detail>,
): Promise<{ plan: Plan<Detail> } | { exitCode: ExitCode }> {
  const plan = await observeAndPlan(run);
  const { options, context } = run;
  const isPlanOnly = options.dryRun || options.check;
  if (isPlanOnly || hasNothingToApply(plan)) return endAtPlan(run, plan);
  const confirmation = confirmationFor(plan, run.isProtected);
  if (options.output === 'table') await showPlan(run, plan);
  else if (context.terminal.canAsk) await showPlanToPerson(run, plan);
  else if (!answeredByFlags(confirmation, options)) await writeResult(run, plan, exitCodes.usage);
  const { wasAsked } = await confirmPlan(confirmation, options, run.place, context.terminal, context.signal);
  const fresh = wasAsked ? await planAgain(run, plan) : plan;
  context.signal.throwIfAborted();
  return hasNothingToApply(fresh) ? endAtPlan(run, fresh) : { plan: fresh };
}

function hasNothingToApply(plan: Plan): boolean {
  return plan.changes.length === 0 || isHeldBack(plan);
}

async function endAtPlan<Observed, Detail>(
  run: ChangeRun<Observed, Detail>,
  plan: Plan<Detail>,
): Promise<{ exitCode: ExitCode }> {
  const exitCode = planOnlyExitCode(plan, run.options);
  await showPlan(run, plan, exitCode);
  return { exitCode };
}

async function observeAndPlan<Observed, Detail>(run: ChangeRun<Observed, Detail>): Promise<Plan<Detail>> {
  const { capability, context, progress } = run;
  const observed = await progress.during(run.observing, (update) =>
    abortable(capability.observe({ update, signal: context.signal }), context.signal),
  );
  return capability.plan(observed);
}

/** The same plan of the world as it is now, locks included. */
async function planAgain<Observed, Detail>(
  run: ChangeRun<Observed, Detail>,
  shown: Plan<Detail>,
): Promise<Plan<Detail>> {
  const now = await observeAndPlan(run);
  const stands = run.capability.stands?.(shown, now) ?? planFingerprint(now) === planFingerprint(shown);
  if (stands && !isHeldBack(now)) return now;
  throw new ExopsError('Somebody changed things since this plan was made. Nothing has been applied.', {
    hint: 'Run the command again to see the plan as it is now.',
  });
}

function planOnlyExitCode(plan: Plan, options: ChangeOptions): ExitCode {
  const differs = plan.changes.length + plan.refusals.length > 0;
  const isUnreadable = plan.changes.length === 0 && exitCodeOfOutcomes(plan, []) === exitCodes.access;
  if (options.check && !isUnreadable) return differs ? exitCodes.pending : exitCodes.ok;
  return options.dryRun && !options.check ? exitCodes.ok : exitCodeOfOutcomes(plan, []);
}

async function applyPlan<Observed, Detail>(
  run: ChangeRun<Observed, Detail>,
  plan: Plan<Detail>,
): Promise<ExitCode> {
  const { context, capability, progress } = run;
  const beganAt = context.clock.now();
  const journal = await beginJournal(journalFolder(context.env, context.home), {
    command: run.command,
    user: context.user,
    startedAt: beganAt,
    target: run.target,
    plan: planDocument(plan),
  });
  const reported = new Map<string, Outcome>();
  const { err } = context.terminal;
  const palette = await loadPalette(err.colorLevel);
  const { interrupted = 'ending what is under way. Once more to stop at once.' } = capability.words ?? {};
  let effect = interrupted;
  const acknowledge = () => err.line(`Interrupted: ${effect}`);
  context.signal.addEventListener('abort', acknowledge, { once: true });
  const applying = progress.during('Applying', (update) =>
    capability.apply(plan, {
      update,
      signal: context.signal,
      tell: (event) => err.line(eventLine(event, palette)),
      report: (outcome) => {
        reported.set(`${outcome.kind} ${outcome.name}`, outcome);
        journal.record(outcome);
      },
    }),
  );
  const brokenOff = await applying.then(
    () => undefined,
    (error: unknown) => ({ reason: messageOf(error) }),
  );
  effect = 'what was applied stays, and is not verified.';
  const accepted = plan.changes.map(
    (change) =>
      reported.get(`${change.kind} ${change.name}`) ??
      outcomeOf(change, brokenOff === undefined ? 'not tried' : 'unknown', brokenOff),
  );
  const { outcomes, verified } = await verifyOutcomes(run, plan, accepted);
  context.signal.removeEventListener('abort', acknowledge);
  for (const outcome of outcomes) {
    const before = reported.get(`${outcome.kind} ${outcome.name}`)?.status ?? 'not tried';
    if (outcome.status !== before) journal.record(outcome);
  }
  const interruption: unknown = context.signal.aborted ? context.signal.reason : undefined;
  const exitCode =
    interruption instanceof InterruptedError ? interruption.exitCode : exitCodeOfOutcomes(plan, outcomes);
  const unrecorded = await journal.end(exitCode);
  const elapsedMs = context.clock.now() - beganAt;
  const lines = reportLines(
    { plan, outcomes, elapsedMs, verified, journalFile: journal.file, goOn: capability.words?.goOn },
    palette,
  );
  err.line(lines.join('\n'));
  if (unrecorded !== undefined) err.line(`  The record ${journal.file} is not complete: ${unrecorded}`);
  await writeResult(run, plan, exitCode, outcomes);
  return exitCode;
}

/** What can't be read back is not called done. */
async function verifyOutcomes<Observed, Detail>(
  { context, capability, progress }: ChangeRun<Observed, Detail>,
  plan: Plan<Detail>,
  accepted: readonly Outcome[],
): Promise<{ outcomes: readonly Outcome[]; verified: boolean }> {
  const { signal } = context;
  if (signal.aborted || accepted.every(({ status }) => status === 'not tried'))
    return { outcomes: accepted, verified: false };
  try {
    const outcomes = await progress.during('Verifying', (update) =>
      abortable(capability.verify(plan, accepted, { update, signal }), signal),
    );
    return { outcomes, verified: true };
  } catch (error) {
    const reason = `accepted, but it could not be read back: ${messageOf(error)}`;
    const outcomes = accepted.map((outcome) =>
      outcome.status === 'done' ? outcomeOf(outcome, 'unknown', { reason, ...keptOf(outcome) }) : outcome,
    );
    return { outcomes: signal.aborted ? accepted : outcomes, verified: false };
  }
}
