import type { Context } from '../../context.js';
import { type ExitCode, exitCodes } from '../../lib/errors.js';
import { writeDocument } from '../../lib/terminal/document.js';
import { printable } from '../../lib/terminal/printable.js';
import { type Column, writeTable } from '../../lib/terminal/table.js';
import { listTopics, type TopicView } from '../../lib/topics/read-topics.js';
import { keepNames } from '../completion/keep-names.js';
import { askCluster } from '../reach-cluster.js';
import type { ListOptions } from './list.js';
import { reportNone, reportUnknown, topicDocument, topicsSchema } from './show-topics.js';

/** Names give way first: health is seen in any window. */
export const topicColumns: readonly Column<TopicView>[] = [
  { title: 'TOPIC', value: ({ name }) => name, shrinks: true },
  { title: 'PARTITIONS', value: ({ partitions }) => String(partitions.length), align: 'right' },
  { title: 'FACTOR', value: ({ replicationFactor }) => String(replicationFactor ?? 'mixed'), align: 'right' },
  { title: 'HEALTH', value: healthOf },
];

export async function listTopicsCommand(
  context: Context,
  options: ListOptions & { readonly patterns: readonly string[] },
): Promise<ExitCode> {
  const { out } = context.terminal;
  const selection = { patterns: options.patterns, internal: options.internal === true };
  const { answer, environment, target } = await askCluster(context, options, 'Reading topics', (session) =>
    listTopics(session, selection),
  );
  const { metadata, topics, unknown } = answer;
  if (options.output === 'name') {
    if (topics.length > 0) out.line(topics.map(({ name }) => printable(name)).join('\n'));
  } else if (options.output === 'table') {
    writeTable(out, topicColumns, topics);
  } else {
    await writeDocument(out, options.output, {
      schema: topicsSchema,
      target: { ...target, clusterId: metadata.clusterId },
      topics: topics.map((topic) => topicDocument(topic)),
    });
  }
  await keepNames(context, { options, environment }, 'topics', () => metadata.topics.map(({ name }) => name));
  reportNone(context, answer);
  return reportUnknown(context, unknown) ? exitCodes.failed : exitCodes.ok;
}

function healthOf({ offline, underReplicated }: TopicView): string {
  if (offline > 0) return `${offline} offline`;
  return underReplicated > 0 ? `${underReplicated} under-replicated` : 'ok';
}
