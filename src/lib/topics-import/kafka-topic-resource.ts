import type { Given, Place, RawTopic, Remark, Say } from './model.js';
import { child, entries, given, items, placeOf, type Tree, textIn } from './yaml-tree.js';

/** What a ConfigMap of jikkou holds, by its name. */
export type ConfigMaps = ReadonlyMap<string, Tree>;

/**
 * A `KafkaTopic` of Strimzi or jikkou, or a list of them.
 * @see https://strimzi.io/docs/operators/latest/configuring.html#type-KafkaTopic-reference
 * @see https://www.jikkou.io/docs/providers/kafka/resources/topics/
 */
export function readKafkaTopics(tree: Tree, configMaps: ConfigMaps, say: Say): readonly RawTopic[] {
  const list = child(tree, 'items');
  if (list === undefined) return readOne(tree, configMaps, say);
  return items(list).flatMap((item) => {
    const kind = textIn(child(item, 'kind'));
    return kind === undefined || kind === 'KafkaTopic' ? readOne(item, configMaps, say) : [];
  });
}

const knownInSpec = new Set('topicName partitions replicas config configs configMapRefs'.split(' '));
const knownAround = new Set('apiVersion kind metadata spec status'.split(' '));

function readOne(tree: Tree, configMaps: ConfigMaps, say: Say): readonly RawTopic[] {
  const metadata = child(tree, 'metadata');
  const spec = child(tree, 'spec');
  const name = child(spec, 'topicName') ?? child(metadata, 'name');
  const subject = textIn(name) ?? 'a KafkaTopic';
  const remark = (kind: Remark['kind'], at: Place, what: string, why: string) =>
    say({ kind, at, topic: subject, what, why });
  for (const [key, value] of entries(tree))
    if (!knownAround.has(key))
      remark('untranslated', placeOf(value), key, 'It stands beside spec, where it means nothing.');
  for (const [key, value] of entries(spec))
    if (!knownInSpec.has(key))
      remark('untranslated', placeOf(value), key, 'exops knows no such key of a KafkaTopic.');
  if (!isWanted(metadata, remark)) return [];
  const cluster = textIn(child(child(metadata, 'labels'), 'strimzi.io/cluster'));
  return [
    {
      ...{ at: placeOf(tree), subject },
      name: name === undefined ? undefined : given(name),
      partitions: optional(child(spec, 'partitions')),
      replicationFactor: optional(child(spec, 'replicas')),
      configs: configsOf(spec, configMaps, remark),
      cluster: cluster === undefined ? undefined : { tool: 'strimzi', name: cluster },
    },
  ];
}

type RemarkOn = (kind: Remark['kind'], at: Place, what: string, why: string) => void;

function isWanted(metadata: Tree | undefined, remark: RemarkOn): boolean {
  const annotations = child(metadata, 'annotations');
  const isSet = (name: string, value: string) => {
    const annotation = child(annotations, name);
    return annotation !== undefined && String(annotation.value) === value ? annotation : undefined;
  };
  const deleted = isSet('jikkou.io/delete', 'true');
  if (deleted !== undefined) {
    remark(
      'untranslated',
      placeOf(deleted),
      'jikkou.io/delete',
      'Left out: the file asks to delete this topic. `exops topics delete` does.',
    );
    return false;
  }
  const unmanaged = isSet('strimzi.io/managed', 'false') ?? isSet('strimzi.io/pause-reconciliation', 'true');
  if (unmanaged !== undefined)
    remark(
      'untranslated',
      placeOf(unmanaged),
      String(unmanaged.path.at(-1)),
      'Strimzi leaves this topic alone, and the manifest declares it: take it out if it shall stay so.',
    );
  return true;
}

/** As jikkou puts them together: what a ConfigMap says comes after the topic's own. */
function configsOf(spec: Tree | undefined, configMaps: ConfigMaps, remark: RemarkOn): [string, Given][] {
  const own = [...entries(child(spec, 'config')), ...entries(child(spec, 'configs'))];
  const configs = new Map(own.map(([key, value]) => [key, given(value)]));
  for (const reference of items(child(spec, 'configMapRefs'))) {
    const name = String(reference.value);
    const map = configMaps.get(name);
    if (map === undefined)
      remark(
        'untranslated',
        placeOf(reference),
        `configMapRefs ${name}`,
        "The settings of this ConfigMap are left out: it isn't among the files. Give its file, too.",
      );
    for (const [key, value] of entries(map)) {
      const before = configs.get(key);
      const after = given(value);
      if (before !== undefined && 'text' in before && 'text' in after && before.text !== after.text)
        remark(
          'untranslated',
          before.at,
          key,
          `The ConfigMap ${name} says ${after.text}, which was taken, as jikkou does.`,
        );
      configs.set(key, after);
    }
  }
  return [...configs];
}

function optional(tree: Tree | undefined): Given | undefined {
  return tree === undefined ? undefined : given(tree);
}
