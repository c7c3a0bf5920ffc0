import path from 'node:path';
import type { Given, RawTopic, Say } from './model.js';
import { child, entries, given, isMap, placeOf, type Tree, textIn } from './yaml-tree.js';

/**
 * The topics of kafka-gitops: of state files, and of the files that these name.
 * @see https://devshawn.github.io/kafka-gitops/#/specification
 */
export function readKafkaGitops(trees: readonly Tree[], say: Say): readonly RawTopic[] {
  const defaults = new Map(trees.flatMap((tree) => lentDefault(tree, trees, say)));
  return trees.flatMap((tree) => {
    for (const [key, value] of entries(tree)) {
      const why = otherKeys.get(key);
      if (why !== undefined)
        say({ kind: 'ignored', at: placeOf(value), topic: undefined, what: `${key} of kafka-gitops`, why });
      else if (key !== 'topics' && key !== 'settings')
        say({
          ...{ kind: 'untranslated', at: placeOf(value), topic: undefined, what: key },
          why: 'exops knows no such key of kafka-gitops.',
        });
    }
    const replication = ownDefault(tree) ?? defaults.get(tree.file.name);
    return entries(child(tree, 'topics')).flatMap((entry) => readTopic(entry, replication, say) ?? []);
  });
}

const noRights = 'exops manages no ACLs.';

const otherKeys: ReadonlyMap<string, string> = new Map([
  ['services', noRights],
  ['users', noRights],
  ['customServiceAcls', noRights],
  ['customUserAcls', noRights],
  ['schemas', 'exops manages no schemas.'],
]);

function ownDefault(tree: Tree): Given | undefined {
  const topics = child(child(tree, 'settings'), 'topics');
  const replication = child(child(topics, 'defaults'), 'replication');
  return replication === undefined ? undefined : given(replication);
}

/** `settings.files.topics` names the file that the topics are in; the defaults hold there, too. */
function lentDefault(tree: Tree, trees: readonly Tree[], say: Say): [string, Given][] {
  const named = child(child(child(tree, 'settings'), 'files'), 'topics');
  const relative = textIn(named);
  if (named === undefined || relative === undefined) return [];
  const file = path.join(path.dirname(tree.file.name), relative);
  if (!trees.some((other) => other.file.name === file))
    say({
      ...{ kind: 'untranslated', at: placeOf(named), topic: undefined, what: `files: topics: ${relative}` },
      why: "The topics are in that file, which isn't among those given: give it, too.",
    });
  const replication = ownDefault(tree);
  return replication === undefined ? [] : [[file, replication]];
}

const knownKeys = new Set(['partitions', 'replication', 'configs']);

function readTopic(
  [name, tree]: readonly [string, Tree],
  replication: Given | undefined,
  say: Say,
): RawTopic | undefined {
  const at = placeOf(tree);
  const remark = (place: Tree, what: string, why: string) =>
    say({ kind: 'untranslated', at: placeOf(place), topic: name, what, why });
  if (!isMap(tree.value)) {
    remark(tree, 'no partitions', 'Left out: it has no keys with values.');
    return undefined;
  }
  for (const [key, value] of entries(tree))
    if (!knownKeys.has(key)) remark(value, key, 'exops knows no such key of a topic of kafka-gitops.');
  const partitions = child(tree, 'partitions');
  const own = child(tree, 'replication');
  return {
    ...{ at, subject: name, name: { at, text: name } },
    partitions: partitions === undefined ? undefined : given(partitions),
    replicationFactor: own === undefined ? replication : given(own),
    configs: entries(child(tree, 'configs')).map(([key, value]) => [key, given(value)]),
    cluster: undefined,
  };
}
