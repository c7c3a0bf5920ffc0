import type { Scope } from './model.js';

/** Whether a name belongs to a scope: it matches something included and nothing excluded. */
export function isInScope(scope: Scope, name: string): boolean {
  return matchesAny(scope.include, name) && !matchesAny(scope.exclude, name);
}

/** Whether a whole name matches one of the globs. */
export function matchesAny(globs: readonly string[], name: string): boolean {
  return globs.some((glob) => matches(glob, name));
}

/** Linear in practice: a `*` that fails falls back only to the latest one before it. */
function matches(glob: string, name: string): boolean {
  let g = 0;
  let n = 0;
  let star = -1;
  let resume = 0;
  while (n < name.length) {
    if (glob[g] === '*') {
      star = g++;
      resume = n;
    } else if (g < glob.length && (glob[g] === '?' || glob[g] === name[n])) {
      g++;
      n++;
    } else if (star >= 0) {
      g = star + 1;
      n = ++resume;
    } else {
      return false;
    }
  }
  while (glob[g] === '*') g++;
  return g === glob.length;
}
