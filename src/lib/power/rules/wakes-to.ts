import { UsageError } from '../../errors.js';
import type { Size } from '../model.js';

/** What a person says that something is to wake to. */
export type WakesTo = 'on' | Pick<Size, 'desired' | 'min'>;

const form = '--wakes-to: expected NAME=DESIRED, NAME=MIN/DESIRED or NAME=on';

/**
 * `web=2`, `exchange-dev-spot-nodes=1/2`, `i-0123456789abcdef0=on`
 * @throws UsageError
 */
export function readWakesTo(texts: readonly string[]): ReadonlyMap<string, WakesTo> {
  const read = texts.map(readOne);
  const names = new Map(read);
  const twice = read.find(([name], index) => read.findIndex(([other]) => other === name) !== index);
  if (twice !== undefined) throw new UsageError(`--wakes-to names ${JSON.stringify(twice[0])} twice.`);
  return names;
}

function readOne(text: string): readonly [string, WakesTo] {
  const [, name, value = ''] = /^(.+)=([^=]+)$/.exec(text) ?? [];
  if (name === undefined) throw new UsageError(`${form}, got ${JSON.stringify(text)}.`);
  if (value === 'on') return [name, 'on'];
  const [, min, desired] = /^(?:(\d{1,5})\/)?(\d{1,5})$/.exec(value) ?? [];
  if (desired === undefined) throw new UsageError(`${form}, got ${JSON.stringify(text)}.`);
  const size = { desired: Number(desired), ...(min === undefined ? {} : { min: Number(min) }) };
  if (size.desired === 0) throw new UsageError(`--wakes-to ${text}: 0 is asleep.`);
  if (size.min !== undefined && size.min > size.desired)
    throw new UsageError(`--wakes-to ${text}: the least can't be more than what is wanted.`);
  return [name, size];
}

/** The size that is meant for something that has this one now, or why it can't be; undefined for what is on or off. */
export function wishedSize(
  wish: WakesTo,
  now: Size | undefined,
): { readonly size: Size | undefined } | { readonly problem: string } {
  if (now === undefined)
    return wish === 'on' ? { size: undefined } : { problem: '--wakes-to: it is only on or off, so write on' };
  if (wish === 'on') return { problem: '--wakes-to: it has a size, so write how many' };
  if (wish.min !== undefined && now.min === undefined)
    return { problem: '--wakes-to: it has no least number' };
  if (now.max !== undefined && wish.desired > now.max)
    return { problem: `--wakes-to: ${wish.desired} is more than its most, ${now.max}` };
  const min = wish.min ?? now.min;
  const fitting = min === undefined ? {} : { min: Math.min(min, wish.desired) };
  return { size: { desired: wish.desired, ...fitting, ...(now.max === undefined ? {} : { max: now.max }) } };
}
