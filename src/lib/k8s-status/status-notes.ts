import { workloadName } from '../bootstrap/model.js';
import { describeRecord } from '../bootstrap/plan-secret.js';
import { recordAnnotation } from '../bootstrap/record.js';
import { timeWords } from '../bootstrap/time-words.js';
import { type Address, formatAddress } from '../kafka/address.js';
import { countOf } from '../terminal/plural.js';
import { printable } from '../terminal/printable.js';
import type { BootstrapStatus, ObservedKey } from './model.js';
import { type NextCommands, restartCommand } from './restart-command.js';
import { sameServers } from './same-servers.js';
import { hostsWords } from './status-words.js';

/** What a person should know beside the table, the secrets first. */
export function statusNotes(
  status: BootstrapStatus,
  brokers: readonly Address[],
  next: NextCommands,
): readonly string[] {
  const { keys, workloads, bystanders, unseen, unfinished, unreadable } = status;
  if (status.missingNamespace !== undefined)
    return [
      `There is no namespace ${printable(status.missingNamespace)} in this cluster. See --namespace and --context.`,
    ];
  const patch = unfinished.length > 0 ? undefined : next.patch;
  return [
    ...keys.map((key) => keyNote(key, keys.length > 1, { brokers, patch })),
    ...unreadable.map(
      ({ secret, problem }) => `The history on secret ${printable(secret)} says nothing: ${problem}.`,
    ),
    ...unfinished.map((one) => unfinishedNote(one, next.patch)),
    ...(unseen.length > 0
      ? [`Not looked at, for want of the right to list: ${unseen.map(({ kind }) => kind).join(', ')}.`]
      : []),
    ...(workloads.length + bystanders.length === 0 ? ['No workload uses it.'] : []),
    ...restartNote(status, brokers, next),
  ];
}

/** Whether something is out of date for sure: a secret, where the cluster's brokers are known, or pods. */
export function isOutOfDate({ keys, workloads }: BootstrapStatus, brokers: readonly Address[]): boolean {
  const isOld = workloads.some(({ state }) => state === 'out of date' || state === 'partly');
  return isOld || keys.some((key) => isElsewhere(key, brokers));
}

function isElsewhere({ hosts }: ObservedKey, brokers: readonly Address[]): boolean {
  return hosts !== undefined && brokers.length > 0 && !sameServers(hosts, brokers);
}

function unfinishedNote(
  { secret, record }: BootstrapStatus['unfinished'][number],
  patch: NextCommands['patch'],
): string {
  const name = printable(secret);
  return 'problem' in record
    ? `The record of an unfinished change on secret ${name} can't be read: ${record.problem}. Look at its annotation ${recordAnnotation}.`
    : `secret ${name}: ${describeRecord(record)}. ${
        record.phase === 'undoing'
          ? `Take the rest back with: ${patch} --undo`
          : `Finish it or take it back with: ${patch} --resume or --undo`
      }`;
}

function keyNote(
  observed: ObservedKey,
  isOneOfMany: boolean,
  {
    brokers,
    patch,
  }: {
    readonly brokers: readonly Address[];
    /** Undefined while another command has to come first. */
    readonly patch: string | undefined;
  },
): string {
  const { secret, key, isFound, hosts, timeline } = observed;
  const which = isOneOfMany ? `${printable(secret)} ${printable(key)}` : printable(secret);
  if (!isFound) return `There is no key ${printable(key)} in a secret ${printable(secret)}.`;
  if (hosts === undefined)
    return `secret ${which} holds something else than a list of hosts, which isn't shown`;
  const holds = `secret ${which} holds ${hostsWords(hosts)}`;
  if (isElsewhere(observed, brokers))
    return `${holds}; the cluster is at ${brokers.map(formatAddress).join(',')}${patch === undefined ? '' : `. Set it with: ${patch}`}`;
  const last = timeline.at(-1);
  return last === undefined || !Number.isFinite(last.latest) ? holds : `${holds} ${sinceWords(last)}`;
}

function sinceWords({ earliest, latest, by }: ObservedKey['timeline'][number]): string {
  const orEarlier = latest - earliest > closeTogether ? ' or earlier' : '';
  return `since ${timeWords(latest)}${orEarlier}${by === '' ? '' : ` (${printable(by)})`}`;
}

/** Seconds. */
const closeTogether = 10;

function restartNote(status: BootstrapStatus, brokers: readonly Address[], next: NextCommands): string[] {
  const old = status.workloads.filter(({ state }) => state === 'out of date' || state === 'partly');
  if (old.length === 0) return [];
  const [only] = old;
  const which =
    old.length === 1 && only !== undefined ? printable(workloadName(only)) : countOf(old.length, 'workload');
  const isOld = `${which} ${old.length === 1 ? 'is' : 'are'} out of date`;
  // What sets the servers, or ends an unfinished change, restarts them.
  if (status.unfinished.length > 0 || status.keys.some((key) => isElsewhere(key, brokers)))
    return [`${isOld}.`];
  return [`${isOld}. Restart what uses it: ${restartCommand(status.keys, old, brokers, next)}`];
}
