import type { Change } from '../../change/plan.js';
import type { DesiredTopic } from '../../manifest/model.js';
import { countOf } from '../../terminal/plural.js';
import { type TopicWork, topicKind } from '../work.js';
import { settingField } from './settings.js';

/** Asks the broker for its own default. */
const brokerDefault = -1;

/** A topic that isn't there is created, with every setting shown. */
export function createTopic(wanted: DesiredTopic, cautions: readonly string[]): Change<TopicWork> {
  return {
    kind: topicKind,
    name: wanted.name,
    action: 'create',
    severity: 'safe',
    summary: shapeOf(wanted),
    fields: Object.entries(wanted.configs).map(([key, value]) => settingField(key, null, value)),
    cautions,
    work: {
      create: {
        partitions: wanted.partitions ?? brokerDefault,
        replicationFactor: wanted.replicationFactor ?? brokerDefault,
        configs: wanted.configs,
      },
    },
  };
}

function shapeOf({ partitions, replicationFactor }: DesiredTopic): string {
  if (partitions === undefined && replicationFactor === undefined) return "the cluster's default shape";
  const count = partitions === undefined ? 'default partitions' : countOf(partitions, 'partition');
  return `${count}, ${replicationFactor === undefined ? 'default factor' : `factor ${replicationFactor}`}`;
}
