import { type ExitCode, exitCodes } from '../errors.js';
import { writeDocument } from '../terminal/document.js';
import { loadPalette } from '../terminal/palette.js';
import type { Outcome } from './outcome.js';
import type { Plan } from './plan.js';
import { type ChangeDocumentFile, documentSchema, planDocument } from './plan-document.js';
import { renderPlan } from './render-plan.js';
import type { ChangeScene } from './scene.js';

/** The plan on stdout: for a person, or as the whole document when nothing will be applied. */
export async function showPlan(run: ChangeScene, plan: Plan, exitCode?: ExitCode): Promise<void> {
  if (run.options.output !== 'table') return writeResult(run, plan, exitCode ?? exitCodes.ok);
  const { out } = run.context.terminal;
  const palette = await loadPalette(out.colorLevel);
  out.line(renderPlan(plan, { palette, width: out.columns }).join('\n'));
}

/** With `-o json` on a terminal the person still reads the plan before answering. */
export async function showPlanToPerson(run: ChangeScene, plan: Plan): Promise<void> {
  const { err } = run.context.terminal;
  const palette = await loadPalette(err.colorLevel);
  err.line(renderPlan(plan, { palette, width: err.columns }).join('\n'));
}

/** The document of `-o json` and `-o yaml`; nothing for people. */
export async function writeResult(
  { options, context, target }: ChangeScene,
  plan: Plan,
  exitCode: ExitCode,
  outcomes?: readonly Outcome[],
): Promise<void> {
  if (options.output === 'table') return;
  const document: ChangeDocumentFile = {
    schema: documentSchema,
    target,
    plan: planDocument(plan),
    ...(outcomes === undefined ? {} : { outcomes }),
    exitCode,
  };
  await writeDocument(context.terminal.out, options.output, document);
}
