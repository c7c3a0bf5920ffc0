import { type Consumer, workloadName } from '../../bootstrap/model.js';
import { isPresent } from '../../bootstrap/rules/is-present.js';
import { isReady, podTrouble, troubleWords } from '../../bootstrap/rules/pod-trouble.js';
import { shown } from '../../bootstrap/rules/read-shape.js';
import { wantedPods } from '../../bootstrap/rules/rollout-state.js';
import type { PodObject } from '../../k8s/objects.js';
import { judgeWorkload } from '../../k8s-status/judge-workload.js';
import type { ObservedKey, WorkloadStatus } from '../../k8s-status/model.js';
import { restartCommand } from '../../k8s-status/restart-command.js';
import { isBehind } from '../../k8s-status/restart-notes.js';
import { startsOf } from '../../k8s-status/status-words.js';
import type { Address } from '../../kafka/address.js';
import { countOf } from '../../terminal/plural.js';
import type { Finding, Outcome } from '../model.js';
import type { KubernetesCommands } from './commands.js';
import { imageTrouble } from './image-trouble.js';

/** A workload that reads a key, and its pods; undefined where they may not be listed. */
export interface ReadingWorkload {
  readonly consumer: Consumer;
  readonly pods: readonly PodObject[] | undefined;
}

export interface SeenPods {
  readonly workloads: readonly ReadingWorkload[];
  readonly keys: readonly ObservedKey[];
  readonly brokers: readonly Address[];
  readonly commands: KubernetesCommands;
}

/** Pure: what keeps pods from running comes first, since those that don't run read the key when they start. */
export function judgePods(seen: SeenPods): Outcome<undefined> {
  const { workloads } = seen;
  if (workloads.length === 0)
    return { findings: [], skipped: 'no workload reads the secrets', value: undefined };
  const listed = workloads.flatMap(({ consumer, pods }) => (pods === undefined ? [] : [{ consumer, pods }]));
  const failing = listed.flatMap((one) => failingFinding(one, seen));
  const judged = listed.map(({ consumer, pods }) => judgeWorkload(consumer, pods, seen.keys));
  const old = judged.filter(isBehind);
  const findings = [...failing, ...old.map((status) => outOfDate(status, judged, seen))];
  if (findings.length > 0) return { findings, value: undefined };
  const count = listed.reduce((sum, { pods }) => sum + pods.filter(isPresent).length, 0);
  const saw = `${countOf(listed.length, 'workload')} with ${countOf(count, 'pod')}, none from before the last change`;
  return { findings: [{ verdict: 'ok', saw }], value: undefined };
}

interface Listed {
  readonly consumer: Consumer;
  readonly pods: readonly PodObject[];
}

/** The first kind of trouble that pods of a workload have; as many ready ones as wanted make it a warning. */
function failingFinding(
  { consumer: { workload }, pods }: Listed,
  { commands }: SeenPods,
): readonly Finding[] {
  const present = pods.filter(isPresent);
  const failing = present.flatMap((pod) => failureOf(pod) ?? []);
  const [first] = failing;
  if (first === undefined) return [];
  const wanted = wantedPods(workload);
  const isServing = present.filter(isReady).length >= wanted && wanted > 0;
  const name = shown(workloadName(workload));
  return [
    {
      verdict: isServing ? 'warning' : 'broken',
      saw: `${name}: ${failing.length} of ${countOf(present.length, 'pod')} in trouble: ${first.pod} ${first.words}`,
      problem: first.problem,
      next: [first.hint, commands.kubectl(...first.command)],
    },
  ];
}

interface Failure {
  readonly pod: string;
  readonly words: string;
  readonly problem: 'pods-crash' | 'pods-image' | 'pods-unschedulable' | 'pods-held-up';
  readonly hint: string;
  readonly command: readonly string[];
}

function failureOf(pod: PodObject): Failure | undefined {
  const name = shown(pod.metadata?.name);
  const describe = ['describe', 'pod', name];
  const image = imageTrouble(pod);
  if (image !== undefined)
    return {
      pod: name,
      words: image,
      problem: 'pods-image',
      hint: 'Which image it is, and what the registry said:',
      command: describe,
    };
  const trouble = podTrouble(pod);
  if (trouble === undefined) return undefined;
  const words = troubleWords(trouble);
  if (trouble.reason === 'Unschedulable')
    return { pod: name, words, problem: 'pods-unschedulable', hint: 'What no node has:', command: describe };
  if (trouble.reason.startsWith('Create') || trouble.reason === 'RunContainerError')
    return {
      pod: name,
      words,
      problem: 'pods-held-up',
      hint: 'What the container waits for:',
      command: describe,
    };
  const previous = trouble.hasPreviousLog ? ['--previous'] : [];
  const container = trouble.container === '' ? [] : ['-c', trouble.container];
  return {
    ...{ pod: name, words, problem: 'pods-crash', hint: 'What it wrote before it ended:' },
    command: ['logs', name, ...container, ...previous, '--tail=20'],
  };
}

function outOfDate(
  status: WorkloadStatus,
  workloads: readonly WorkloadStatus[],
  { keys, brokers, commands }: SeenPods,
): Finding {
  const reading = status.keys.filter(({ state }) => state === 'out of date' || state === 'partly');
  const starts = reading.flatMap(({ pods }) => startsOf(pods));
  const restart = restartCommand({ keys, workloads }, [status], brokers, {
    patch: commands.exops('k8s patch-bootstrap'),
    kubectlFlags: commands.kubectl().slice('kubectl'.length),
  });
  return {
    verdict: reading.every((one) => meets(one, keys)) ? 'warning' : 'broken',
    saw: `${shown(workloadName(status))}: ${status.state}; started with ${starts.join('; ')}`,
    problem: 'pods-out-of-date',
    next:
      restart === undefined
        ? [`It can't be restarted: ${status.whyNotRestarted}.`]
        : ['Restart what reads the key:', restart.command],
  };
}

/** Each pod was started with at least one of the servers of today: it finds the cluster. */
function meets({ secret, key, pods }: WorkloadStatus['keys'][number], keys: readonly ObservedKey[]): boolean {
  const today = keys.find((one) => one.secret === secret && one.key === key)?.hosts;
  if (today === undefined) return false;
  const known = new Set(serversOf(today));
  return pods
    .filter(({ state }) => state === 'out of date')
    .every(({ value }) => value !== undefined && serversOf(value).some((server) => known.has(server)));
}

function serversOf(hosts: string): readonly string[] {
  return hosts
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== '');
}
