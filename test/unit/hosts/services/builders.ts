import type { ServiceSettings } from '../../../../src/lib/hosts/host-settings.js';
import type {
  ContainerState,
  NamedService,
  ServiceState,
} from '../../../../src/lib/hosts/services/service-state.js';

/** A moment, by the host's clock. */
export const hostTime = Date.UTC(2026, 10, 21, 10, 0, 0);

export function systemd(name: string, unit = name, health?: string): NamedService {
  return { name, settings: { kind: 'systemd', unit, health } };
}

export function compose(
  name: string,
  over: Partial<Extract<ServiceSettings, { kind: 'compose' }>> = {},
): NamedService {
  const settings = {
    kind: 'compose',
    folder: '/opt/app',
    service: name,
    health: undefined,
    ...over,
  } as const;
  return { name, settings };
}

/** A unit that has been running for an hour. */
export function state(over: Partial<ServiceState> = {}): ServiceState {
  return {
    name: 'gateway',
    kind: 'systemd',
    state: 'running',
    detail: 'active (running)',
    sinceMs: hostTime - 3_600_000,
    uptimeMs: 3_600_000,
    restarts: 0,
    health: undefined,
    incarnation: 'first',
    isOneShot: false,
    containers: [],
    declared: undefined,
    problem: undefined,
    isDenied: false,
    ...over,
  };
}

export function container(over: Partial<ContainerState> = {}): ContainerState {
  return {
    name: 'app-gateway-1',
    service: 'gateway',
    state: 'running',
    detail: 'Up 3 hours',
    sinceMs: hostTime - 3 * 3_600_000,
    restarts: 0,
    health: undefined,
    incarnation: 'c0ffee 1',
    ...over,
  };
}
