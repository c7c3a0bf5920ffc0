import type { ContainerState, ContainerStatus } from '../../k8s/objects.js';
import { counted, shown } from './read-shape.js';

/** What keeps a pod from becoming ready, in the system's own words. */
export interface PodTrouble {
  /** Empty when it is the pod as a whole. */
  readonly container: string;
  /** `CrashLoopBackOff` */
  readonly reason: string;
  readonly exitCode?: number;
  /** As it came: it may have several lines, and say whatever the program in the container wrote. */
  readonly message?: string;
  /** Whether the log that tells is of the run before the present one. */
  readonly hasPreviousLog: boolean;
}

/** Never gets better without a change of the pod's template, its image or what it refers to. */
const lasting: ReadonlySet<string> = new Set([
  'CreateContainerError',
  'ErrImageNeverPull',
  'ImagePullBackOff',
  'InvalidImageName',
]);

const noSuchImage = /not found|manifest unknown|denied|unauthorized/i;
/** https://github.com/kubernetes/kubernetes/pull/74755 */
const cacheBehind = /failed to sync .* cache/;
/** Of the container runtime or the node, and then passing, as a rule. */
const runtimeFailure = 128;

/** What is wrong with one container that starting it again won't cure; undefined when there is nothing, or nothing yet. */
export function containerTrouble(status: ContainerStatus, isInit: boolean): PodTrouble | undefined {
  const { state, lastState } = status;
  if (state?.waiting) return waitingTrouble(status, state.waiting, lastState?.terminated ?? undefined);
  const ended = state?.terminated;
  if (!ended || ended.exitCode === runtimeFailure) return undefined;
  if (isInit && ended.exitCode === 0) return undefined;
  if (counted(status.restartCount, 0) === 0 && ended.reason !== 'ContainerCannotRun') return undefined;
  return { ...ofRun(status, shown(ended.reason) || 'Error', ended), hasPreviousLog: false };
}

type Ended = NonNullable<ContainerState['terminated']>;

function waitingTrouble(
  status: ContainerStatus,
  { reason, message }: NonNullable<ContainerState['waiting']>,
  last: Ended | undefined,
): PodTrouble | undefined {
  const words = shown(reason);
  if (words === 'CrashLoopBackOff')
    return { ...ofRun(status, words, last), hasPreviousLog: last !== undefined };
  if (isLasting(words, shown(message), last))
    return { container: shown(status.name), reason: words, ...messageOf(message), hasPreviousLog: false };
  if (last?.reason !== 'ContainerCannotRun' || last.exitCode === runtimeFailure) return undefined;
  return { ...ofRun(status, last.reason, last), hasPreviousLog: true };
}

function isLasting(reason: string, message: string, last: Ended | undefined): boolean {
  if (reason === 'ErrImagePull') return noSuchImage.test(message);
  if (reason === 'CreateContainerConfigError') return !cacheBehind.test(message);
  if (reason === 'RunContainerError') return last?.exitCode !== runtimeFailure;
  return lasting.has(reason);
}

function ofRun(status: ContainerStatus, reason: string, run: Ended | undefined) {
  const exitCode: unknown = run?.exitCode;
  return {
    container: shown(status.name),
    reason,
    ...(typeof exitCode === 'number' ? { exitCode } : {}),
    ...messageOf(run?.message),
  };
}

export function messageOf(message: unknown): { message?: string } {
  return typeof message === 'string' && message.trim() !== '' ? { message } : {};
}
