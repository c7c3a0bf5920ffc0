import { quoteCommand } from '../../ssh/quote.js';
import { composeCommand } from './docker-shell.js';
import type { RestartWork } from './restart-work.js';

/** The words stay as sudoers files have them; a unit's name was checked, and is no option. */
const asRoot = `
LC_ALL=C
export LC_ALL
if [ "$(id -u)" -eq 0 ]; then exec "$@"; fi
exec sudo -n "$@"
`;

/** The command line that restarts or redeploys a service, for `SshSession.exec`. */
export function restartCommand({ action, service: { settings } }: RestartWork): string {
  if (settings.kind === 'systemd')
    return quoteCommand(['sh', '-c', asRoot, 'exops', 'systemctl', 'restart', settings.unit]);
  const { folder, service } = settings;
  if (action === 'restart')
    return composeCommand(folder, ['restart', ...(service === undefined ? [] : [service])]);
  return service === undefined
    ? composeCommand(folder, ['up', '-d', '--build'])
    : composeCommand(folder, ['up', '-d', '--no-deps', '--build', service]);
}
