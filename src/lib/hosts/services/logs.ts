import { quoteCommand } from '../../ssh/quote.js';
import { composeCommand } from './docker-shell.js';
import type { LogStart } from './log-start.js';
import type { NamedService } from './service-state.js';

export interface LogOptions {
  /** How many of the last lines. */
  readonly tail: number | 'all';
  /** Goes on with what comes. */
  readonly follow: boolean;
  readonly since: LogStart | undefined;
}

/** The groups that may read the journal are systemd's own defaults; others need root for all but their own lines. */
const readJournal = `
case " $(id -u) $(id -Gn) " in
  ' 0 '* | *' systemd-journal '* | *' adm '* | *' wheel '*) exec journalctl "$@" ;;
esac
if sudo -n true >/dev/null 2>&1; then exec sudo -n journalctl "$@"; fi
exec journalctl "$@"
`;

/**
 * The command line that writes the log of a service, for `SshSession.exec`. Its output is the service's own, and is
 * not safe to show on a terminal without thought.
 */
export function logsCommand({ settings }: NamedService, options: LogOptions): string {
  if (settings.kind === 'systemd')
    return quoteCommand(['sh', '-c', readJournal, 'exops', ...journalWords(settings.unit, options)]);
  const service = settings.service === undefined ? [] : [settings.service];
  return composeCommand(settings.folder, [...composeWords(options), ...service]);
}

function journalWords(unit: string, { tail, follow, since }: LogOptions): string[] {
  return [
    ...['-u', unit, '--no-pager', '-n', String(tail)],
    ...(follow ? ['-f'] : []),
    ...(since === undefined
      ? []
      : [`--since=${since.from === 'ago' ? `-${since.seconds}s` : `@${since.seconds}`}`]),
  ];
}

function composeWords({ tail, follow, since }: LogOptions): string[] {
  return [
    ...['logs', '--no-color', '--tail', String(tail)],
    ...(follow ? ['-f'] : []),
    ...(since === undefined
      ? []
      : ['--since', since.from === 'ago' ? `${since.seconds}s` : `${since.seconds}`]),
  ];
}
