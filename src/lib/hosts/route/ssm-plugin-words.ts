import { printable } from '../../terminal/printable.js';

/**
 * The session-manager-plugin writes sentences of its own to the standard output that carries SSH: before the server's
 * first line, and when the session is over.
 * https://github.com/aws/session-manager-plugin
 */

/** Where SSH begins in what the plugin wrote so far; -1 as long as it hasn't. RFC 4253, section 4.2 */
export function findBanner(written: Buffer): number {
  const start = Buffer.from('SSH-');
  if (written.subarray(0, start.length).equals(start)) return 0;
  const afterLine = written.indexOf('\nSSH-');
  return afterLine < 0 ? -1 : afterLine + 1;
}

/** What the plugin said before it ended, in one line; undefined when that was nothing of interest. */
export function readComplaint(output: string, errorOutput: string): string | undefined {
  const lines = `${errorOutput}\n${output}`
    .split(/[\r\n]+/)
    .map((line) => readFarewellLine(line.trim()) ?? line.trim())
    .filter((line) => line !== '' && !/^(Starting|Exiting) session with SessionId: /i.test(line));
  return lines.length === 0 ? undefined : printable(lines.join(' '));
}

/** What belongs to SSH of a chunk in which the plugin takes its leave, and the reason it gives, if any. */
export interface Farewell {
  readonly before: Buffer;
  readonly reason: string | undefined;
}

const longestFarewell = 4_096;

/** Recognises the plugin's last sentence at the end of a chunk of its output. */
export function findFarewell(chunk: Buffer, sessionId: string): Farewell | undefined {
  const from = Math.max(0, chunk.length - longestFarewell);
  const tail = chunk.subarray(from).toString('latin1');
  const begin = ['\n\nExiting session with sessionId: ', '\n\nSessionId: ', 'Session: ']
    .map((words) => tail.indexOf(`${words}${sessionId}`))
    .find((at) => at >= 0);
  if (begin === undefined) return undefined;
  const reason = readFarewellLine(tail.slice(begin).trim());
  return {
    before: chunk.subarray(0, from + begin),
    reason: reason === undefined ? undefined : printable(reason),
  };
}

/** `SessionId: kim-0123 : Your session timed out due to inactivity.` and `Session: kim-0123 timed out.` */
function readFarewellLine(line: string): string | undefined {
  return /^SessionId: \S+ : (.*)$/s.exec(line)?.[1]?.trim() ?? /^Session: \S+ (timed out)\.$/.exec(line)?.[1];
}
