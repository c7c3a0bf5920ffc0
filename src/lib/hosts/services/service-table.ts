import { countOf } from '../../terminal/plural.js';
import type { Column } from '../../terminal/table.js';
import type {
  ContainerState,
  HostServices,
  NamedService,
  ServiceState,
  ServiceStatus,
} from './service-state.js';
import { formatUptime } from './uptime.js';

/** The documented shape of `host status -o json`. */
const statusSchema = 'exops.host-status/v1';

/** The table of `host status`. */
export const serviceColumns: readonly Column<ServiceState>[] = [
  { title: 'SERVICE', value: ({ name }) => name },
  { title: 'STATE', value: ({ state }) => state },
  { title: 'UP', value: ({ uptimeMs }) => (uptimeMs === undefined ? '' : formatUptime(uptimeMs)) },
  { title: 'HEALTH', value: ({ health }) => health ?? '' },
  { title: 'NOTE', value: noteOf },
];

/** What the other columns don't say: the system's words for all that isn't simply running. */
function noteOf(service: ServiceState): string {
  const { state, detail, restarts, containers, problem } = service;
  const isPlain = state === 'running' && containers.length < 2;
  return [
    ...(isPlain ? [] : [detail]),
    ...(restarts === undefined || restarts === 0 ? [] : [countOf(restarts, 'restart')]),
    ...(problem === undefined ? [] : [problem]),
  ].join(' · ');
}

interface RunningDocument {
  readonly state: ServiceStatus;
  readonly detail: string;
  /** ISO 8601, by the host's clock. */
  readonly since: string | null;
  readonly restarts: number | null;
  readonly health: string | null;
}

interface ContainerDocument extends RunningDocument {
  readonly name: string;
  readonly service: string;
}

interface ServiceDocument extends RunningDocument {
  readonly name: string;
  readonly kind: 'systemd' | 'compose';
  /** The unit; null for a compose service. */
  readonly unit: string | null;
  /** Folder and service in the compose file; null for a unit. */
  readonly compose: { readonly folder: string; readonly service: string | null } | null;
  readonly uptimeSeconds: number | null;
  readonly problem: string | null;
  readonly containers: readonly ContainerDocument[];
}

interface StatusDocument {
  readonly schema: typeof statusSchema;
  readonly target: Readonly<Record<string, string | boolean | undefined>>;
  /** When the host was asked, by its clock. */
  readonly hostTime: string;
  readonly services: readonly ServiceDocument[];
}

/** What was observed, for programs. */
export function statusDocument(
  target: StatusDocument['target'],
  asked: readonly NamedService[],
  observed: HostServices,
): StatusDocument {
  const settings = new Map(asked.map((service) => [service.name, service.settings]));
  return {
    schema: statusSchema,
    target,
    hostTime: new Date(observed.hostTimeMs).toISOString(),
    services: observed.services.map((service) => {
      const where = settings.get(service.name);
      return {
        name: service.name,
        kind: service.kind,
        unit: where?.kind === 'systemd' ? where.unit : null,
        compose: where?.kind === 'compose' ? { folder: where.folder, service: where.service ?? null } : null,
        ...runningDocument(service),
        uptimeSeconds: service.uptimeMs === undefined ? null : Math.floor(service.uptimeMs / 1000),
        problem: service.problem ?? null,
        containers: service.containers.map((container) => ({
          name: container.name,
          service: container.service,
          ...runningDocument(container),
        })),
      };
    }),
  };
}

function runningDocument(running: ServiceState | ContainerState): RunningDocument {
  return {
    state: running.state,
    detail: running.detail,
    since: running.sinceMs === undefined ? null : new Date(running.sinceMs).toISOString(),
    restarts: running.restarts ?? null,
    health: running.health ?? null,
  };
}
