import type { Palette } from '../terminal/palette.js';
import { countOf, formatCount } from '../terminal/plural.js';
import { printable } from '../terminal/printable.js';
import { textWidth } from '../terminal/text-width.js';
import { padEnd, wrap } from '../terminal/wrap.js';
import {
  type Action,
  actions,
  type Change,
  type FieldChange,
  isHeldBack,
  type Notice,
  type Plan,
  type Refusal,
} from './plan.js';

export interface RenderOptions {
  readonly palette: Palette;
  /** Columns; Infinity for a pipe, where nothing is wrapped. */
  readonly width: number;
}

interface FieldLine {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}

const fieldIndent = 6;
const noteIndent = 8;
const widestName = 40;
const widestValue = 30;
const listedNames = 8;

const marks: Record<Action, string> = { create: '+', change: '~', restart: '↻', delete: '-' };

/** The plan as a person reads it: one block a target, what is refused, what was left alone, and the sum. */
export function renderPlan(plan: Plan, options: RenderOptions): string[] {
  const nameWidth = Math.min(
    widestName,
    widest([...plan.changes, ...plan.refusals].map((item) => item.name)),
  );
  const blocks = [
    ...plan.changes.flatMap((change) => changeLines(change, nameWidth, options)),
    ...plan.refusals.flatMap((refusal) => refusalLines(refusal, nameWidth, options)),
    ...noticeLines(plan, options),
  ];
  const isParted = plan.changes.length + plan.refusals.length > 0;
  return [...blocks, ...(isParted ? [''] : []), ...wrap(summarise(plan), options.width)];
}

/** `Plan: 2 to create, 1 to change (destructive), 1 refused.`, or that there is nothing to do. */
export function summarise(plan: Plan): string {
  const kinds = new Set(plan.changes.map((change) => change.kind));
  const parts: string[] = [];
  for (const kind of kinds) {
    for (const action of actions) {
      const some = plan.changes.filter((change) => change.kind === kind && change.action === action);
      if (some.length === 0) continue;
      const what = kinds.size === 1 ? formatCount(some.length) : countOf(some.length, kind);
      const destructive = some.filter((change) => change.severity === 'destructive').length;
      parts.push(`${what} to ${action}${destructiveMark(destructive, some.length)}`);
    }
  }
  if (plan.refusals.length > 0) parts.push(`${formatCount(plan.refusals.length)} refused`);
  if (parts.length === 0 && plan.unchanged === 0 && plan.notices.length > 0) return 'Nothing to do.';
  if (parts.length === 0)
    return `Nothing to do: ${countOf(plan.unchanged, plan.noun)} ${plan.wanted ?? 'as declared'}.`;
  return `Plan: ${parts.join(', ')}${isHeldBack(plan) ? ': nothing is done until that is put right' : ''}.`;
}

function destructiveMark(destructive: number, all: number): string {
  if (destructive === 0) return '';
  return destructive === all ? ' (destructive)' : ` (${formatCount(destructive)} destructive)`;
}

function changeLines(change: Change, nameWidth: number, options: RenderOptions): string[] {
  const { palette } = options;
  const paint =
    change.severity === 'destructive'
      ? palette.danger
      : change.action === 'create'
        ? palette.good
        : palette.caution;
  return [
    ...headLines(paint(marks[change.action]), change, nameWidth, options),
    ...fieldLines(change.fields.map(toLine), options),
    ...change.cautions.flatMap((caution) => noteLines(`caution: ${caution}`, palette.caution, options)),
  ];
}

function refusalLines(refusal: Refusal, nameWidth: number, options: RenderOptions): string[] {
  const { name, field, reason } = refusal;
  const target = field === undefined ? { name, summary: 'refused' } : { name };
  const head = headLines(options.palette.danger('!'), target, nameWidth, options);
  if (field === undefined) return [...head, ...noteLines(reason, (text) => text, options)];
  return [...head, ...fieldLines([toLine({ ...field, note: reason })], options)];
}

/** The summary stands beside the name, or under it when the line would be too long. */
function headLines(
  mark: string,
  { name, summary }: { readonly name: string; readonly summary?: string },
  nameWidth: number,
  { width }: RenderOptions,
): string[] {
  const shown = printable(name);
  if (summary === undefined) return [`  ${mark} ${shown}`];
  const padded = padEnd(shown, nameWidth);
  const besideEnd = textWidth(padded) + textWidth(summary) + 6;
  if (besideEnd <= width) return [`  ${mark} ${padded}  ${summary}`];
  return [`  ${mark} ${shown}`, `${' '.repeat(fieldIndent)}${summary}`];
}

function toLine(field: FieldChange): FieldLine {
  const { before, after } = field.shown;
  const stays = before === null || before === after;
  const value = stays ? (after ?? '') : `${before} → ${after ?? 'removed'}`;
  return { name: printable(field.name), value: printable(value), note: printable(field.note ?? '') };
}

function fieldLines(lines: readonly FieldLine[], { width }: RenderOptions): string[] {
  const nameWidth = Math.min(widestName, widest(lines.map((line) => line.name)));
  const valueWidth = Math.min(widestValue, widest(lines.map((line) => line.value)));
  return lines.flatMap(({ name, value, note }) => {
    const start = `${' '.repeat(fieldIndent)}${padEnd(name, nameWidth)}  `;
    if (note === '') return [`${start}${value}`];
    const beside = `${start}${padEnd(value, valueWidth)}  `;
    if (textWidth(beside) + textWidth(note) <= width) return [`${beside}${note}`];
    return [`${start}${value}`, ...indented(note, width)];
  });
}

function noteLines(text: string, paint: (line: string) => string, { width }: RenderOptions): string[] {
  return indented(printable(text), width).map((line) => paint(line));
}

function indented(text: string, width: number): string[] {
  return wrap(text, width - noteIndent).map((line) => ' '.repeat(noteIndent) + line);
}

function noticeLines(plan: Plan, { palette, width }: RenderOptions): string[] {
  const unchanged = plan.changes.length + plan.refusals.length > 0 && plan.unchanged > 0;
  const texts = [
    ...(unchanged ? [`${formatCount(plan.unchanged)} unchanged`] : []),
    ...plan.notices.map((notice) => noticeText(notice, width)),
  ];
  return texts.flatMap((text) =>
    wrap(text, width - 6).map((line, index) => palette.faint(`${index === 0 ? '    ' : '      '}${line}`)),
  );
}

function noticeText({ text, names }: Notice, width: number): string {
  if (names.length === 0) return printable(text);
  // What is cut for a person stands in full in a pipe.
  const most = Number.isFinite(width) ? listedNames : names.length;
  const shown = names.slice(0, most).map(printable).join(', ');
  const more = names.length - most;
  return `${printable(text)}: ${shown}${more > 0 ? ` and ${formatCount(more)} more` : ''}`;
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => textWidth(text)));
}
