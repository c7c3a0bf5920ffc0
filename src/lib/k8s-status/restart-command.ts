import { workloadName } from '../bootstrap/model.js';
import { readServers } from '../bootstrap/rules/servers.js';
import { type Address, formatAddress } from '../kafka/address.js';
import { quoteWord } from '../ssh/quote.js';
import { printable } from '../terminal/printable.js';
import type { BootstrapStatus } from './model.js';

/** The commands that go on, with the flags that lead to the same secrets and workloads. */
export interface NextCommands {
  /** `exops k8s patch-bootstrap --env dev` */
  readonly patch: string;
  /** ` --context lab --namespace dev` */
  readonly kubectlFlags: string;
}

/** A command that restarts and leaves every value as it is, whatever the brokers of the file are. */
export function restartCommand(
  keys: BootstrapStatus['keys'],
  old: BootstrapStatus['workloads'],
  brokers: readonly Address[],
  { patch, kubectlFlags }: NextCommands,
): string {
  const wanted = brokers.map(formatAddress).join(',');
  const [held, ...others] = new Set(keys.map(({ hosts }) => hosts));
  const isOne = held !== undefined && others.length === 0;
  if (isOne && held === wanted) return `${patch} --restart`;
  if (isOne && isWrittenAsGiven(held)) return `${patch} --servers ${quoteWord(held)} --restart`;
  const restarted = (command: string, names: readonly string[]) =>
    names.length === 0 ? [] : [[command + kubectlFlags, ...names].join(' ')];
  const named = old.filter(({ kind }) => kind !== 'Rollout').map((one) => workloadName(one));
  const rollouts = old.filter(({ kind }) => kind === 'Rollout').map(({ name }) => name);
  return [
    ...restarted('kubectl rollout restart', named.map(safeWord)),
    ...restarted('kubectl argo rollouts restart', rollouts.map(safeWord)),
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
