import { type ExitCode, exitCodes } from '../errors.js';
import type { Examined, Finding, Layer } from './model.js';
import { problemOf } from './problems/problems.js';
import { inOrder } from './run-steps.js';

/** What a diagnosis comes to. */
export interface Verdict {
  /** The outermost layer that is broken; undefined when none is. */
  readonly layer: Layer | undefined;
  /** What is broken there. */
  readonly finding: Finding | undefined;
  readonly exitCode: ExitCode;
}

/** The first broken layer in their order decides: what is further in can't be better than that. */
export function verdictOf(examined: readonly Examined[]): Verdict {
  const first = inOrder(examined).find(({ status }) => status === 'broken');
  const finding = first?.findings.find(({ verdict }) => verdict === 'broken');
  const isComplete = examined.every(({ status }) => status !== 'not reached');
  if (first === undefined || finding === undefined)
    return { layer: undefined, finding: undefined, exitCode: isComplete ? exitCodes.ok : exitCodes.failed };
  return { layer: first.layer, finding, exitCode: exitCodeOf(finding) };
}

function exitCodeOf({ access, problem }: Finding): ExitCode {
  if (access === true) return exitCodes.access;
  const layer = problem === undefined ? undefined : problemOf(problem).layer;
  return layer === 'configuration' || layer === 'settings' ? exitCodes.usage : exitCodes.failed;
}
