import type { Context } from '../../context.js';
import { chainOf } from '../../lib/doctor/chain.js';
import type { DoctorDeps } from '../../lib/doctor/doctor-deps.js';
import type { Step } from '../../lib/doctor/model.js';
import { type Diagnosis, doctorDocument } from '../../lib/doctor/report/doctor-document.js';
import {
  type DoctorScreen,
  lineScreen,
  noScreen,
  recordScreen,
} from '../../lib/doctor/report/doctor-screen.js';
import { inTurn } from '../../lib/doctor/report/in-turn.js';
import { layerTitle } from '../../lib/doctor/report/layer-title.js';
import { verdictLine } from '../../lib/doctor/report/verdict-line.js';
import { runSteps, withAllBefore } from '../../lib/doctor/run-steps.js';
import { targetOf, targetWords } from '../../lib/doctor/target.js';
import { verdictOf } from '../../lib/doctor/verdict.js';
import { type ExitCode, UsageError } from '../../lib/errors.js';
import { writeDocument } from '../../lib/terminal/document.js';
import { dottedLine } from '../../lib/terminal/dotted-line.js';
import { loadPalette } from '../../lib/terminal/palette.js';
import { printable } from '../../lib/terminal/printable.js';
import { createProgress } from '../../lib/terminal/progress.js';
import type { DoctorOptions } from './doctor.js';
import { openDoctor } from './doctor-deps-of.js';
import type { RunFix } from './fix-runs.js';

/** The steps of a diagnosis; a test gives other ones. */
export type StepsOf = (deps: DoctorDeps) => readonly Step[];

/** Looks at every layer of the environment, says which is the first that is broken, and changes what it is told to. */
export async function runDoctor(
  context: Context,
  options: DoctorOptions,
  stepsOf: StepsOf = chainOf,
  runFix?: RunFix,
): Promise<ExitCode> {
  refuseMisfits(context, options);
  if (options.checklist === true) {
    const { showChecklist } = await import('./show-checklist.js');
    return showChecklist(context, options);
  }
  if (options.roundTrip === true) {
    const { askForRoundTrip } = await import('./ask-for-round-trip.js');
    await askForRoundTrip(context, options);
  }
  const look = () => diagnose(context, options, stepsOf);
  const diagnosis = await look();
  if (options.fix !== true) return verdictOf(diagnosis.examined).exitCode;
  const { offerFixes } = await import('./offer-fixes.js');
  return offerFixes(context, options, diagnosis, look, runFix);
}

function refuseMisfits({ terminal }: Context, options: DoctorOptions): void {
  const { fix, dryRun, yes, output, checklist, roundTrip } = options;
  if (checklist === true && (fix === true || roundTrip === true))
    throw new UsageError(
      `--checklist only looks: leave ${fix === true ? '--fix' : '--round-trip'} out, or --checklist.`,
    );
  if (fix !== true) {
    const flag = dryRun === true ? '--dry-run' : '--yes';
    if (dryRun === true || (yes === true && roundTrip !== true))
      throw new UsageError(`${flag} is about what --fix changes, and without it nothing is changed.`);
    return;
  }
  if (output !== 'table')
    throw new UsageError('--fix shows plans of its own after the report: leave --output out.');
  if (dryRun !== true && yes !== true && !terminal.canAsk)
    throw new UsageError(
      '--fix asks before each change, and nobody can be asked (no terminal, or --no-input). Nothing has changed.',
      { hint: 'See the plans with --fix --dry-run, then run the command again with: --fix --yes' },
    );
}

/** One look at everything, shown as it goes. */
async function diagnose(context: Context, options: DoctorOptions, stepsOf: StepsOf): Promise<Diagnosis> {
  const { terminal, clock } = context;
  const { deps, close } = openDoctor(context, options);
  try {
    const target = await deps.configuration().then(targetOf, () => ({}));
    const words = targetWords(target).map(printable);
    if (words.length > 0) terminal.err.line(dottedLine(words, terminal.err.columns));
    const at = clock.now();
    const examined = await examine(context, stepsOf(deps), await screenOf(context, options));
    const diagnosis: Diagnosis = { target, examined, at, tookMs: clock.now() - at };
    if (options.output !== 'table')
      await writeDocument(terminal.out, options.output, doctorDocument(diagnosis));
    const { columns: width, colorLevel } = terminal.err;
    terminal.err.line(verdictLine(diagnosis, { palette: await loadPalette(colorLevel), width }));
    // A terminal has shown it with its layer.
    const { finding } = verdictOf(examined);
    if (!terminal.out.isTerminal) for (const line of finding?.next ?? []) terminal.err.line(`  ${line}`);
    return diagnosis;
  } finally {
    await close();
  }
}

async function examine(context: Context, steps: readonly Step[], screen: DoctorScreen) {
  const { terminal, clock, signal } = context;
  const tell = inTurn(withAllBefore(steps), screen.show);
  const tried = new Set<string>();
  const examined = await createProgress(terminal).during('Looking', (update) => {
    const say = () => update([...tried].join(', '));
    return runSteps(steps, {
      ...{ clock, signal },
      onBegin({ layer }) {
        tried.add(layerTitle(layer));
        say();
      },
      onDone(step, ended) {
        tried.delete(layerTitle(step.layer));
        tell(step, ended);
        say();
      },
    });
  });
  screen.end();
  return examined;
}

async function screenOf({ terminal: { out } }: Context, { output }: DoctorOptions): Promise<DoctorScreen> {
  if (output !== 'table') return noScreen;
  if (!out.isTerminal) return recordScreen(out);
  return lineScreen(out, { palette: await loadPalette(out.colorLevel), width: out.columns });
}
