import { mask } from '../../config/secret.js';
import { withoutTokens } from '../../k8s/hide-tokens.js';

/** Shorter ones would hide half of every line. */
const shortestHidden = 4;
const longestLine = 400;

/** To the end of the line: a password may have blanks. */
const assignment =
  /((?:\b[\w.-]*(?:passw(?:or)?d|passphrase|secret|token|credential|api[_-]?key|private[_-]?key|jaas\.config)[\w.-]*|\b(?:pass|pwd))["']?(?:\s*[=:]\s*|\t+)|--[\w-]*(?:passw(?:or)?d|secret|token|key)[\w-]* +)\S.*/i;

/** A program's log lines without what it should not have logged: known secret values, and what looks like one. */
export function scrubLog(lines: readonly string[], hidden: readonly string[]): string[] {
  const longestFirst = hidden
    .flatMap((value) => [value, value.trim()])
    .filter((value) => value.length >= shortestHidden)
    .sort((a, b) => b.length - a.length);
  return lines.map((line) => {
    let scrubbed = line;
    for (const value of longestFirst) scrubbed = scrubbed.replaceAll(value, mask);
    scrubbed = withoutTokens(scrubbed.replace(assignment, `$1${mask}`), mask);
    return scrubbed.length > longestLine ? `${scrubbed.slice(0, longestLine)}…` : scrubbed;
  });
}
