import { countOf } from '../terminal/plural.js';
import { printable } from '../terminal/printable.js';
import { wrap } from '../terminal/wrap.js';
import { placeWords } from './merge-topics.js';
import type { Remark } from './model.js';

/** Of things that are no loss, so many places are shown. */
const shownPlaces = 3;

/**
 * What didn't translate, and what was passed over: the places, and under them why.
 * @param columns Infinity where nothing limits a line
 */
export function reportLines(remarks: readonly Remark[], columns: number): readonly string[] {
  return [
    ...section('Not translated:', remarksOf(remarks, 'untranslated'), columns, Number.POSITIVE_INFINITY),
    ...section('Left aside, and no part of a manifest:', remarksOf(remarks, 'ignored'), columns, shownPlaces),
  ];
}

/** `3 things not translated` */
export function untranslatedWords(remarks: readonly Remark[]): string {
  const count = remarksOf(remarks, 'untranslated').length;
  return count === 0 ? 'all translated' : `${countOf(count, 'thing')} not translated`;
}

/** Of one kind. */
export function remarksOf(remarks: readonly Remark[], kind: Remark['kind']): readonly Remark[] {
  return remarks.filter((remark) => remark.kind === kind);
}

function section(
  title: string,
  remarks: readonly Remark[],
  columns: number,
  most: number,
): readonly string[] {
  if (remarks.length === 0) return [];
  return [title, ...alike(remarks).flatMap((group) => groupLines(group, columns, most))];
}

/** Remarks that say the same of several places, together. */
function alike(remarks: readonly Remark[]): readonly (readonly Remark[])[] {
  const groups = new Map<string, Remark[]>();
  for (const remark of remarks) {
    const group = groups.get(remark.why);
    if (group === undefined) groups.set(remark.why, [remark]);
    else group.push(remark);
  }
  return [...groups.values()];
}

function groupLines(group: readonly Remark[], columns: number, most: number): readonly string[] {
  const shown = group.slice(0, most).map(({ at, topic, what }) => {
    const about = topic === undefined ? what : `${topic}: ${what}`;
    return `  ${printable(placeWords(at))}  ${printable(about)}`;
  });
  const more = group.length - shown.length;
  const why = wrap(printable(group[0]?.why ?? ''), Math.max(20, columns - indent.length));
  return [...shown, ...(more > 0 ? [`  … and ${more} more`] : []), ...why.map((line) => `${indent}${line}`)];
}

const indent = '      ';
