import { ExopsError, messageOf } from '../../errors.js';

/** What was thrown, in its own words, and what to do about it on a line of its own. */
export function reasonOf(error: unknown): string {
  const hint = error instanceof ExopsError ? error.hint : undefined;
  return hint === undefined ? messageOf(error) : `${messageOf(error)}\n${hint}`;
}
