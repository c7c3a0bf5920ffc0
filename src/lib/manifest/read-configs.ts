import { nearest } from '../yaml/nearest.js';
import type { Problem } from '../yaml/problem.js';
import type { Path, YamlFile } from '../yaml/yaml-file.js';
import { configTypeOf, knownConfigKeys } from './config-keys.js';
import { canonicalValue } from './config-value.js';
import type { RawConfigs } from './schema.js';

/** Settings in Kafka's own units; null takes a default away. */
export type ReadConfigs = Readonly<Record<string, string | null>>;

/** A key this near to a known one is a slip; anything farther may be a setting of another system. */
const slipDistance = 2;

const belongsElsewhere: ReadonlyMap<string, string> = new Map([
  ['replication.factor', 'replicationFactor'],
  ['num.partitions', 'partitions'],
]);

/** Reads the settings that stand at a path of the file, and reports each that Kafka would refuse. */
export function readConfigs(
  file: YamlFile,
  path: Path,
  raw: RawConfigs | undefined,
  report: (problem: Problem) => void,
): ReadConfigs {
  const read: [string, string | null][] = [];
  for (const [key, value] of Object.entries(raw ?? {})) {
    const at = [...path, key];
    const slip = keyProblem(key);
    if (slip !== undefined) {
      report(file.problem(file.positionOfKey(at), slip));
      continue;
    }
    const parsed = value === null ? { value } : canonicalValue(key, textOf(file, at, value));
    if ('problem' in parsed) report(file.problem(file.positionOf(at), `${key}: ${parsed.problem}`));
    else read.push([key, parsed.value]);
  }
  return Object.fromEntries(read);
}

const judged = new Map<string, string | undefined>();

/** What is wrong with a key under `configs`; undefined when nothing is. The same few keys stand under thousands of topics. */
export function keyProblem(key: string): string | undefined {
  if (!judged.has(key)) judged.set(key, judgeKey(key));
  return judged.get(key);
}

function judgeKey(key: string): string | undefined {
  if (configTypeOf(key) !== undefined) return undefined;
  const own = belongsElsewhere.get(key);
  if (own !== undefined) return `"${key}" is no setting: write "${own}" beside configs`;
  return slipProblem(key);
}

/** What is wrong with a key that is nearly a known one; undefined for a known one, and for one that may be another system's. */
export function slipProblem(key: string): string | undefined {
  if (configTypeOf(key) !== undefined) return undefined;
  const meant = nearest(key, knownConfigKeys, slipDistance);
  return meant === undefined ? undefined : `unknown setting "${key}" (did you mean "${meant}"?)`;
}

function textOf(file: YamlFile, path: Path, value: string | number | boolean | readonly string[]): string {
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'number' ? (file.textOf(path) ?? String(value)) : String(value);
}
