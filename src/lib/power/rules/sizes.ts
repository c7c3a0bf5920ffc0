import type { Size } from '../model.js';

/** Whether both want as many; max isn't ours, and what one of them doesn't limit isn't compared. */
export function sameSize(one: Size, other: Size): boolean {
  const sameMin = one.min === undefined || other.min === undefined || one.min === other.min;
  return one.desired === other.desired && sameMin;
}

/** Whether it has become what was asked for, or more: an autoscaler doesn't wait for us. */
export function atLeast(now: Size, asked: Size): boolean {
  return now.desired >= asked.desired && (now.min ?? 0) >= (asked.min ?? 0);
}

/** `2 (min 1, max 4)` */
export function sizeWords({ desired, min, max }: Size): string {
  const limits = [
    ...(min === undefined ? [] : [`min ${min}`]),
    ...(max === undefined ? [] : [`max ${max}`]),
  ].join(', ');
  return limits === '' ? `${desired}` : `${desired} (${limits})`;
}

/** Why something with these limits can't be of this size; undefined when it can. */
export function misfit(size: Size, now: Size): string | undefined {
  const { max } = now;
  return max !== undefined && size.desired > max ? `its max is ${max} now` : undefined;
}
