import type { LiveKind } from '../../lib/completion/names-cache.js';
import type { TypedLine } from './typed-line.js';
import type { WrittenKind } from './written-names.js';

export type NameKind = LiveKind | WrittenKind;

const kindOfFlag: Readonly<Record<string, NameKind>> = {
  env: 'environments',
  host: 'hosts',
  via: 'hosts',
  context: 'contexts',
  topic: 'topics',
  group: 'groups',
};

const kindOfArgument: Readonly<Record<string, NameKind>> = {
  topic: 'topics',
  topics: 'topics',
  group: 'groups',
  groups: 'groups',
  host: 'hosts',
  service: 'services',
  services: 'services',
};

/** What these are names of is said by the command: `topics describe <patterns...>`. */
const ofTheNoun = ['patterns', 'names'];

/** Names that are not there yet. */
const newNames = ['topics create'];

/** Names of what may stand at the end of the line; undefined where no names do. */
export function nameKind(line: TypedLine): NameKind | undefined {
  const { command, path, option, argument } = line;
  const kind =
    option === undefined ? argumentKind(path, argument?.name()) : kindOf(kindOfFlag, option.attributeName());
  const isLive = kind === 'topics' || kind === 'groups';
  const hasCluster = command.options.some(({ long }) => long === '--brokers');
  return isLive && !hasCluster ? undefined : kind;
}

function argumentKind(path: readonly string[], name: string | undefined): NameKind | undefined {
  if (name === undefined || newNames.includes(path.join(' '))) return undefined;
  return kindOf(kindOfArgument, ofTheNoun.includes(name) ? (path[0] ?? '') : name);
}

function kindOf(kinds: Readonly<Record<string, NameKind>>, name: string): NameKind | undefined {
  return Object.hasOwn(kinds, name) ? kinds[name] : undefined;
}
