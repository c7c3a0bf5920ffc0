import { UsageError } from '../../errors.js';
import { printable } from '../../terminal/printable.js';
import type { ServiceSettings } from '../host-settings.js';
import type { NamedService } from './service-state.js';

const longestUnit = 255;
const longestUrl = 2_048;
/** As `systemd.unit(5)` has it; a first `-` would be an option. */
const unitPattern = /^(?!-)[A-Za-z0-9:_.@\\-]+$/;
/** As the compose specification has it. */
const composeServicePattern = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const control = /[\u0000-\u001f\u007f]/;

/**
 * Refuses what could be more than a name on the host. Quoting keeps the shell out; this keeps the tools from taking
 * a name for an option, a pattern or a file.
 * @throws UsageError
 */
export function checkService({ name, settings }: NamedService): void {
  const problem = problemOf(settings);
  if (problem !== undefined)
    throw new UsageError(`The service "${printable(name)}" can't be used: ${problem}.`);
}

function problemOf(settings: ServiceSettings): string | undefined {
  const health = settings.health === undefined ? undefined : problemOfUrl(settings.health);
  return (settings.kind === 'systemd' ? problemOfUnit(settings.unit) : problemOfCompose(settings)) ?? health;
}

function problemOfUnit(unit: string): string | undefined {
  if (unitPattern.test(unit) && unit.length <= longestUnit) return undefined;
  return `"${printable(unit)}" is not the name of a systemd unit`;
}

function problemOfCompose({
  folder,
  service,
}: {
  folder: string;
  service: string | undefined;
}): string | undefined {
  if (!folder.startsWith('/') || control.test(folder))
    return `"${printable(folder)}" is not the absolute path of a folder`;
  if (service !== undefined && !composeServicePattern.test(service))
    return `"${printable(service)}" is not the name of a compose service`;
  return undefined;
}

function problemOfUrl(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (url === undefined || !isWeb || control.test(text) || text.includes(' ') || text.length > longestUrl)
    return `its health check "${printable(text)}" is not an http or https URL`;
  if (url.username !== '' || url.password !== '')
    return 'its health check holds a user name or password, which others on the host could read';
  return undefined;
}
