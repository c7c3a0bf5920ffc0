import type { Context } from '../../context.js';
import type { ExitCode } from '../../lib/errors.js';
import { describedDocument, groupsSchema } from '../../lib/groups/groups-document.js';
import type { DescribedGroup, GroupMember } from '../../lib/groups/model.js';
import { readGroups } from '../../lib/groups/read-groups.js';
import { partitionRanges } from '../../lib/partition-list.js';
import { writeDocument } from '../../lib/terminal/document.js';
import { dottedLine } from '../../lib/terminal/dotted-line.js';
import { loadPalette, type Palette } from '../../lib/terminal/palette.js';
import { countOf } from '../../lib/terminal/plural.js';
import { printable } from '../../lib/terminal/printable.js';
import { alignedLines, type Column, writeTable } from '../../lib/terminal/table.js';
import { askCluster } from '../reach-cluster.js';
import type { DescribeOptions } from './describe.js';
import { typeWords } from './list.run.js';
import { exitCodeOf, problemsOf, reportMissing, reportProblems } from './show-groups.js';

export async function describeGroupsCommand(
  context: Context,
  options: DescribeOptions & { readonly patterns: readonly string[] },
): Promise<ExitCode> {
  const { out } = context.terminal;
  const { answer, target } = await askCluster(context, options, 'Reading groups', (session) =>
    readGroups(session, options.patterns, context),
  );
  const { metadata, groups } = answer;
  if (options.output !== 'table') {
    await writeDocument(out, options.output, {
      schema: groupsSchema,
      target: { ...target, clusterId: metadata.clusterId },
      groups: groups.map(describedDocument),
    });
  } else if (out.isTerminal) {
    const palette = await loadPalette(out.colorLevel);
    const blocks = groups.map((group) => block(group, palette, out.columns).join('\n'));
    if (blocks.length > 0) out.line(blocks.join('\n\n'));
  } else {
    writeTable(out, factColumns, groups.flatMap(factsOf));
  }
  const problems = problemsOf(groups);
  reportMissing(context, answer);
  reportProblems(context, problems);
  return exitCodeOf(answer, problems);
}

/** One topic of one member; a member without any is there once, too. */
interface Part {
  readonly group: DescribedGroup;
  readonly member: GroupMember;
  readonly topic: string;
  readonly partitions: string;
  /** What it is to have, where that is something else. */
  readonly target: string;
  readonly isFirst: boolean;
}

function partsOf(group: DescribedGroup): readonly Part[] {
  const members = [...(group.members ?? [])].sort((a, b) =>
    `${a.client}\n${a.id}` < `${b.client}\n${b.id}` ? -1 : 1,
  );
  return members.flatMap((member) =>
    topicsOf(member).map((one, index) => ({ ...one, group, member, isFirst: index === 0 })),
  );
}

function topicsOf({
  assigned,
  target,
}: GroupMember): readonly Pick<Part, 'topic' | 'partitions' | 'target'>[] {
  if (assigned === undefined) return [{ topic: '', partitions: '?', target: '' }];
  const names = [...new Set([...assigned, ...(target ?? [])].map(({ name }) => name))].sort();
  if (names.length === 0) return [{ topic: '', partitions: 'none', target: '' }];
  const of = (topics: typeof assigned, wanted: string) =>
    partitionRanges(topics.filter(({ name }) => name === wanted).flatMap(({ partitions }) => partitions)) ||
    'none';
  return names.map((topic) => ({
    topic,
    partitions: of(assigned, topic),
    target: target === undefined ? '' : of(target, topic),
  }));
}

const assignmentWords = ({ partitions, target }: Part) =>
  target === '' || target === partitions ? partitions : `${partitions} → ${target}`;

function blockColumns(group: DescribedGroup): readonly Column<Part>[] {
  const isStatic = (group.members ?? []).some(({ instance }) => instance !== null);
  const once = (value: (member: GroupMember) => string) => (part: Part) =>
    part.isFirst ? value(part.member) : '';
  return [
    { title: 'CLIENT', value: once(({ client }) => client), shrinks: true },
    ...(isStatic ? [{ title: 'INSTANCE', value: once(({ instance }) => instance ?? '-') }] : []),
    { title: 'HOST', value: once(({ host }) => host) },
    ...(group.epoch === undefined
      ? []
      : [{ title: 'EPOCH', value: once(({ epoch }) => String(epoch ?? '-')), align: 'right' as const }]),
    { title: 'TOPIC', value: ({ topic }) => topic, shrinks: true },
    { title: 'PARTITIONS', value: assignmentWords },
  ];
}

function block(group: DescribedGroup, palette: Palette, width: number): string[] {
  const { members, epoch, assignor, coordinator, state } = group;
  const head = dottedLine(
    [
      typeWords(group),
      state,
      members === undefined ? 'members unknown' : countOf(members.length, 'member'),
      `coordinator ${coordinator}`,
      epoch === undefined ? undefined : `epoch ${epoch}`,
      assignor === '' ? undefined : `assigned by ${printable(assignor)}`,
    ].map((part) => (part === undefined ? undefined : printable(part))),
    width - 2,
  );
  const parts = partsOf(group);
  return [
    palette.strong(printable(group.id)),
    ...head.split('\n').map((line) => `  ${line}`),
    ...(parts.length === 0
      ? []
      : alignedLines(blockColumns(group), parts, width - 2).map((line) => `  ${line}`)),
  ];
}

interface Fact {
  readonly group: string;
  readonly name: string;
  readonly value: string;
}

/** In a pipe: one line a fact, so that grep and awk find it. */
const factColumns: readonly Column<Fact>[] = [
  { title: 'GROUP', value: ({ group }) => group },
  { title: 'WHAT', value: ({ name }) => name },
  { title: 'VALUE', value: ({ value }) => value },
];

function factsOf(group: DescribedGroup): Fact[] {
  const { id, type, state, coordinator, epoch, assignor, members } = group;
  const pairs: [string, string][] = [
    ['type', type],
    ['state', state ?? '-'],
    ['coordinator', String(coordinator)],
    ...(epoch === undefined ? [] : [['epoch', String(epoch)] as [string, string]]),
    ['assignor', assignor || '-'],
    ['members', String(members?.length ?? '-')],
    ...partsOf(group).map(({ member, topic, partitions }): [string, string] => [
      `member ${member.id}`,
      `client ${member.client} host ${member.host} topic ${topic || '-'} partitions ${partitions}`,
    ]),
  ];
  return pairs.map(([name, value]) => ({ group: id, name, value }));
}
