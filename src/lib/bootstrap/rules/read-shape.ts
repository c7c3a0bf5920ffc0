import { printable } from '../../terminal/printable.js';

/** What a list of an API object really holds: the API server checks only what it knows a schema of. */
export function listed<T extends object>(list: readonly T[] | null | undefined): readonly T[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === 'object' && item !== null) : [];
}

/** A counter as an API object has it; left out, it is `otherwise`. */
export function counted(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

/** A name or a message for people; empty when there is none. */
export function shown(value: unknown): string {
  return typeof value === 'string' ? printable(value) : '';
}

/** The value of a label or an annotation; never what every JavaScript object inherits. */
export function valueAt(
  map: Readonly<Record<string, string>> | null | undefined,
  key: string,
): string | undefined {
  if (map === null || map === undefined || typeof key !== 'string' || !Object.hasOwn(map, key))
    return undefined;
  const value: unknown = map[key];
  return typeof value === 'string' ? value : undefined;
}

/** A time as the API writes it, in whole seconds since the epoch; NaN for what is none. */
export function secondOf(time: unknown): number {
  return typeof time === 'string' ? Math.floor(Date.parse(time) / 1000) : Number.NaN;
}
