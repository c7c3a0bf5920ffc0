import type { Size } from '../model.js';

/** Whether both want as many; the most isn't ours, and what one of them doesn't limit isn't compared. */
export function sameSize(one: Size, other: Size): boolean {
  const sameLeast = one.min === undefined || other.min === undefined || one.min === other.min;
  return one.desired === other.desired && sameLeast;
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
  return max !== undefined && size.desired > max ? `its most is ${max} now` : undefined;
}
