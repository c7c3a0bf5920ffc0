import { lagDocument } from '../../lib/groups/groups-document.js';
import type { RateOf } from '../../lib/groups/lag-rate.js';
import { type LagRow, lagRows } from '../../lib/groups/lag-rows.js';
import type { LagReport } from '../../lib/groups/read-lag.js';
import { printable } from '../../lib/terminal/printable.js';
import type { LagOptions } from './lag.js';

export type LagRun = LagOptions & { readonly patterns: readonly string[] };

export function rowsOf(report: LagReport, { by, onlyLagging, watch }: LagRun): readonly LagRow[] {
  return lagRows(report, { by, onlyLagging: onlyLagging === true, byName: watch === true });
}

/** A document has groups with all their partitions, whatever the lines of a table are for. */
export function documentOf(report: LagReport, run: LagRun, at: number, rateOf?: RateOf) {
  const onlyLagging = run.onlyLagging === true;
  return lagDocument(report, rowsOf(report, { ...run, by: 'group' }), { at, onlyLagging, rateOf });
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
