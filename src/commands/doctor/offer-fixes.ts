import type { Context } from '../../context.js';
import { DeclinedError } from '../../lib/change/ask.js';
import { fixesOf, fixKey, fixWords } from '../../lib/doctor/fix/fixes.js';
import type { Fix } from '../../lib/doctor/model.js';
import type { Diagnosis } from '../../lib/doctor/report/doctor-document.js';
import { verdictOf } from '../../lib/doctor/verdict.js';
import { type ExitCode, ExopsError, exitCodes, InterruptedError, UsageError } from '../../lib/errors.js';
import { loadPalette } from '../../lib/terminal/palette.js';
import { errorLines } from '../../lib/terminal/report-error.js';
import type { DoctorOptions } from './doctor.js';
import { type RunFix, runFix } from './fix-runs.js';

/**
 * Offers each fix of a diagnosis once, and looks again after those that were taken; what that brings to light is offered, too.
 * @returns the exit code of the last look, or of an interruption
 */
export async function offerFixes(
  context: Context,
  options: DoctorOptions,
  first: Diagnosis,
  look: () => Promise<Diagnosis>,
  run: RunFix = runFix,
): Promise<ExitCode> {
  const { err } = context.terminal;
  const offered = new Set<string>();
  for (let diagnosis = first; ; diagnosis = await look()) {
    const fixes = fixesOf(diagnosis.examined).filter((fix) => !offered.has(fixKey(fix)));
    let isChanged = false;
    for (const fix of fixes) {
      offered.add(fixKey(fix));
      err.line(`\nFix: ${fixWords(fix)}`);
      const ended = await offer(context, options, fix, run);
      if (isInterruption(ended)) return ended;
      isChanged ||= ended !== 'left' && options.dryRun !== true;
    }
    const { layer, exitCode } = verdictOf(diagnosis.examined);
    if (layer !== undefined && offered.size === 0) err.line('None of this can be changed from here.');
    if (!isChanged) return exitCode;
    err.line('\nLooking again');
  }
}

/** One fix, to its end or to a no; that one of them fails keeps none of the others from being offered. */
async function offer(
  context: Context,
  options: DoctorOptions,
  fix: Fix,
  run: RunFix,
): Promise<ExitCode | 'left'> {
  const { err } = context.terminal;
  try {
    return await run(context, options, fix);
  } catch (error) {
    const isOfOurs = error instanceof ExopsError && !(error instanceof InterruptedError);
    if (!isOfOurs || needsWords(error, context)) throw error;
    if (error instanceof DeclinedError) err.line('Left as it is.');
    else err.line(errorLines(error, await loadPalette(err.colorLevel), false, err.columns).join('\n'));
    return 'left';
  }
}

/** A plan that `--yes` doesn't answer, where nobody is asked: a script must know. */
function needsWords(error: ExopsError, { terminal }: Context): boolean {
  return error instanceof UsageError && !terminal.canAsk;
}

function isInterruption(ended: ExitCode | 'left'): ended is ExitCode {
  return ended === exitCodes.interrupted || ended === exitCodes.terminated;
}
