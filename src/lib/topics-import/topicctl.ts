import type { Given, Place, RawTopic, Remark, Say } from './model.js';
import { child, entries, given, placeOf, type Tree, textIn } from './yaml-tree.js';

/** A topic of topicctl. @see https://github.com/segmentio/topicctl/blob/master/pkg/config/topic.go */
export function readTopicctl(tree: Tree, say: Say): readonly RawTopic[] {
  const spec = child(tree, 'spec');
  const meta = child(tree, 'meta');
  const other = otherResource(spec);
  if (other !== undefined) {
    say({ kind: 'ignored', at: placeOf(tree), topic: undefined, ...other });
    return [];
  }
  const name = child(meta, 'name');
  const subject = textIn(name) ?? 'a topic of topicctl';
  const remark = (kind: Remark['kind'], at: Place, what: string, why: string) =>
    say({ kind, at, topic: subject, what, why });
  readPlacement(child(spec, 'placement'), remark);
  for (const [key, value] of [...entries(meta), ...entries(spec)]) {
    const why = ownWords.get(key);
    if (why !== undefined) remark('ignored', placeOf(value), key, why);
    else if (!knownKeys.has(key))
      remark('untranslated', placeOf(value), key, 'exops knows no such key of topicctl.');
  }
  const where = ['environment', 'region', 'cluster'].map((key) => textIn(child(meta, key)));
  return [
    {
      ...{ at: placeOf(tree), subject },
      name: optional(name),
      partitions: optional(child(spec, 'partitions')),
      replicationFactor: optional(child(spec, 'replicationFactor')),
      configs: [...retention(spec, remark), ...settingsOf(child(spec, 'settings'))],
      cluster: { tool: 'topicctl', name: where.filter((one) => one !== undefined).join('/') },
    },
  ];
}

type RemarkOn = (kind: Remark['kind'], at: Place, what: string, why: string) => void;

const knownKeys = new Set(
  'name cluster environment region partitions replicationFactor retentionMinutes settings placement'.split(
    ' ',
  ),
);

/** Keys that a manifest has no place for. */
const ownWords: ReadonlyMap<string, string> = new Map([
  ['description', 'A manifest has no place for it but a comment.'],
  ['labels', 'A manifest has no place for it but a comment.'],
  ['consumers', 'A manifest has no place for it but a comment.'],
  ['migration', 'How fast replicas move is said when it happens: `topics sync --throttle`.'],
]);

function otherResource(spec: Tree | undefined): Pick<Remark, 'what' | 'why'> | undefined {
  const has = (key: string) => child(spec, key) !== undefined;
  if (has('bootstrapAddrs') || has('zkAddrs'))
    return {
      what: "topicctl's cluster",
      why: 'Where a cluster is stands in exops.yaml; its clusterID may stand in the manifest as clusterId.',
    };
  if (has('acls')) return { what: "topicctl's ACLs", why: 'exops manages no ACLs.' };
  if (has('authentication') || has('users'))
    return { what: "topicctl's users", why: 'exops manages no users.' };
  return undefined;
}

const minuteMs = 60_000n;

function retention(spec: Tree | undefined, remark: RemarkOn): [string, Given][] {
  const minutes = child(spec, 'retentionMinutes');
  if (minutes === undefined) return [];
  const told = given(minutes);
  if ('untold' in told) return [['retention.ms', told]];
  if (!/^\d+$/.test(told.text)) {
    remark('untranslated', told.at, 'retentionMinutes', 'Left out: expected a whole number of minutes.');
    return [];
  }
  // topicctl sets nothing then.
  if (BigInt(told.text) === 0n) return [];
  if (child(child(spec, 'settings'), 'retention.ms') !== undefined) {
    remark(
      'untranslated',
      told.at,
      'retentionMinutes',
      'settings has a retention.ms, too, which was taken. topicctl refuses both.',
    );
    return [];
  }
  return [['retention.ms', { at: told.at, text: String(BigInt(told.text) * minuteMs) }]];
}

function settingsOf(settings: Tree | undefined): [string, Given][] {
  return entries(settings).map(([key, value]) => [key, given(value)]);
}

function readPlacement(placement: Tree | undefined, remark: RemarkOn): void {
  const strategy = child(placement, 'strategy');
  if (placement === undefined || strategy === undefined) return;
  const name = String(strategy.value);
  if (name === 'any') return;
  const at = placeOf(strategy);
  if (name === 'cross-rack' || name === 'balanced-leaders')
    remark(
      'ignored',
      at,
      `placement ${name}`,
      'Kafka places the replicas of a new topic so by itself, where its brokers have a rack. exops leaves those of a topic that is there where they are.',
    );
  else
    remark(
      'untranslated',
      at,
      `placement ${name}`,
      "A manifest doesn't say which broker has which replica. Those of a topic that is there stay where they are; Kafka places those of a new one.",
    );
}

function optional(tree: Tree | undefined): Given | undefined {
  return tree === undefined ? undefined : given(tree);
}
