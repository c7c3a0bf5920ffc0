import type { Context } from '../../context.js';
import { type ExitCode, exitCodes } from '../../lib/errors.js';
import { formatValue } from '../../lib/manifest/config-value.js';
import { writeDocument } from '../../lib/terminal/document.js';
import { loadPalette, type Palette } from '../../lib/terminal/palette.js';
import { countOf } from '../../lib/terminal/plural.js';
import { printable } from '../../lib/terminal/printable.js';
import { alignedLines, type Column, writeTable } from '../../lib/terminal/table.js';
import { type DescribedTopic, readTopics } from '../../lib/topics/read-topics.js';
import { askCluster } from '../reach-cluster.js';
import type { DescribeOptions } from './describe.js';
import { reportNone, reportUnknown, topicDocument, topicsSchema } from './show-topics.js';

export async function describeTopicsCommand(
  context: Context,
  options: DescribeOptions & { readonly patterns: readonly string[] },
): Promise<ExitCode> {
  const { out } = context.terminal;
  const withDefaults = options.defaults === true;
  const selection = { patterns: options.patterns, internal: options.internal === true };
  const { answer, target } = await askCluster(context, options, 'Reading topics', (session) =>
    readTopics(session, selection),
  );
  const { metadata, topics, unknown } = answer;
  if (options.output !== 'table') {
    await writeDocument(out, options.output, {
      schema: topicsSchema,
      target: { ...target, clusterId: metadata.clusterId },
      topics: topics.map((topic) => fullDocument(topic, withDefaults)),
    });
  } else if (out.isTerminal) {
    const palette = await loadPalette(out.colorLevel);
    const blocks = topics.map((topic) => block(topic, withDefaults, palette, out.columns).join('\n'));
    if (blocks.length > 0) out.line(blocks.join('\n\n'));
  } else {
    writeTable(
      out,
      factColumns,
      topics.flatMap((topic) => facts(topic, withDefaults)),
    );
  }
  reportNone(context, answer);
  return reportUnknown(context, unknown) ? exitCodes.failed : exitCodes.ok;
}

interface ShownSetting {
  readonly key: string;
  readonly value: string | null;
  readonly isOverride: boolean;
}

function settingsOf({ settings }: DescribedTopic, withDefaults: boolean): ShownSetting[] {
  return [...(settings ?? [])]
    .map(([key, setting]) => ({ key, ...setting }))
    .filter(({ isOverride }) => isOverride || withDefaults)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

function fullDocument(topic: DescribedTopic, withDefaults: boolean) {
  const settings = settingsOf(topic, withDefaults);
  return {
    ...topicDocument(topic),
    settings: Object.fromEntries(settings.map(({ key, value }) => [key, value])),
    ...(topic.settingsProblem === undefined ? {} : { settingsProblem: topic.settingsProblem }),
    partitionDetails: topic.partitions,
  };
}

const settingColumns: readonly Column<ShownSetting>[] = [
  { title: 'SETTING', value: ({ key }) => key },
  { title: 'VALUE', value: ({ key, value }) => (value === null ? '(hidden)' : formatValue(key, value)) },
  { title: '', value: ({ isOverride }) => (isOverride ? '' : 'default') },
];

type Partition = DescribedTopic['partitions'][number];

const partitionColumns: readonly Column<Partition>[] = [
  { title: 'PARTITION', value: ({ id }) => String(id), align: 'right' },
  { title: 'LEADER', value: ({ leader }) => (leader < 0 ? 'none' : String(leader)), align: 'right' },
  { title: 'REPLICAS', value: ({ replicas }) => replicas.join(',') },
  { title: 'IN SYNC', value: ({ inSync }) => inSync.join(',') },
];

function block(topic: DescribedTopic, withDefaults: boolean, palette: Palette, width: number): string[] {
  const settings = settingsOf(topic, withDefaults);
  const factor = topic.replicationFactor ?? 'mixed';
  const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`);
  return [
    `${palette.strong(printable(topic.name))}  ${countOf(topic.partitions.length, 'partition')}, factor ${factor}`,
    ...(topic.settingsProblem === undefined
      ? []
      : [palette.caution(`  settings: ${printable(topic.settingsProblem)}`)]),
    ...(settings.length === 0 ? [] : indented(alignedLines(settingColumns, settings, width - 2))),
    ...indented(alignedLines(partitionColumns, topic.partitions, width - 2)),
  ];
}

interface Fact {
  readonly topic: string;
  readonly name: string;
  readonly value: string;
}

/** In a pipe: one line a fact, so that grep and awk find it. */
const factColumns: readonly Column<Fact>[] = [
  { title: 'TOPIC', value: ({ topic }) => topic },
  { title: 'WHAT', value: ({ name }) => name },
  { title: 'VALUE', value: ({ value }) => value },
];

function facts(topic: DescribedTopic, withDefaults: boolean): Fact[] {
  const pairs: [string, string][] = [
    ['partitions', String(topic.partitions.length)],
    ['replication factor', String(topic.replicationFactor ?? 'mixed')],
    ...settingsOf(topic, withDefaults).map(({ key, value }): [string, string] => [key, value ?? '']),
    ...topic.partitions.map(({ id, leader, replicas, inSync }): [string, string] => [
      `partition ${id}`,
      `leader ${leader} replicas ${replicas.join(',')} in-sync ${inSync.join(',')}`,
    ]),
  ];
  return pairs.map(([name, value]) => ({ topic: topic.name, name, value }));
}
