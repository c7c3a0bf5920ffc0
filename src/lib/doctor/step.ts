import type { Finding, Layer, Outcome, Step } from './model.js';

/** A step as it is written down: what isn't given is not waited for. */
export interface StepDescription<Value>
  extends Omit<Step<Value>, 'after' | 'beside' | 'deadlineMs'>,
    Partial<Pick<Step<Value>, 'after' | 'beside' | 'deadlineMs'>> {}

/** Of a step that says nothing else. */
export const usualDeadlineMs = 5_000;

export function step<Value>(description: StepDescription<Value>): Step<Value> {
  return { after: [], beside: [], deadlineMs: usualDeadlineMs, ...description };
}

/** All is well. @param saw a line, untrusted parts printable */
export function ok<Value>(saw: string, value: Value): Outcome<Value> {
  return { findings: [{ verdict: 'ok', saw }], value };
}

/** What comes after it can't be looked at. */
export function broken(...findings: readonly Omit<Finding, 'verdict'>[]): Outcome<never> {
  return { findings: findings.map((finding) => ({ verdict: 'broken', ...finding })) };
}

/** There is nothing to look at, and what comes after goes on with this value. */
export function skipped<Value>(why: string, value: Value): Outcome<Value> {
  return { findings: [], skipped: why, value };
}

/** It turned out to need what is beside it: `lacking('ssh')` where the way goes through a host. */
export function lacking(...layers: readonly Layer[]): Outcome<never> {
  return { findings: [], lacks: layers };
}
