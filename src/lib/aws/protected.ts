import { printable } from '../terminal/printable.js';

const protection: ReadonlySet<string> = new Set(['exops:protected', 'exops/protected']);
const denials: ReadonlySet<string> = new Set(['false', 'no', '0']);
/** Also with somebody's prefix before it: `app:environment`, `example.com/env`. */
const stages = /^(?:.+[:/])?(?:env|environment|stage|tier)$/;
/** At the beginning and as a whole word: `prod-eu`, and not `product` or `non-prod`. */
const production = /^(?:prod|prd|production|live)(?![a-z0-9])/;

/**
 * Why its tags keep something from ever being put to sleep or deleted; undefined when they don't. Upper and lower case are
 * the same.
 * @param noun what such a mark is called there: `tag`, `label`, `annotation`
 */
export function protectedBy(tags: ReadonlyMap<string, string>, noun = 'tag'): string | undefined {
  for (const [key, value] of tags) {
    const [name, says] = [key.toLowerCase(), value.trim().toLowerCase()];
    if (protection.has(name) && !denials.has(says)) return `it is protected by its ${noun} ${printable(key)}`;
    if (stages.test(name) && production.test(says))
      return `it is production by its ${noun} ${printable(`${key}=${value}`)}`;
  }
  return undefined;
}
