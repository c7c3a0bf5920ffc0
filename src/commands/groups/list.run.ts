import type { Context } from '../../context.js';
import type { ExitCode } from '../../lib/errors.js';
import { groupsSchema, listedDocument, nameLines } from '../../lib/groups/groups-document.js';
import type { DescribedGroup, Group } from '../../lib/groups/model.js';
import { readGroups } from '../../lib/groups/read-groups.js';
import { writeDocument } from '../../lib/terminal/document.js';
import { type Column, writeTable } from '../../lib/terminal/table.js';
import { keepNames } from '../completion/keep-names.js';
import { askCluster } from '../reach-cluster.js';
import type { ListOptions } from './list.js';
import { exitCodeOf, problemsOf, reportMissing, reportProblems } from './show-groups.js';

const columns: readonly Column<DescribedGroup>[] = [
  { title: 'GROUP', value: ({ id }) => id, shrinks: true },
  { title: 'TYPE', value: typeWords },
  { title: 'STATE', value: ({ state }) => state ?? '-' },
  { title: 'MEMBERS', value: ({ members }) => String(members?.length ?? '-'), align: 'right' },
  { title: 'COORDINATOR', value: ({ coordinator }) => String(coordinator), align: 'right' },
];

export async function listGroupsCommand(
  context: Context,
  options: ListOptions & { readonly patterns: readonly string[] },
): Promise<ExitCode> {
  const { out } = context.terminal;
  const { answer, environment, target } = await askCluster(context, options, 'Reading groups', (session) =>
    readGroups(session, options.patterns, context),
  );
  const { metadata, groups } = answer;
  if (options.output === 'name') {
    if (groups.length > 0) out.line(nameLines(groups));
  } else if (options.output === 'table') {
    if (groups.length > 0) writeTable(out, columns, groups);
  } else {
    await writeDocument(out, options.output, {
      schema: groupsSchema,
      target: { ...target, clusterId: metadata.clusterId },
      groups: groups.map(listedDocument),
    });
  }
  if (options.patterns.length === 0)
    await keepNames(context, { options, environment }, 'groups', () => groups.map(({ id }) => id));
  const problems = problemsOf(groups);
  reportMissing(context, answer);
  reportProblems(context, problems);
  return exitCodeOf(answer, problems);
}

/** `classic (connect)` for what are no consumers. */
export function typeWords({ type, protocolType }: Pick<Group, 'type' | 'protocolType'>): string {
  const isOwn = protocolType === '' || protocolType === 'consumer' || protocolType === type;
  return isOwn ? type : `${type} (${protocolType})`;
}
