import { podTrouble, troubleWords } from '../bootstrap/rules/pod-trouble.js';
import { listed, secondOf, shown, valueAt } from '../bootstrap/rules/read-shape.js';
import { usesOfKey } from '../bootstrap/rules/uses-of-key.js';
import { restartAnnotation } from '../k8s/kubernetes.js';
import type { Container, ContainerStatus, PodObject } from '../k8s/objects.js';
import type { ObservedKey, PodState, PodVerdict } from './model.js';
import { startedWith } from './started-with.js';

type Verdict = Omit<PodVerdict, 'pod'>;

/**
 * What a pod was started with. Nothing looks into it: a container reads its environment from the secret when it starts, so
 * its start (of an init container that has run, that one's) and the times of the key's changes say which value it got. A
 * file is refreshed by itself, after which the program has to read it again by itself, too; so it is judged by the start
 * as well. Of several containers the one that is furthest behind counts.
 */
export function judgePod(pod: PodObject, key: ObservedKey): PodVerdict {
  const [worst] = verdictsOf(pod, key).sort((a, b) => urgency.indexOf(a.state) - urgency.indexOf(b.state));
  return { pod: shown(pod.metadata?.name), ...(worst ?? otherTemplate) };
}

const urgency: readonly PodState[] = ['out of date', 'uncertain', 'not running', 'current'];

const nothing = { value: undefined, isMounted: false, missed: undefined, trouble: undefined };

/** Its workload's template reads the key, and the pod doesn't. */
const otherTemplate: Verdict = {
  ...nothing,
  state: 'out of date',
  trouble: 'made from an older template, which does not read it',
};

function verdictsOf(pod: PodObject, key: ObservedKey): Verdict[] {
  const { spec, status } = pod;
  const judge =
    (statuses: readonly ContainerStatus[] | undefined, isInit: boolean) =>
    (container: Container): Verdict[] => {
      const use = useOf(pod, container, key);
      if (use === undefined) return [];
      const own = listed(statuses).find(({ name }) => name === container.name);
      return [judgeContainer(pod, own, isInit, use === 'file', key)];
    };
  return [
    ...listed(spec?.initContainers).flatMap(judge(status?.initContainerStatuses, true)),
    ...listed(spec?.containers).flatMap(judge(status?.containerStatuses, false)),
  ];
}

function useOf({ spec }: PodObject, container: Container, { secret, key }: ObservedKey) {
  const only = { containers: [container] };
  if (usesOfKey(only, secret, key).length > 0) return 'environment';
  const withFiles = { ...only, volumes: listed(spec?.volumes) };
  return usesOfKey(withFiles, secret, key).length > 0 ? 'file' : undefined;
}

function judgeContainer(
  pod: PodObject,
  status: ContainerStatus | undefined,
  isInit: boolean,
  isMounted: boolean,
  { timeline }: ObservedKey,
): Verdict {
  const { running, terminated } = status?.state ?? {};
  const hasRun = isInit && terminated?.exitCode === 0;
  const startedAt = running?.startedAt ?? (hasRun ? terminated?.startedAt : undefined);
  if (!running && !hasRun) return { ...nothing, state: 'not running', trouble: whyNotRunning(pod, status) };
  const second = secondOf(startedAt);
  if (Number.isNaN(second))
    return { ...nothing, state: 'uncertain', isMounted, trouble: 'nothing says when it started' };
  const start = {
    second,
    stamp: valueAt(pod.metadata?.annotations, restartAnnotation),
    madeAt: secondOf(pod.metadata?.creationTimestamp),
    isMounted,
  };
  return { ...startedWith(timeline, start), isMounted, trouble: undefined, startedAt: second };
}

function whyNotRunning(pod: PodObject, status: ContainerStatus | undefined): string {
  const trouble = podTrouble(pod);
  if (trouble !== undefined) return troubleWords(trouble);
  const { waiting, terminated } = status?.state ?? {};
  return shown(waiting?.reason) || shown(terminated?.reason) || shown(pod.status?.phase) || 'not started yet';
}
