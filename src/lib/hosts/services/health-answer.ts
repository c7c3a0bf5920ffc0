import { joined } from './read-sections.js';

/** `ok`, or what a health check says is wrong, out of what curl or wget wrote on the host. */
export function readHealth(lines: readonly string[] | undefined): string {
  if (lines === undefined) return 'not checked: the host did not answer in time';
  const verdict = /^(curl|wget) (\d+)$/.exec(lines.at(-1) ?? '');
  const said = verdict === null ? lines : lines.slice(0, -1);
  if (verdict === null) return `not checked: ${joined(said) || 'the host said nothing'}`;
  const status = verdict[1] === 'curl' ? Number(verdict[2]) : statusOfWget(said, verdict[2] === '0');
  if (status === 0) return `no answer: ${reasonIn(said)}`;
  return status >= 200 && status < 400 ? 'ok' : `HTTP ${status}`;
}

/** The status of the last response among the headers that wget shows; 0 for none. */
function statusOfWget(lines: readonly string[], isWell: boolean): number {
  if (isWell) return 200;
  const statuses = lines.flatMap((line) => /^\s*HTTP\/[\d.]+ (\d{3})/.exec(line)?.[1] ?? []);
  return Number(statuses.at(-1) ?? 0);
}

function reasonIn(lines: readonly string[]): string {
  const text = joined(lines.map((line) => line.trim().replace(/^(curl: \(\d+\)|wget:) /, '')));
  return text === '' ? 'no reason given' : text;
}
