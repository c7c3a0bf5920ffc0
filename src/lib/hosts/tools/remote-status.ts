import type { RemoteExit } from '../../ssh/ssh.js';

/** The numbers that Linux has for the signals of SSH (RFC 4254, section 6.10). */
const signalNumbers: ReadonlyMap<string, number> = new Map([
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGQUIT', 3],
  ['SIGILL', 4],
  ['SIGABRT', 6],
  ['SIGFPE', 8],
  ['SIGKILL', 9],
  ['SIGUSR1', 10],
  ['SIGSEGV', 11],
  ['SIGUSR2', 12],
  ['SIGPIPE', 13],
  ['SIGALRM', 14],
  ['SIGTERM', 15],
]);

/** As with ssh: what couldn't be done at all, or ended in an unknown way. */
export const failedStatus = 255;

/** The status to end with after a remote command: its own, or 128 and the signal's number as a shell has it. */
export function statusOf({ code, signal }: RemoteExit): number {
  if (code !== undefined) return code;
  const number = signal === undefined ? undefined : signalNumbers.get(signal);
  return number === undefined ? failedStatus : 128 + number;
}
