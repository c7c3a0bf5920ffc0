import type { Path } from './yaml-file.js';

/**
 * Where a list stands and keys with values were expected: valibot takes it for an object with the keys 0, 1, 2.
 * @param parsed what valibot made of the value
 */
export function listsForMaps(value: unknown, parsed: unknown, path: Path = []): Path[] {
  if (value === parsed || !isObject(value) || !isObject(parsed)) return [];
  if (Array.isArray(value) && !Array.isArray(parsed)) return [path];
  const inner = parsed as Readonly<Record<string, unknown>>;
  return Object.entries(value).flatMap(([key, one]) => listsForMaps(one, inner[key], [...path, key]));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
