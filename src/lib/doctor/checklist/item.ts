import type { Aws } from '../../aws/aws.js';
import type { ConfigurationFacts } from '../configuration-facts.js';
import type { ReachedKubernetes } from '../kubernetes/kubernetes-step.js';
import type { Finding, Outcome, Step } from '../model.js';
import type { ResolvedSettings } from '../settings-step.js';

/** A line of the checklist: a step whose findings are its state, whatever layer it counts to. */
export interface Item {
  /** `nodes`, `databases` */
  readonly what: string;
  readonly step: Step;
}

/** The steps of a diagnosis that items wait for. */
export interface ItemsAfter {
  readonly configuration: Step<ConfigurationFacts>;
  /** Its value is undefined where nothing of the environment is in AWS. */
  readonly account: Step<{ readonly aws: Aws } | undefined>;
  readonly settings: Step<ResolvedSettings>;
  readonly kubernetes: Step<ReachedKubernetes>;
}

/** Where a checklist's item asks several things, one after the other. */
export const itemDeadlineMs = 20_000;

/** All is in place where nothing is missing. @param inPlace what is said then */
export function itemOutcome(
  missing: readonly Omit<Finding, 'verdict'>[],
  inPlace: string,
): Outcome<undefined> {
  if (missing.length === 0) return { findings: [{ verdict: 'ok', saw: inPlace }], value: undefined };
  return { findings: missing.map((one) => ({ verdict: 'broken', ...one })), value: undefined };
}

export function nothingToCheck(why: string): Outcome<undefined> {
  return { findings: [], skipped: why, value: undefined };
}
