import type { Context } from '../../context.js';
import { type ExitCode, exitCodes, UsageError } from '../../lib/errors.js';
import { changePower, type PowerRun } from './change-power.js';
import type { WakeOptions } from './wake.js';

export type WakeRun = WakeOptions & PowerRun;

/** Wakes the environment, and then points its applications at the brokers where that is wanted. */
export async function wakeUp(context: Context, run: WakeRun): Promise<ExitCode> {
  if (run.patchBootstrap === true && run.output !== 'table')
    throw new UsageError('--patch-bootstrap shows a plan of its own after the first: leave --output out.');
  if (run.patchBootstrap === true && run.confirm !== undefined)
    throw new UsageError('--confirm has the words of one plan, and --patch-bootstrap shows a second one.', {
      hint: 'Run exops dev wake and then exops k8s patch-bootstrap, each with its own --confirm.',
    });
  const exitCode = await changePower(context, 'wake', run);
  const isPlanOnly = run.dryRun === true || run.check === true;
  if (run.patchBootstrap !== true || isPlanOnly || exitCode !== exitCodes.ok) return exitCode;
  const { patchBootstrap } = await import('../k8s/patch-bootstrap.run.js');
  const { wait: _, kafka, ...common } = run;
  const patched = await patchBootstrap(context, { ...common, probe: kafka, maxParallel: patchedAtOnce });
  const isRefused = patched === exitCodes.failed || patched === exitCodes.access;
  // What woke stays awake.
  return isRefused ? exitCodes.partial : patched;
}

/** As `k8s patch-bootstrap` has it by default. */
const patchedAtOnce = 10;
