import type { ContainerRow, Inspection } from './container-rows.js';
import type { ContainerState, ServiceStatus } from './service-state.js';

/** Exit codes of a process that somebody asked to end: none, SIGINT, SIGTERM. */
const askedToEnd: ReadonlySet<number> = new Set([0, 130, 143]);

/** A container out of what the list says and, where there is one, its inspection, which is exact. */
export function containerState(row: ContainerRow, inspection: Inspection | undefined): ContainerState {
  const docker = (inspection?.status || row.state || stateFromStatus(row.status)).toLowerCase();
  const exitCode = inspection?.exitCode ?? row.exitCode ?? exitCodeFromStatus(row.status);
  const health = row.health || healthFromStatus(row.status);
  const state = statusOf(docker, exitCode, health, inspection?.isOutOfMemory === true);
  const isUp = docker === 'running';
  return {
    name: row.name,
    service: row.service,
    state,
    detail: detailOf(row, docker, exitCode, inspection),
    sinceMs: isUp ? inspection?.startedMs : inspection?.finishedMs,
    restarts: inspection?.restarts,
    health: health === '' ? undefined : health === 'healthy' ? 'ok' : health,
    incarnation:
      inspection?.startedMs === undefined ? undefined : `${row.id.slice(0, 12)} ${inspection.startedMs}`,
  };
}

function statusOf(
  docker: string,
  exitCode: number | undefined,
  health: string,
  isOutOfMemory: boolean,
): ServiceStatus {
  switch (docker) {
    case 'running':
      return health === 'starting' ? 'starting' : 'running';
    case 'restarting':
      return 'restarting';
    case 'created':
    case 'paused':
      return 'stopped';
    case 'exited':
      return askedToEnd.has(exitCode ?? 0) && !isOutOfMemory ? 'stopped' : 'failed';
    case 'dead':
    case 'removing':
      return 'failed';
    default:
      return 'unknown';
  }
}

function detailOf(
  { status }: ContainerRow,
  docker: string,
  exitCode: number | undefined,
  inspection: Inspection | undefined,
): string {
  const own = status === '' ? `${docker}${docker === 'exited' ? ` (${exitCode ?? '?'})` : ''}` : status;
  return inspection?.isOutOfMemory === true ? `${own}, killed for want of memory` : own;
}

/** From `Up 3 hours (healthy)`, `Exited (1) 3 minutes ago`, `Restarting (1) 5 seconds ago`, `Up 2 days (Paused)`. */
function stateFromStatus(status: string): string {
  if (status.endsWith('(Paused)')) return 'paused';
  const [first = ''] = status.split(' ');
  return first === 'Up' ? 'running' : first;
}

function exitCodeFromStatus(status: string): number | undefined {
  const match = /^[A-Za-z]+ \((\d+)\)/.exec(status);
  return match === null ? undefined : Number(match[1]);
}

function healthFromStatus(status: string): string {
  const health = /\((healthy|unhealthy|health: starting)\)$/.exec(status)?.[1];
  return health === 'health: starting' ? 'starting' : (health ?? '');
}
