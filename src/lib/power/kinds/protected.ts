import { printable } from '../../terminal/printable.js';

const protection: ReadonlySet<string> = new Set(['exops:protected', 'exops/protected']);
const stages: ReadonlySet<string> = new Set(['env', 'environment', 'stage']);
const production: ReadonlySet<string> = new Set(['prod', 'production']);
const denials: ReadonlySet<string> = new Set(['false', 'no', '0']);

/**
 * Why its tags keep something from ever being put to sleep; undefined when they don't. Upper and lower case are the same.
 * @param noun what such a mark is called there: `tag`, `label`, `annotation`
 */
export function protectedBy(tags: ReadonlyMap<string, string>, noun = 'tag'): string | undefined {
  for (const [key, value] of tags) {
    const [name, says] = [key.toLowerCase(), value.trim().toLowerCase()];
    if (protection.has(name) && !denials.has(says)) return `it is protected by its ${noun} ${printable(key)}`;
    if (stages.has(name) && production.has(says))
      return `it is production by its ${noun} ${printable(`${key}=${value}`)}`;
  }
  return undefined;
}
