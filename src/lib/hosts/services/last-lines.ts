import { stripVTControlCharacters } from 'node:util';
import type { SshSession } from '../../ssh/ssh.js';
import { printable } from '../../terminal/printable.js';
import { logsCommand } from './logs.js';
import { outputOf } from './remote-output.js';
import type { NamedService } from './service-state.js';

const longestMs = 10_000;
const longestLine = 300;

/** The last lines of a service's log, each fit to print; none when they can't be read. */
export async function lastLines(
  session: Pick<SshSession, 'exec'>,
  service: NamedService,
  count: number,
): Promise<readonly string[]> {
  const command = logsCommand(service, { tail: count, follow: false, since: undefined });
  const output = await outputOf(session, command, longestMs).catch(() => undefined);
  return (output?.stdout ?? '')
    .split('\n')
    .map((line) => printable(stripVTControlCharacters(line).trimEnd()))
    .filter((line) => line !== '')
    .slice(-count)
    .map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line));
}
