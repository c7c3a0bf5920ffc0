import { UsageError } from '../../errors.js';
import { printable } from '../../terminal/printable.js';
import { didYouMean } from '../../yaml/nearest.js';
import type { HostSettings } from '../host-settings.js';
import { checkService } from './check-service.js';
import type { NamedService } from './service-state.js';

/**
 * The services of a host that were named, in that order and each once; all of them when none was named.
 * @throws UsageError for a name that the host doesn't have, or a service that can't be used
 */
export function chooseServices(
  host: Pick<HostSettings, 'name' | 'services'>,
  names: readonly string[],
): readonly NamedService[] {
  if (host.services.size === 0) {
    throw new UsageError(`The host "${printable(host.name)}" has no services in exops.yaml.`, {
      hint: `Name them under hosts.${printable(host.name)}.services: { kafka: { systemd: kafka } }`,
    });
  }
  const wanted = names.length === 0 ? [...host.services.keys()] : [...new Set(names)];
  return wanted.map((name) => {
    const settings = host.services.get(name);
    if (settings === undefined) throw unknownService(host, name);
    const service = { name, settings };
    checkService(service);
    return service;
  });
}

function unknownService(host: Pick<HostSettings, 'name' | 'services'>, name: string): UsageError {
  const known = [...host.services.keys()];
  const shown = printable(name);
  return new UsageError(
    `The host "${printable(host.name)}" has no service "${shown}"${didYouMean(name, known)}.`,
    { hint: `Services there: ${known.map(printable).join(', ')}` },
  );
}
