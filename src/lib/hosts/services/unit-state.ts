import { isDenial, joined } from './read-sections.js';
import type { ServiceState, ServiceStatus } from './service-state.js';

/** What is asked of systemd; a version that doesn't know one of them leaves it out. */
export const unitProperties = [
  'LoadState',
  'ActiveState',
  'SubState',
  'Type',
  'MainPID',
  'Result',
  'ExecMainStatus',
  'NRestarts',
  'ActiveEnterTimestamp',
  'InactiveExitTimestamp',
  'InactiveEnterTimestamp',
] as const;

type UnitProperty = (typeof unitProperties)[number];
type Properties = ReadonlyMap<string, string>;

/** A systemd unit out of the answer of `systemctl show`, written in UTC and English. */
type UnitState = Omit<ServiceState, 'name' | 'kind' | 'uptimeMs' | 'containers' | 'declared'>;

export function readUnit(lines: readonly string[]): UnitState {
  const properties: Properties = new Map(
    lines.flatMap((line) => {
      const at = line.indexOf('=');
      return at > 0 ? [[line.slice(0, at), line.slice(at + 1)] as const] : [];
    }),
  );
  const get = (name: UnitProperty) => properties.get(name) ?? '';
  if (get('ActiveState') === '') return unreadable(joined(lines));
  const state = statusOf(get('LoadState'), get('ActiveState'), get('SubState'));
  const sinceMs = readTimestamp(get(beginOf(state)));
  const isUp = state === 'running';
  return {
    state,
    detail: detailOf(get),
    sinceMs,
    restarts: readCount(get('NRestarts')),
    health: undefined,
    incarnation: isUp ? `${get('MainPID')} ${get('ActiveEnterTimestamp')}` : undefined,
    isOneShot: get('Type') === 'oneshot',
    problem: problemOf(get('LoadState'), get('ActiveState')),
    isDenied: false,
  };
}

function unreadable(said: string): UnitState {
  return {
    state: 'unknown',
    detail: said === '' ? 'systemd did not answer' : said,
    sinceMs: undefined,
    restarts: undefined,
    health: undefined,
    incarnation: undefined,
    isOneShot: false,
    problem: undefined,
    isDenied: isDenial(said),
  };
}

function statusOf(loadState: string, activeState: string, subState: string): ServiceStatus {
  switch (activeState) {
    case 'active':
    case 'reloading':
    case 'refreshing':
      return 'running';
    case 'activating':
      return subState.startsWith('auto-restart') ? 'restarting' : 'starting';
    case 'failed':
      return 'failed';
    case 'inactive':
      return loadState === 'not-found' ? 'missing' : 'stopped';
    case 'deactivating':
      return 'stopped';
    default:
      return 'unknown';
  }
}

/** `active (running)`, `failed (failed), result exit-code, status 143`. */
function detailOf(get: (name: UnitProperty) => string): string {
  if (get('LoadState') === 'not-found' && get('ActiveState') === 'inactive') return 'no such unit';
  const isUp = get('ActiveState') === 'active';
  const result = get('Result');
  const status = get('ExecMainStatus');
  return [
    `${get('ActiveState')} (${get('SubState')})`,
    ...(isUp || result === '' || result === 'success' ? [] : [`result ${result}`]),
    ...(isUp || status === '' || status === '0' ? [] : [`status ${status}`]),
  ].join(', ');
}

function readCount(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** `Sat 2026-11-21 10:12:00 UTC`; systemd writes nothing or `n/a` for never. */
function readTimestamp(text: string): number | undefined {
  const match = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?) UTC$/.exec(text);
  return match === null ? undefined : Date.parse(`${match[1]}T${match[2]}Z`);
}

function problemOf(loadState: string, activeState: string): string | undefined {
  switch (loadState) {
    case 'loaded':
      return undefined;
    case 'masked':
      return 'the unit is masked: systemd refuses to start it';
    case 'not-found':
      return activeState === 'inactive' ? undefined : 'its unit file is gone';
    default:
      return `systemd can't load the unit (${loadState})`;
  }
}

/** The time that says since when a unit is in a state. */
function beginOf(state: ServiceStatus): UnitProperty {
  if (state === 'running') return 'ActiveEnterTimestamp';
  return state === 'starting' || state === 'restarting' ? 'InactiveExitTimestamp' : 'InactiveEnterTimestamp';
}
