import { countOf } from '../../terminal/plural.js';
import { readContainerRows, readInspection } from './container-rows.js';
import { containerState } from './container-state.js';
import { isDenial, joined, type Section } from './read-sections.js';
import type { ContainerState, ServiceState, ServiceStatus } from './service-state.js';

/** What the host answered about the project of a folder. */
export interface ProjectAnswer {
  /** What the tools said beside their answers. */
  readonly said: Section | undefined;
  /**
   * The list of containers, and under its name who made it: `compose`; docker itself, for an `old` or a `broken`
   * compose or where there is `none`; then its exit status. Undefined when docker could not be asked.
   */
  readonly list: Section | undefined;
  readonly inspect: Section | undefined;
  readonly declared: Section | undefined;
}

type ProjectState = Omit<ServiceState, 'name' | 'kind' | 'uptimeMs'>;

/** A compose service, or with `service` undefined all of a project, out of the host's answer. */
export function readProject(answer: ProjectAnswer, service: string | undefined): ProjectState {
  const said = joined(answer.said?.lines ?? []);
  const containers = readContainers(answer);
  if (containers === undefined) {
    return { ...without('unknown', said === '' ? 'docker did not answer' : said), isDenied: isDenial(said) };
  }
  const own = containers.filter((container) => service === undefined || container.service === service);
  const declared = answer.declared?.lines ?? [];
  return {
    ...(own.length === 0 ? without('missing', 'no container') : combined(own)),
    declared: declared.length === 0 ? undefined : declared,
    problem: problemOf(answer.list?.words[0], said),
  };
}

function readContainers({ list, inspect }: ProjectAnswer): readonly ContainerState[] | undefined {
  const rows = list?.words[1] === '0' ? readContainerRows(list.lines) : undefined;
  const inspections = (inspect?.lines ?? []).flatMap((line) => readInspection(line) ?? []);
  return rows?.map((row) => {
    const isSame = ({ id }: { id: string }) =>
      row.id !== '' && (id.startsWith(row.id) || row.id.startsWith(id));
    return containerState(row, inspections.find(isSame));
  });
}

function problemOf(form: string | undefined, said: string): string | undefined {
  if (form === 'none') return 'neither docker compose nor docker-compose is installed there';
  return form === 'broken'
    ? `docker compose can't read the project: ${said || 'it does not say why'}`
    : undefined;
}

function without(state: ServiceStatus, detail: string): ProjectState {
  return {
    state,
    detail,
    sinceMs: undefined,
    restarts: undefined,
    health: undefined,
    incarnation: undefined,
    isOneShot: false,
    containers: [],
    declared: undefined,
    problem: undefined,
    isDenied: false,
  };
}

/** From what matters most: a container that ended well beside one that runs has had its work done. */
const byWeight: readonly ServiceStatus[] = [
  'restarting',
  'failed',
  'unknown',
  'starting',
  'running',
  'stopped',
];

function combined(containers: readonly ContainerState[]): ProjectState {
  const state = byWeight.find((one) => containers.some((container) => container.state === one)) ?? 'unknown';
  const times = containers.flatMap((container) =>
    container.state === state ? (container.sinceMs ?? []) : [],
  );
  const counts = containers.flatMap(({ restarts }) => restarts ?? []);
  const started = containers.filter((container) => ['running', 'starting'].includes(container.state));
  const incarnations = started.flatMap(({ incarnation }) => incarnation ?? []).sort();
  const isKnown = started.length > 0 && incarnations.length === started.length;
  return {
    ...without(state, detailOf(containers, state)),
    sinceMs: times.length === 0 ? undefined : Math.max(...times),
    restarts: counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0),
    health: healthOf(containers),
    incarnation: isKnown ? incarnations.join(', ') : undefined,
    containers,
  };
}

function detailOf(containers: readonly ContainerState[], state: ServiceStatus): string {
  const [first, ...others] = containers;
  if (first !== undefined && others.length === 0) return first.detail;
  const ofState = containers.filter((container) => container.state === state);
  const sum = `${ofState.length} of ${countOf(containers.length, 'container')} ${state}`;
  const isPlain = state === 'running' || state === 'stopped';
  return isPlain ? sum : `${sum}: ${ofState.map(({ name, detail }) => `${name} ${detail}`).join(', ')}`;
}

function healthOf(containers: readonly ContainerState[]): string | undefined {
  const checked = containers.filter(({ health }) => health !== undefined);
  if (checked.length === 0) return undefined;
  const ill = checked.filter(({ health }) => health !== 'ok');
  if (ill.length === 0) return 'ok';
  return ill.map(({ name, health }) => (containers.length === 1 ? health : `${name} ${health}`)).join(', ');
}
