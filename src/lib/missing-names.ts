import { matchesAny } from './manifest/scope.js';
import { nearest } from './yaml/nearest.js';

/** What was asked for and isn't there. */
export interface MissingName {
  readonly name: string;
  /** Whether it is a glob, which matches nothing. */
  readonly isGlob: boolean;
  /** What was probably meant. */
  readonly meant: string | undefined;
}

/** Which of the names and globs stand for nothing of what is there. */
export function missingNames(
  patterns: readonly string[],
  there: ReadonlySet<string>,
): readonly MissingName[] {
  const names = [...there];
  return patterns.flatMap((name) => {
    const isGlob = /[*?]/.test(name);
    const isThere = there.has(name) || (isGlob && names.some((one) => matchesAny([name], one)));
    return isThere ? [] : [{ name, isGlob, meant: isGlob ? undefined : nearest(name, names) }];
  });
}

/** `No such group, or no right to see it: settlment. Did you mean settlement?`; not yet printable. */
export function missingWords(kind: 'group' | 'topic', { name, isGlob, meant }: MissingName): string {
  const proposal = meant === undefined ? '' : `. Did you mean ${meant}?`;
  const lack = isGlob ? `No ${kind} matches` : `No such ${kind}`;
  return `${lack}, or no right to see it: ${name}${proposal}`;
}

/** `; did you mean orders?`, or nothing; not yet printable. */
export function meantWords({ meant }: Pick<MissingName, 'meant'>): string {
  return meant === undefined ? '' : `; did you mean ${meant}?`;
}
