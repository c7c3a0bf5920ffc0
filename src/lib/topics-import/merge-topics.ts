import { collisionKey } from '../manifest/topic-name.js';
import type { ImportedTopic, Place, Say } from './model.js';

/** The topics that can stand in one manifest: of those that can't stand beside each other, the first. */
export function mergeTopics(topics: readonly ImportedTopic[], say: Say): readonly ImportedTopic[] {
  const first = new Map<string, ImportedTopic>();
  for (const later of topics) {
    const key = collisionKey(later.name);
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, later);
    else sayRepeated(earlier, later, say);
  }
  const merged = [...first.values()];
  saySeveralClusters(merged, say);
  return merged;
}

function sayRepeated(earlier: ImportedTopic, later: ImportedTopic, say: Say): void {
  const place = placeWords(earlier.at);
  const both = { at: later.at, topic: later.name, also: earlier.at };
  if (earlier.name !== later.name)
    say({
      ...{ kind: 'untranslated', ...both, what: `collides with ${earlier.name}` },
      why: `Left out: ${earlier.name} is at ${place}, and Kafka can't tell "." from "_" here.`,
    });
  else if (isSame(earlier, later))
    say({
      kind: 'ignored',
      ...both,
      what: 'declared twice',
      why: `It stands at ${place}, too, and says the same.`,
    });
  else
    say({
      ...{ kind: 'untranslated', ...both, what: 'declared twice' },
      why: `What ${place} says was taken, and this was not: they differ in ${differences(earlier, later).join(', ')}.`,
    });
}

function isSame(a: ImportedTopic, b: ImportedTopic): boolean {
  return differences(a, b).length === 0;
}

function differences(a: ImportedTopic, b: ImportedTopic): readonly string[] {
  const keys = [...new Set([...Object.keys(a.configs), ...Object.keys(b.configs)])].sort();
  return [
    ...(a.partitions === b.partitions ? [] : ['partitions']),
    ...(a.replicationFactor === b.replicationFactor ? [] : ['replication factor']),
    ...keys.filter((key) => a.configs[key] !== b.configs[key]),
    ...(isOtherCluster(a, b) ? ['cluster'] : []),
  ];
}

function isOtherCluster({ cluster: a }: ImportedTopic, { cluster: b }: ImportedTopic): boolean {
  return a !== undefined && b !== undefined && a.tool === b.tool && a.name !== b.name;
}

/** A manifest is of one cluster. */
function saySeveralClusters(topics: readonly ImportedTopic[], say: Say): void {
  const told = topics.filter(({ cluster }) => cluster !== undefined);
  for (const tool of new Set(told.map(({ cluster }) => cluster?.tool))) {
    const first = new Map<string, ImportedTopic>();
    for (const topic of told) {
      const { cluster } = topic;
      if (cluster !== undefined && cluster.tool === tool && !first.has(cluster.name))
        first.set(cluster.name, topic);
    }
    const [one, other] = [...first.values()];
    if (one === undefined || other === undefined) continue;
    const names = [...first.keys()].slice(0, 3).join(', ');
    say({
      ...{ kind: 'untranslated', at: other.at, topic: undefined, also: one.at },
      what: `topics of ${first.size} clusters`,
      why: `${names}${first.size > 3 ? ', …' : ''}: a manifest is of one. Import each by itself.`,
    });
  }
}

export function placeWords({ file, line }: Place): string {
  return `${file}:${line}`;
}
