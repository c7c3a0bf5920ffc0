import { lagDocument } from '../../lib/groups/groups-document.js';
import type { RateOf } from '../../lib/groups/lag-rate.js';
import { type LagRow, lagRows } from '../../lib/groups/lag-rows.js';
import type { LagReport, LagSelection } from '../../lib/groups/read-lag.js';
import { printable } from '../../lib/terminal/printable.js';
import type { LagOptions } from './lag.js';
import { noGroups } from './show-groups.js';

export type LagRun = LagOptions & { readonly patterns: readonly string[] };

export function selectionOf({ patterns, topic: topics = [] }: LagRun): LagSelection {
  return { patterns, topics };
}

export function rowsOf(report: LagReport, { by, onlyLagging, watch }: LagRun): readonly LagRow[] {
  return lagRows(report, { by, onlyLagging: onlyLagging === true, byName: watch === true });
}

/** A document has groups with all their partitions, whatever the lines of a table are for. */
export function documentOf(report: LagReport, run: LagRun, at: number, rateOf?: RateOf) {
  const onlyLagging = run.onlyLagging === true;
  return lagDocument(report, rowsOf(report, { ...run, by: 'group' }), { at, onlyLagging, rateOf });
}

const nothingSeen = 'Nothing committed that is seen.';

/** Why there is nothing to show at all, where names that aren't there don't say it. */
export function noneWords(
  { patterns, topic: topics = [], by }: Pick<LagRun, 'patterns' | 'topic' | 'by'>,
  { groups, withoutOffsets, unknown, unknownTopics }: LagReport,
): readonly string[] {
  if (
    groups.some(({ partitions, problem }) => by === 'group' || partitions.length > 0 || problem !== undefined)
  )
    return [];
  if (groups.length > 0)
    return [groups.some(({ isElsewhere }) => isElsewhere) ? 'Nothing in these topics.' : nothingSeen];
  if (patterns.length > 0 || topics.length === 0)
    return withoutOffsets.length + unknown.length > 0 ? [] : [noGroups];
  const missing = new Set(unknownTopics.map(({ name }) => name));
  const there = topics.filter((name) => !missing.has(name)).map((name) => printable(name));
  return there.length === 0 ? [] : [`No group reads ${there.join(', ')}, or this login may see none.`];
}

/** Groups that have no lag are named by what they are. */
export function notesOf({ withoutOffsets }: Pick<LagReport, 'withoutOffsets'>): readonly string[] {
  const kinds = new Map<string, string[]>();
  for (const { id, type, protocolType } of withoutOffsets) {
    const kind = type === 'classic' ? protocolType : type;
    kinds.set(kind, [...(kinds.get(kind) ?? []), printable(id)]);
  }
  return [...kinds].map(
    ([kind, names]) => `No committed offsets in ${printable(kind)} groups: ${names.join(', ')}`,
  );
}
