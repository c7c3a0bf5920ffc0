import { describeRecord } from '../bootstrap/plan-secret.js';
import { recordAnnotation } from '../bootstrap/record.js';
import { timeWords } from '../bootstrap/time-words.js';
import { type Address, formatAddress } from '../kafka/address.js';
import { quoteWord } from '../ssh/quote.js';
import { printable } from '../terminal/printable.js';
import type { BootstrapStatus, ObservedKey } from './model.js';
import type { Note } from './note.js';
import type { NextCommands } from './restart-command.js';
import { behindNotes, isBehind, restartNotes } from './restart-notes.js';
import { sameServers } from './same-servers.js';
import { byWords, hostsWords } from './status-words.js';

/** What leads on from what was seen. */
export interface NextSteps extends NextCommands {
  /** `exops k8s sync-secrets --env dev` */
  readonly sync: string;
  /** The secrets that this command creates. */
  readonly declared: readonly string[];
  /** Where the secrets were looked for. */
  readonly namespace: string;
}

/** What a person should know beside the table, the secrets first. */
export function statusNotes(
  status: BootstrapStatus,
  brokers: readonly Address[],
  next: NextSteps,
): readonly Note[] {
  const { keys, workloads, bystanders, unseen, unfinished, unreadable } = status;
  if (status.missingNamespace !== undefined)
    return [
      {
        text: `There is no namespace ${printable(status.missingNamespace)} in this cluster. See --namespace and --context.`,
      },
    ];
  const elsewhere = keys.filter((key) => isElsewhere(key, brokers)).length;
  const [isUnfinished, isElse] = [unfinished.length > 0, elsewhere > 0];
  return [
    ...missingSecrets(keys).map((secret) => missingNote(secret, next)),
    ...keys
      .filter(({ hasSecret }) => hasSecret)
      .map((key) => ({ text: keyWords(key, keys.length > 1, brokers) })),
    ...(isElse && !isUnfinished
      ? [{ text: `Set ${elsewhere === 1 ? 'it' : 'them'} with:`, command: next.patch }]
      : []),
    ...unreadable.map(({ secret, problem }) => ({
      text: `The history on secret ${printable(secret)} says nothing: ${problem}.`,
    })),
    ...unfinishedNotes(unfinished, next),
    ...(unseen.length > 0
      ? [
          {
            text: `Not looked at, for want of the right to list: ${unseen.map(({ kind }) => kind).join(', ')}.`,
          },
        ]
      : []),
    ...(workloads.length + bystanders.length === 0 ? [{ text: 'No workload uses it.' }] : []),
    // What sets the servers, or ends an unfinished change, restarts them.
    ...(isUnfinished || isElse ? behindNotes(status) : restartNotes(status, brokers, next)),
  ];
}

/** Whether something is out of date for sure: a secret, where the cluster's brokers are known, or pods. */
export function isOutOfDate({ keys, workloads }: BootstrapStatus, brokers: readonly Address[]): boolean {
  return workloads.some(isBehind) || keys.some((key) => isElsewhere(key, brokers));
}

function isElsewhere({ hosts }: ObservedKey, brokers: readonly Address[]): boolean {
  return hosts !== undefined && brokers.length > 0 && !sameServers(hosts, brokers);
}

/** Each once, whatever keys it should have. */
function missingSecrets(keys: readonly ObservedKey[]): readonly string[] {
  return [...new Set(keys.filter(({ hasSecret }) => !hasSecret).map(({ secret }) => secret))];
}

function missingNote(secret: string, { namespace, declared, sync }: NextSteps): Note {
  const text = `There is no secret ${printable(secret)} in namespace ${printable(namespace)}.`;
  return declared.includes(secret)
    ? { text: `${text} Create it with:`, command: `${sync} ${printable(quoteWord(secret))}` }
    : { text: `${text} See --secret, --namespace and --context.` };
}

function unfinishedNotes(unfinished: BootstrapStatus['unfinished'], { patch }: NextCommands): Note[] {
  const phases = unfinished.flatMap(({ record }) => ('problem' in record ? [] : [record.phase]));
  const undo = `${patch} --undo`;
  const ways = phases.includes('undoing')
    ? [{ text: 'Take the rest back:', command: undo }]
    : [
        { text: 'Finish it:', command: `${patch} --resume` },
        { text: 'Take it back:', command: undo },
      ];
  return [...unfinished.map(unfinishedNote), ...(phases.length === 0 ? [] : ways)];
}

function unfinishedNote({ secret, record }: BootstrapStatus['unfinished'][number]): Note {
  const name = printable(secret);
  return {
    text:
      'problem' in record
        ? `The record of an unfinished change on secret ${name} can't be read: ${record.problem}. Look at its annotation ${recordAnnotation}.`
        : `secret ${name}: ${describeRecord(record)}.`,
  };
}

function keyWords(observed: ObservedKey, isOneOfMany: boolean, brokers: readonly Address[]): string {
  const { secret, key, isFound, hosts, timeline } = observed;
  const which = isOneOfMany ? `${printable(secret)} ${printable(key)}` : printable(secret);
  if (!isFound) return `There is no key ${printable(key)} in a secret ${printable(secret)}.`;
  if (hosts === undefined)
    return `secret ${which} holds something else than a list of hosts, which isn't shown`;
  const holds = `secret ${which} holds ${hostsWords(hosts)}`;
  if (isElsewhere(observed, brokers))
    return `${holds}; the cluster is at ${brokers.map(formatAddress).join(',')}`;
  const last = timeline.at(-1);
  return last === undefined || !Number.isFinite(last.latest) ? holds : `${holds} ${sinceWords(last)}`;
}

function sinceWords({ earliest, latest, by }: ObservedKey['timeline'][number]): string {
  const orEarlier = latest - earliest > closeTogether ? ' or earlier' : '';
  return `since ${timeWords(latest)}${orEarlier}${byWords(by)}`;
}

/** Seconds. */
const closeTogether = 10;
