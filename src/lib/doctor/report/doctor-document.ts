import type { Target } from '../../change/plan-document.js';
import type { Examined, Finding } from '../model.js';
import { verdictOf } from '../verdict.js';

/** The documented shape of `doctor -o json`. */
const doctorSchema = 'exops.doctor/v1';

export interface Diagnosis {
  readonly target: Target;
  /** In the order of the layers. */
  readonly examined: readonly Examined[];
  /** When it began; milliseconds since the epoch. */
  readonly at: number;
  readonly tookMs: number;
}

/** A diagnosis for programs; what isn't there is null. */
export function doctorDocument({ target, examined, at, tookMs }: Diagnosis) {
  const { layer, finding, exitCode } = verdictOf(examined);
  return {
    schema: doctorSchema,
    target,
    at: new Date(at).toISOString(),
    tookMs: Math.round(tookMs),
    verdict:
      layer === undefined || finding === undefined
        ? null
        : { layer, problem: finding.problem ?? null, saw: finding.saw },
    layers: examined.map(layerDocument),
    exitCode,
  };
}

function layerDocument({ layer, tries, status, because, tookMs, findings }: Examined) {
  return {
    ...{ layer, status, because: because ?? null, tries, tookMs: Math.round(tookMs) },
    findings: findings.map(findingDocument),
  };
}

function findingDocument({ verdict, saw, problem, next, fix, access }: Finding) {
  return {
    ...{ verdict, saw, problem: problem ?? null, next: next ?? [] },
    ...{ fix: fix ?? null, isRight: access === true },
  };
}
