import type { NamedService, ServiceState } from './service-state.js';

const brokers = ['kafka', 'redpanda', 'zookeeper'];
/** What runs beside brokers and carries their names: kafka-connect, redpanda-console. */
const companions: ReadonlySet<string> = new Set([
  'connect',
  'console',
  'consumer',
  'exporter',
  'manager',
  'producer',
  'rest',
  'ui',
]);

/** Whether a service, by one of its names, is a broker or what brokers can't be without. */
export function isBroker({ name, settings }: NamedService, state: ServiceState | undefined): boolean {
  const own = settings.kind === 'systemd' ? settings.unit : (settings.service ?? '');
  const names = [name, own, ...(state?.containers.map(({ service }) => service) ?? [])];
  return names.some(namesBroker);
}

function namesBroker(name: string): boolean {
  const parts = name
    .toLowerCase()
    .replace(/\.service$/, '')
    .split(/[^a-z0-9]+/);
  return (
    parts.some((part) => brokers.some((broker) => part.includes(broker))) &&
    !parts.some((part) => companions.has(part))
  );
}
