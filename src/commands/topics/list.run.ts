import type { Context } from '../../context.js';
import { type ExitCode, exitCodes } from '../../lib/errors.js';
import { writeDocument } from '../../lib/terminal/document.js';
import { createProgress } from '../../lib/terminal/progress.js';
import { type Column, writeTable } from '../../lib/terminal/table.js';
import { listTopics, type TopicView } from '../../lib/topics/read-topics.js';
import { clusterEnvironment, reachCluster } from '../reach-cluster.js';
import type { ListOptions } from './list.js';
import { reportUnknown, topicDocument, topicsSchema } from './show-topics.js';

const columns: readonly Column<TopicView>[] = [
  { title: 'TOPIC', value: ({ name }) => name },
  { title: 'PARTITIONS', value: ({ partitions }) => String(partitions.length), align: 'right' },
  { title: 'FACTOR', value: ({ replicationFactor }) => String(replicationFactor ?? 'mixed'), align: 'right' },
  { title: 'HEALTH', value: healthOf },
];

export async function listTopicsCommand(
  context: Context,
  options: ListOptions & { readonly patterns: readonly string[] },
): Promise<ExitCode> {
  const environment = await clusterEnvironment(context, options);
  const { session, target } = reachCluster(context, environment, options);
  const { out } = context.terminal;
  try {
    const selection = { patterns: options.patterns, internal: options.internal === true };
    const { metadata, topics, unknown } = await createProgress(context.terminal).during(
      'Reading topics',
      () => listTopics(session, selection),
    );
    if (options.output === 'name') {
      if (topics.length > 0) out.line(topics.map(({ name }) => name).join('\n'));
    } else if (options.output === 'table') {
      writeTable(out, columns, topics);
    } else {
      await writeDocument(out, options.output, {
        schema: topicsSchema,
        target: { ...target, clusterId: metadata.clusterId },
        topics: topics.map((topic) => topicDocument(topic)),
      });
    }
    return reportUnknown(context, unknown) ? exitCodes.failed : exitCodes.ok;
  } finally {
    session.close();
  }
}

function healthOf({ offline, underReplicated }: TopicView): string {
  if (offline > 0) return `${offline} offline`;
  return underReplicated > 0 ? `${underReplicated} under-replicated` : 'ok';
}
