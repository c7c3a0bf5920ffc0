import { nearest } from '../yaml/nearest.js';
import { InvalidFileError, type Problem } from '../yaml/problem.js';
import { validate } from '../yaml/validate.js';
import type { Path, YamlFile } from '../yaml/yaml-file.js';
import { knownConfigKeys } from './config-keys.js';
import { expandName } from './expand.js';
import type { DesiredTopic, Manifest } from './model.js';
import { type ReadConfigs, readConfigs } from './read-configs.js';
import { type ManifestFile, manifestSchema, type TopicBody, topicKeys } from './schema.js';
import { isInScope } from './scope.js';
import { isInternalName, nameProblem } from './topic-name.js';

/** A topic together with the place that a complaint about it points at. */
export interface DeclaredTopic {
  readonly topic: DesiredTopic;
  readonly file: string;
  readonly line: number;
  complaint(message: string): Problem;
}

export interface ReadManifest {
  readonly manifest: Manifest;
  readonly declared: readonly DeclaredTopic[];
}

/**
 * What one file declares, with its defaults, placeholders and units resolved.
 * @throws InvalidFileError with everything that is wrong in it
 */
export function readManifest(file: YamlFile): ReadManifest {
  const body = validate(file, manifestSchema, {
    alsoKnown: (path) => (isTopic(path) ? knownConfigKeys : []),
    unknownKey: (path, key) => misplaced(path, key),
  });
  const problems: Problem[] = [];
  const report = (problem: Problem) => problems.push(problem);
  const defaults = readConfigs(file, ['defaults', 'configs'], body.defaults?.configs, report);
  const scope =
    body.scope === undefined ? undefined : { include: body.scope.include, exclude: body.scope.exclude ?? [] };
  const declared = Object.entries(body.topics).flatMap(([template, entry]) =>
    declare({ file, body, defaults, template, entry: entry ?? {}, report }),
  );
  for (const name of Object.keys((file.value as ManifestFile).topics)) {
    if (!Object.hasOwn(body.topics, name)) report(unmanageable(file, name));
  }
  for (const { topic, complaint } of declared) {
    if (scope !== undefined && !isInScope(scope, topic.name))
      report(complaint(`"${topic.name}" is outside this file's own scope`));
  }
  if (problems.length > 0) throw new InvalidFileError(problems);
  return {
    manifest: {
      file: file.name,
      environment: body.environment,
      clusterId: body.clusterId,
      scope,
      topics: declared.map(({ topic }) => topic),
    },
    declared,
  };
}

/** valibot leaves out the keys that could change an object's prototype; a topic must not vanish silently. */
function unmanageable(file: YamlFile, name: string): Problem {
  return file.problem(file.positionOfKey(['topics', name]), `exops can't manage a topic called "${name}"`);
}

interface Entry {
  readonly file: YamlFile;
  readonly body: ManifestFile;
  readonly defaults: ReadConfigs;
  readonly template: string;
  readonly entry: TopicBody;
  readonly report: (problem: Problem) => void;
}

function declare({ file, body, defaults, template, entry, report }: Entry): DeclaredTopic[] {
  const path = ['topics', template];
  const position = file.positionOfKey(path);
  const complaint = (message: string) => file.problem(position, message);
  const configs = readConfigs(file, [...path, 'configs'], entry.configs, report);
  const expansion = expandName(template, placeholderValues(file, path, entry.forEach));
  if ('problem' in expansion) {
    report(complaint(expansion.problem));
    return [];
  }
  const settings = {
    partitions: entry.partitions ?? body.defaults?.partitions,
    replicationFactor: entry.replicationFactor ?? body.defaults?.replicationFactor,
    configs: withoutNulls({ ...defaults, ...configs }),
    exact: body.configs === 'exact',
  };
  return expansion.names.flatMap((name) => {
    const problem = isInternalName(name)
      ? `"${name}" is an internal topic: exops never touches those`
      : nameProblem(name);
    if (problem === undefined)
      return [{ topic: { name, ...settings }, file: file.name, line: position.line, complaint }];
    report(complaint(problem));
    return [];
  });
}

function placeholderValues(
  file: YamlFile,
  path: Path,
  forEach: TopicBody['forEach'],
): Record<string, string[]> | undefined {
  if (forEach === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(forEach).map(([name, values]) => [
      name,
      values.map((value, index) => file.textOf([...path, 'forEach', name, index]) ?? String(value)),
    ]),
  );
}

function withoutNulls(configs: ReadConfigs): Record<string, string> {
  return Object.fromEntries(
    Object.entries(configs).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}

function isTopic(path: Path): boolean {
  return path.length === 2 && path[0] === 'topics';
}

/** What other tools call our keys. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['replicas', 'replicationFactor'],
  ['replication', 'replicationFactor'],
  ['replication_factor', 'replicationFactor'],
  ['replication-factor', 'replicationFactor'],
  ['config', 'configs'],
  ['settings', 'configs'],
  ['num_partitions', 'partitions'],
]);

function misplaced(path: Path, key: string): string | undefined {
  if (!isTopic(path) && path[0] !== 'defaults') return undefined;
  if (knownConfigKeys.includes(key)) return `"${key}" is a setting: it belongs under configs`;
  const ours = aliases.get(nearest(key, [...topicKeys, ...aliases.keys()]) ?? '');
  return ours === undefined ? undefined : `unknown key "${key}" (did you mean "${ours}"?)`;
}
