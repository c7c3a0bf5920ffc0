import { messageOf, UsageError } from '../../errors.js';
import { matchesAny } from '../../manifest/scope.js';

export type Matches = (text: string) => boolean;

/**
 * A glob that all of a text must match (`order-*`), or a regular expression that some of it must (`/refund(ed)?/i`).
 * @param flag for errors: `--value`
 * @throws UsageError
 */
export function parsePattern(text: string, flag: string): Matches {
  const [, source, flags] = /^\/(.+)\/([a-z]*)$/s.exec(text) ?? [];
  if (source === undefined) return (whole) => matchesAny([text], whole);
  try {
    // g and y would have it remember where it was.
    const expression = new RegExp(source, flags?.replace(/[gy]/g, ''));
    return (whole) => expression.test(whole);
  } catch (error) {
    throw new UsageError(`${flag} ${text}: ${messageOf(error)}.`);
  }
}
