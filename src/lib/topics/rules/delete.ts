import type { Change } from '../../change/plan.js';
import { formatBytes } from '../../manifest/quantity.js';
import { countOf, formatCount } from '../../terminal/plural.js';
import type { ObservedTopic, TopicUsage } from '../model.js';
import { type TopicWork, topicKind } from '../work.js';

const listedGroups = 5;

/** A topic that the file owns and doesn't declare, when the person asked for its end. */
export function deleteTopic(topic: ObservedTopic, usage: TopicUsage | undefined): Change<TopicWork> {
  const contents = contentsOf(usage);
  return {
    kind: topicKind,
    name: topic.name,
    action: 'delete',
    severity: 'destructive',
    summary: `${countOf(topic.partitions.length, 'partition')}, factor ${topic.partitions[0]?.replicas.length ?? 0}`,
    fields: [],
    cautions: [
      `holds ${contents ?? 'an amount of data that could not be read'}`,
      ...readersOf(usage?.groups),
    ],
    stakes: [usage?.records === 0n ? 'empty' : 'holds records', ...(usage?.groups ?? [])].join(' '),
    work: { delete: true },
  };
}

/** `1.2 GiB in 34,000 records`: what is there now, as far as it can be read. */
export function contentsOf(usage: TopicUsage | undefined): string | undefined {
  if (usage?.records === 0n) return 'nothing';
  const bytes = usage?.bytes === undefined ? undefined : formatBytes(usage.bytes);
  const records =
    usage?.records === undefined
      ? undefined
      : `${formatCount(usage.records)} record${usage.records === 1n ? '' : 's'}`;
  if (bytes !== undefined && records !== undefined) return `${bytes} in ${records}`;
  return bytes ?? records;
}

function readersOf(groups: readonly string[] | undefined): string[] {
  if (groups === undefined) return ['which groups read it could not be read'];
  if (groups.length === 0) return [];
  const more = groups.length - listedGroups;
  return [
    `read by ${groups.slice(0, listedGroups).join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`,
  ];
}
