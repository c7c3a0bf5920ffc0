import type { Consumer } from '../bootstrap/model.js';
import { whyNotRestarted } from '../bootstrap/plan-workload.js';
import { isPresent } from '../bootstrap/rules/is-present.js';
import { wantedPods } from '../bootstrap/rules/rollout-state.js';
import { usesOfKey } from '../bootstrap/rules/uses-of-key.js';
import type { PodObject } from '../k8s/objects.js';
import { judgePod } from './judge-pod.js';
import type { KeyStatus, ObservedKey, PodVerdict, WorkloadState, WorkloadStatus } from './model.js';

/** Pure: what the pods of a workload were started with, by each key that it reads. */
export function judgeWorkload(
  { workload }: Consumer,
  pods: readonly PodObject[],
  keys: readonly ObservedKey[],
): WorkloadStatus {
  const present = pods.filter(isPresent);
  const read = keys.flatMap((key): KeyStatus[] => {
    const uses = usesOfKey(workload.object.spec?.template?.spec, key.secret, key.key);
    if (uses.length === 0) return [];
    const verdicts = present.map((pod) => judgePod(pod, key));
    return [{ secret: key.secret, key: key.key, uses, state: stateOf(verdicts), pods: verdicts }];
  });
  return {
    kind: workload.kind,
    name: workload.name,
    state: together(read.map(({ state }) => state)),
    wanted: wantedPods(workload),
    whyNotRestarted: whyNotRestarted(workload),
    keys: read,
  };
}

/** By the pods that run; the others will read the key when they start. */
export function stateOf(pods: readonly Pick<PodVerdict, 'state'>[]): WorkloadState {
  const running = pods.map(({ state }) => state).filter((state) => state !== 'not running');
  const isOld = (state: WorkloadState) => state === 'out of date';
  if (running.length === 0) return 'not running';
  if (running.some(isOld)) return running.every(isOld) ? 'out of date' : 'partly';
  return running.includes('uncertain') ? 'uncertain' : 'current';
}

const worstFirst: readonly WorkloadState[] = ['out of date', 'partly', 'uncertain', 'not running', 'current'];

function together(states: readonly WorkloadState[]): WorkloadState {
  return worstFirst.find((state) => states.includes(state)) ?? 'not running';
}
