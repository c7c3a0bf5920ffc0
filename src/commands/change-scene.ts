import type { Context } from '../context.js';
import type { ChangeScene } from '../lib/change/scene.js';
import { createProgress } from '../lib/terminal/progress.js';
import type { OutputOptions, PlanFlags } from './flags.js';

/** What a changing command was told, in the words of the change engine. */
export function changeScene(
  context: Context,
  { dryRun, check, yes, confirm, output }: PlanFlags & OutputOptions,
): Pick<ChangeScene, 'context' | 'progress' | 'options'> {
  return {
    context,
    progress: createProgress(context.terminal),
    options: { dryRun: dryRun === true, check: check === true, yes: yes === true, confirm, output },
  };
}
