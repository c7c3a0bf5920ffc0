import { isoTime } from '../bootstrap/time-words.js';
import type { Target } from '../change/plan-document.js';
import type { Address } from '../kafka/address.js';
import type { BootstrapStatus, KeyStatus, ObservedKey, PodVerdict } from './model.js';
import { sameServers } from './same-servers.js';
import { startWords } from './status-words.js';
import type { Change } from './timeline.js';

/** The documented shape of `k8s status -o json`. */
const statusSchema = 'exops.k8s-status/v1';

/** What was observed, for programs. */
export function statusDocument(target: Target, status: BootstrapStatus, brokers: readonly Address[]) {
  return {
    schema: statusSchema,
    target,
    keys: status.keys.map((key) => keyDocument(key, brokers)),
    workloads: status.workloads.map(({ kind, name, state, wanted, keys }) => ({
      ...{ kind, name, state, wantedPods: wanted },
      keys: keys.map(useDocument),
    })),
    notRestartable: status.bystanders.map(({ kind, name, uses }) => ({ kind, name, uses })),
    notLookedAt: status.unseen.map(({ kind }) => kind),
    unfinished: status.unfinished.map(({ secret, record }) =>
      'problem' in record
        ? { secret, problem: record.problem }
        : { secret, by: record.by, since: record.stamp, phase: record.phase },
    ),
  };
}

function keyDocument({ secret, key, isFound, hosts, timeline }: ObservedKey, brokers: readonly Address[]) {
  return {
    ...{ secret, key, found: isFound, value: hosts?.trim() ?? null },
    changed: changeDocument(timeline.at(-1)),
    asCluster: hosts === undefined || brokers.length === 0 ? null : sameServers(hosts, brokers),
  };
}

function useDocument({ secret, key, uses, state, pods }: KeyStatus) {
  return { secret, key, uses, state, pods: pods.map(podDocument) };
}

function podDocument(verdict: PodVerdict) {
  const { pod, state, value, isMounted, missed, trouble } = verdict;
  return {
    ...{ name: pod, state, value: value?.trim() ?? null, mounted: isMounted },
    missed: changeDocument(missed),
    trouble: trouble ?? null,
    words: startWords(verdict),
  };
}

/** The change came at this time, or before it when it isn't known any better. */
function changeDocument(change: Change | undefined) {
  if (change === undefined || !Number.isFinite(change.latest)) return null;
  const { earliest, latest, by } = change;
  return { at: isoTime(latest), exact: earliest === latest, by };
}
