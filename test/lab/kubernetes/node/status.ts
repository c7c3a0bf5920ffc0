import type { KubernetesApi } from '../api.js';
import { type Container, type Pod, podPath } from './pod.js';

/** Of a container, in the API's shape. */
export type ContainerState =
  | { readonly waiting: { readonly reason: string; readonly message?: string } }
  | { readonly running: { readonly startedAt: string } }
  | { readonly terminated: Terminated };

export interface Terminated {
  readonly exitCode: number;
  readonly reason: string;
  readonly message?: string;
  readonly startedAt: string;
  readonly finishedAt: string;
}

export interface ContainerRun {
  readonly state: ContainerState;
  readonly ready: boolean;
  readonly restarts: number;
  readonly last?: Terminated;
}

/** What a pod's status is made of. A container that isn't named is waiting for its turn. */
export interface PodState {
  readonly phase: 'Pending' | 'Running' | 'Succeeded';
  readonly startTime: string;
  readonly isInitialized: boolean;
  readonly runs: ReadonlyMap<string, ContainerRun>;
}

/** RFC 3339 in whole seconds, like all the API's times. */
export const timestamp = (date = new Date()): string => date.toISOString().replace(/\.\d+Z$/, 'Z');

/** Reports one pod's states to the API server; a condition's time is that of its last change. */
export function statusReporter(api: KubernetesApi, pod: Pod): (state: PodState) => Promise<void> {
  const changed = new Map<string, { readonly status: string; readonly at: string }>();
  const condition = (type: string, holds: boolean): object => {
    const status = holds ? 'True' : 'False';
    const before = changed.get(type);
    const at = before?.status === status ? before.at : timestamp();
    changed.set(type, { status, at });
    const why = { reason: 'ContainersNotReady', message: 'containers with unready status' };
    // A null removes what an earlier report said.
    return { type, status, lastTransitionTime: at, ...(holds ? { reason: null, message: null } : why) };
  };
  return async ({ phase, startTime, isInitialized, runs }) => {
    const { containers, initContainers = [] } = pod.spec;
    const ready = containers.every(({ name }) => runs.get(name)?.ready === true);
    const status = {
      phase,
      startTime,
      hostIP: '127.0.0.1',
      podIP: '10.244.0.1',
      conditions: [
        condition('PodScheduled', true),
        condition('Initialized', isInitialized),
        condition('ContainersReady', ready),
        condition('Ready', ready),
      ],
      initContainerStatuses: initContainers.map((container) => containerStatus(container, runs)),
      containerStatuses: containers.map((container) => containerStatus(container, runs)),
    };
    const patch = { metadata: { uid: pod.metadata.uid }, status };
    // A pod that is gone, or another of its name, refuses it; then there is nothing to report.
    await api.ask('PATCH', `${podPath(pod)}/status`, patch, 'application/strategic-merge-patch+json');
  };
}

function containerStatus({ name, image }: Container, runs: ReadonlyMap<string, ContainerRun>): object {
  const waiting: ContainerRun = {
    state: { waiting: { reason: 'PodInitializing' } },
    ready: false,
    restarts: 0,
  };
  const { state, ready, restarts, last } = runs.get(name) ?? waiting;
  return {
    name,
    image,
    imageID: '',
    ready,
    restartCount: restarts,
    started: 'running' in state,
    state,
    ...(last === undefined ? {} : { lastState: { terminated: last } }),
  };
}
