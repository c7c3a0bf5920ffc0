import { workloadName } from '../bootstrap/model.js';
import { readServers } from '../bootstrap/rules/servers.js';
import { type Address, formatAddress } from '../kafka/address.js';
import { quoteWord } from '../ssh/quote.js';
import { printable } from '../terminal/printable.js';
import type { BootstrapStatus, WorkloadStatus } from './model.js';

/** The commands that go on, with the flags that lead to the same secrets and workloads. */
export interface NextCommands {
  /** `exops k8s patch-bootstrap --env dev` */
  readonly patch: string;
  /** ` --context lab --namespace dev` */
  readonly kubectlFlags: string;
}

export interface RestartCommand {
  readonly command: string;
  /** All that read the keys are restarted, but what can't be; else those that are behind alone. */
  readonly isOfAll: boolean;
}

/**
 * A command that restarts and leaves every value as it is, whatever the brokers of the file are. What can't be restarted is
 * left out, since all would be refused for it.
 * @param workloads all that read the keys
 * @param behind those among them that are to be restarted
 * @returns undefined when none of these can be
 */
export function restartCommand(
  { keys, workloads }: Pick<BootstrapStatus, 'keys' | 'workloads'>,
  behind: readonly WorkloadStatus[],
  brokers: readonly Address[],
  { patch, kubectlFlags }: NextCommands,
): RestartCommand | undefined {
  const restarted = behind.filter(canRestart);
  if (restarted.length === 0) return undefined;
  const wanted = brokers.map(formatAddress).join(',');
  const [held, ...others] = new Set(keys.map(({ hosts }) => hosts));
  const isOne = held !== undefined && others.length === 0;
  const left = workloads.filter((one) => !canRestart(one)).map((one) => workloadName(one));
  const skips = left.map((name) => ` --skip ${safeWord(name)}`).join('');
  const ofAll = (flags: string) => ({ command: `${patch}${flags} --restart${skips}`, isOfAll: true });
  if (isOne && held === wanted) return ofAll('');
  if (isOne && isWrittenAsGiven(held)) return ofAll(` --servers ${quoteWord(held)}`);
  return { command: kubectlCommand(restarted, kubectlFlags), isOfAll: false };
}

/** Whether exops would restart it. */
export function canRestart({ whyNotRestarted }: Pick<WorkloadStatus, 'whyNotRestarted'>): boolean {
  return whyNotRestarted === undefined;
}

function kubectlCommand(restarted: readonly WorkloadStatus[], flags: string): string {
  const restart = (command: string, names: readonly string[]) =>
    names.length === 0 ? [] : [[command + flags, ...names.map(safeWord)].join(' ')];
  const named = restarted.filter(({ kind }) => kind !== 'Rollout').map((one) => workloadName(one));
  const rollouts = restarted.filter(({ kind }) => kind === 'Rollout').map(({ name }) => name);
  return [
    ...restart('kubectl rollout restart', named),
    ...restart('kubectl argo rollouts restart', rollouts),
  ].join(' && ');
}

function safeWord(word: string): string {
  return printable(quoteWord(word));
}

/** Whether `--servers` with this text would set this very text. */
function isWrittenAsGiven(hosts: string): boolean {
  const read = readServers(hosts);
  return !('problem' in read) && read.servers.map(formatAddress).join(',') === hosts;
}
