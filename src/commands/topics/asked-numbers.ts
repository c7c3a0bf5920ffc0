import { InvalidArgumentError } from 'commander';

/** What the protocol has room for. */
const most = { partitions: 2 ** 31 - 1, replicas: 2 ** 15 - 1 };

/** For `--partitions`. */
export function partitionCount(text: string): number {
  return wholeNumber(text, 1, most.partitions);
}

/** For `--replication-factor`. */
export function replicaCount(text: string): number {
  return wholeNumber(text, 1, most.replicas);
}

/** For `--off-broker`, which may be repeated. */
export function brokerIds(text: string, before: readonly number[] = []): readonly number[] {
  return [...new Set([...before, wholeNumber(text, 0, most.partitions)])];
}

function wholeNumber(text: string, least: number, greatest: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= greatest) return value;
  throw new InvalidArgumentError(`Write a whole number from ${least} to ${greatest}.`);
}
