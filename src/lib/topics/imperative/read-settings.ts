import { UsageError } from '../../errors.js';
import { canonicalValue } from '../../manifest/config-value.js';
import { slipProblem } from '../../manifest/read-configs.js';
import { redpandaFactorKey } from '../rules/replication.js';

/**
 * Settings as `--set` has them, in Kafka's own units: the key ends at the first `=`. A key that Apache Kafka doesn't have
 * is taken as it is, unless it is nearly one that it has.
 * @throws UsageError for what can't be meant
 */
export function readSettings(pairs: readonly string[]): Readonly<Record<string, string>> {
  const read = new Map<string, string>();
  for (const pair of pairs) {
    const end = pair.indexOf('=');
    if (end <= 0) throw new UsageError(`--set: expected key=value, such as retention.ms=3d, got "${pair}".`);
    const key = pair.slice(0, end).trim();
    checkKey('--set', key);
    if (read.has(key)) throw new UsageError(`--set: ${key} is given twice.`);
    const parsed = canonicalValue(key, pair.slice(end + 1));
    if ('problem' in parsed) throw new UsageError(`--set ${key}: ${parsed.problem}.`);
    read.set(key, parsed.value);
  }
  return Object.fromEntries(read);
}

/**
 * Settings as `--unset` has them, each once.
 * @param set those of the same command line that are set
 * @throws UsageError
 */
export function readRemovals(
  keys: readonly string[],
  set: Readonly<Record<string, string>>,
): readonly string[] {
  for (const key of keys) {
    if (key.includes('=')) throw new UsageError(`--unset: expected the name of a setting, got "${key}".`);
    checkKey('--unset', key);
    if (Object.hasOwn(set, key)) throw new UsageError(`${key} can't be both set and removed.`);
  }
  return [...new Set(keys)];
}

/**
 * Other tools take settings as `--config`, which names a file here.
 * @throws UsageError when it can only be a setting
 */
export function refuseSettingAsFile(file: string | undefined): void {
  if (file !== undefined && /^[a-z]+(?:\.[a-z]+)+=/.test(file))
    throw new UsageError(`--config names exops.yaml: a setting of topics is --set "${file}".`);
}

function checkKey(flag: string, key: string): void {
  const own = flagsInstead.get(key);
  if (own !== undefined) throw new UsageError(`${flag}: ${key} is no setting: use ${own}.`);
  if (key === '') throw new UsageError(`${flag}: a setting needs a name.`);
  const slip = slipProblem(key);
  if (slip !== undefined) throw new UsageError(`${flag}: ${slip}`);
}

const flagsInstead: ReadonlyMap<string, string> = new Map([
  [redpandaFactorKey, '--replication-factor'],
  ['num.partitions', '--partitions'],
]);
