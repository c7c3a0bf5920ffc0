import { ExopsError } from '../../errors.js';
import { printable } from '../../terminal/printable.js';
import type { Size, Sleeper } from '../model.js';

/** What is asked for: the most isn't touched. @throws ExopsError without a size, as only what is on or off has none */
export function sizeToWakeTo(
  { kind, name }: Pick<Sleeper, 'kind' | 'name'>,
  size: Size | undefined,
): { readonly min: number; readonly desired: number } {
  if (size === undefined)
    throw new ExopsError(`It is not known what size to wake ${kind} ${printable(name)} to.`, {
      hint: `Say it: --wakes-to ${printable(name)}=MIN/DESIRED`,
    });
  return { min: size.min ?? 0, desired: size.desired };
}
