import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesApi } from '../api.js';
import { type Behavior, behaviorOf, watchedValue } from './behavior.js';
import { ConfigError, type Environment, resolveEnvironment } from './environment.js';
import type { Container, Pod } from './pod.js';
import { isReady } from './probe.js';
import { type ContainerRun, type PodState, statusReporter, type Terminated, timestamp } from './status.js';

/** The logs of a pod's containers: of the run there is, and of the one before. */
export interface ContainerLog {
  current: string;
  previous?: string;
}

const retryMs = 300;

/**
 * Lets a pod start, be ready, and crash as its annotations say, with what is in its secrets at each start. Ends when
 * the pod has reached its last state, or rejects with the signal's reason.
 */
export async function runPod(
  api: KubernetesApi,
  pod: Pod,
  logs: Map<string, ContainerLog>,
  signal: AbortSignal,
): Promise<void> {
  const behavior = behaviorOf(pod);
  const report = statusReporter(api, pod);
  const runs = new Map<string, ContainerRun>();
  let state: PodState = { phase: 'Pending', startTime: timestamp(), isInitialized: false, runs };
  const tell = (change: Partial<PodState> = {}): Promise<void> => {
    signal.throwIfAborted();
    state = { ...state, ...change };
    return report(state);
  };
  const start = (container: Container, exitIf: RegExp | undefined): Promise<Environment> =>
    startContainer({ api, pod, behavior, logs, runs, signal, tell }, container, exitIf);

  for (const container of pod.spec.initContainers ?? []) {
    await start(container, behavior.initExitIf);
    const at = timestamp();
    const terminated = { exitCode: 0, reason: 'Completed', startedAt: at, finishedAt: at };
    runs.set(container.name, { ...ended(runs, container), state: { terminated }, ready: true });
  }
  await tell({ isInitialized: true });
  const environments: Environment[] = [];
  for (const container of pod.spec.containers) environments.push(await start(container, behavior.exitIf));
  await tell({ phase: 'Running' });
  if (pod.spec.restartPolicy !== undefined && pod.spec.restartPolicy !== 'Always') {
    return complete(pod, runs, tell);
  }
  await keepReady({ pod, behavior, runs, signal, tell }, environments);
}

interface Start {
  readonly api: KubernetesApi;
  readonly pod: Pod;
  readonly behavior: Behavior;
  readonly logs: Map<string, ContainerLog>;
  readonly runs: Map<string, ContainerRun>;
  readonly signal: AbortSignal;
  tell(change?: Partial<PodState>): Promise<void>;
}

/** Resolves when the container runs; until then it reports what is in its way. */
async function startContainer(
  context: Start,
  container: Container,
  exitIf: RegExp | undefined,
): Promise<Environment> {
  const { api, pod, behavior, logs, runs, signal, tell } = context;
  const { name, image } = container;
  const wait = async (reason: string, message: string): Promise<void> => {
    runs.set(name, { ...ended(runs, container), state: { waiting: { reason, message } }, ready: false });
    await tell();
  };
  if (behavior.imageError !== undefined) await refuseImage(image, behavior.imageError, wait, signal);
  for (;;) {
    const environment = await resolveEnvironment(api, pod, container).catch((error: unknown) => {
      if (error instanceof ConfigError) return error;
      throw error;
    });
    if (environment instanceof ConfigError) {
      await wait('CreateContainerConfigError', environment.message);
      await sleep(retryMs, undefined, { signal });
      continue;
    }
    write(logs, name, behavior.log ?? described(environment));
    const startedAt = timestamp();
    if (exitIf?.test(watchedValue(environment, behavior.variable)) !== true) {
      runs.set(name, { ...ended(runs, container), state: { running: { startedAt } }, ready: false });
      return environment;
    }
    const message = behavior.terminationMessage;
    const last: Terminated = { exitCode: 1, reason: 'Error', message, startedAt, finishedAt: timestamp() };
    const restarts = (runs.get(name)?.restarts ?? 0) + 1;
    runs.set(name, { state: { terminated: last }, ready: false, restarts, last });
    const { backOffMs } = behavior;
    await wait('CrashLoopBackOff', `back-off ${backOffMs / 1_000}s restarting failed container=${name}`);
    await sleep(backOffMs, undefined, { signal });
  }
}

async function refuseImage(
  image: string,
  words: string,
  wait: (reason: string, message: string) => Promise<void>,
  signal: AbortSignal,
): Promise<never> {
  const usual = `failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
  const message = words === 'true' ? usual : words;
  await wait('ErrImagePull', message);
  await sleep(retryMs, undefined, { signal });
  await wait('ImagePullBackOff', `Back-off pulling image "${image}": ErrImagePull: ${message}`);
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

async function complete(pod: Pod, runs: Map<string, ContainerRun>, tell: Start['tell']): Promise<void> {
  const at = timestamp();
  for (const container of pod.spec.containers) {
    const terminated = { exitCode: 0, reason: 'Completed', startedAt: at, finishedAt: at };
    runs.set(container.name, { ...ended(runs, container), state: { terminated }, ready: false });
  }
  await tell({ phase: 'Succeeded' });
}

async function keepReady(
  { pod, behavior, runs, signal, tell }: Omit<Start, 'api' | 'logs'>,
  environments: readonly Environment[],
): Promise<void> {
  const value = environments
    .map((environment) => watchedValue(environment, behavior.variable))
    .find((found) => found !== '');
  await sleep(behavior.readyDelayMs, undefined, { signal });
  for (let was = false; ; ) {
    const is = await isReady(behavior.probe, value ?? '');
    if (is !== was) {
      for (const { name } of pod.spec.containers) {
        const run = runs.get(name);
        if (run !== undefined) runs.set(name, { ...run, ready: is });
      }
      await tell();
    }
    was = is;
    if (behavior.probe === 'none') return;
    await sleep(retryMs, undefined, { signal });
  }
}

function ended(
  runs: ReadonlyMap<string, ContainerRun>,
  { name }: Container,
): Pick<ContainerRun, 'restarts'> & { last?: Terminated } {
  const run = runs.get(name);
  return { restarts: run?.restarts ?? 0, ...(run?.last === undefined ? {} : { last: run.last }) };
}

function write(logs: Map<string, ContainerLog>, container: string, text: string): void {
  const before = logs.get(container);
  const current = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  logs.set(container, before === undefined ? { current } : { current, previous: before.current });
}

const described = ({ variables, files }: Environment): string =>
  [...variables, ...files].map(([name, value]) => `${name}=${value}\n`).join('');
