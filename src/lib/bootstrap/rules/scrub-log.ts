import { mask } from '../../config/secret.js';

/** Shorter ones would hide half of every line. */
const shortestHidden = 4;
const longestLine = 400;

const assignment =
  /\b([\w.-]*(?:passw(?:or)?d|pwd|secret|token|credential|api[_-]?key|jaas\.config)[\w.-]*["']?\s*[=:]\s*)(?:"[^"]*"|'[^']*'|\S+)/gi;
const userInfo = /(\w+:\/\/)[^\s/@]+@/g;

/** A program's log lines without what it should not have logged: known secret values, and what looks like one. */
export function scrubLog(lines: readonly string[], hidden: readonly string[]): string[] {
  const longestFirst = hidden
    .flatMap((value) => [value, value.trim()])
    .filter((value) => value.length >= shortestHidden)
    .sort((a, b) => b.length - a.length);
  return lines.map((line) => {
    let scrubbed = line;
    for (const value of longestFirst) scrubbed = scrubbed.replaceAll(value, mask);
    scrubbed = scrubbed.replace(assignment, `$1${mask}`).replace(userInfo, `$1${mask}@`);
    return scrubbed.length > longestLine ? `${scrubbed.slice(0, longestLine)}…` : scrubbed;
  });
}
