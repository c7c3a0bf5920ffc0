import { printable } from '../../terminal/printable.js';
import { alignedLines, type Column, writeTable } from '../../terminal/table.js';
import type { Output } from '../../terminal/terminal.js';
import { textWidth } from '../../terminal/text-width.js';
import { sizeWords } from '../rules/sizes.js';
import { isSized } from './calls.js';
import { isOurs } from './description.js';
import { sayExpression } from './differences.js';
import type { ReadSchedule } from './read-schedules.js';
import { sayResource } from './resource.js';

/** A resource with its schedules, or a schedule that is of none. */
export interface ScheduleRow {
  readonly resource: string;
  readonly sleeps: string;
  readonly wakes: string;
  readonly wakesTo: string;
  readonly note: string;
}

const on = 'on';

const columns: readonly Column<ScheduleRow>[] = [
  { title: 'RESOURCE', value: ({ resource }) => resource },
  { title: 'SLEEPS', value: ({ sleeps }) => sleeps },
  { title: 'WAKES', value: ({ wakes }) => wakes },
  { title: 'WAKES TO', value: ({ wakesTo }) => wakesTo },
  { title: 'NOTE', value: ({ note }) => note },
];

/** A table where its lines fit; on a terminal that is too narrow for it, some lines for each row, and nothing cut. */
export function writeScheduleTable(output: Output, rows: readonly ScheduleRow[]): void {
  const lines = output.isTerminal ? alignedLines(columns, rows, Number.POSITIVE_INFINITY) : [];
  if (lines.every((line) => textWidth(line) <= output.columns)) writeTable(output, columns, rows);
  else output.line(rows.flatMap(blockOf).join('\n'));
}

function blockOf({ resource, sleeps, wakes, wakesTo, note }: ScheduleRow): readonly string[] {
  const parts = { sleeps, wakes, to: wakesTo === on ? '' : wakesTo };
  const said = Object.entries(parts).flatMap(([name, text]) => (text === '' ? [] : [`${name} ${text}`]));
  const lines = [said.join(' · '), note].filter((line) => line !== '');
  return [resource, ...lines.map((line) => `    ${line}`)].map(printable);
}

/** @param zone that of most; another is said with its time */
export function scheduleRows(read: readonly ReadSchedule[], zone: string): readonly ScheduleRow[] {
  const keyOf = ({ does }: ReadSchedule) => (does === undefined ? undefined : sayResource(does.resource));
  const keys = [...new Set(read.flatMap((one) => keyOf(one) ?? []))];
  const rows = keys.map((key) => {
    const own = read.filter((one) => keyOf(one) === key);
    return rowOf(own, zone);
  });
  const strangers = read.filter(({ does }) => does === undefined);
  return [...rows, ...strangers.map(strangerRow)];
}

/** The zone that most schedules have; of two, the first. */
export function commonZone(read: readonly ReadSchedule[]): string | undefined {
  const zones = read.map(({ schedule }) => schedule.timezone);
  const count = (zone: string) => zones.filter((one) => one === zone).length;
  return [...new Set(zones)].sort((one, other) => count(other) - count(one))[0];
}

/** Of one resource. */
function rowOf(read: readonly ReadSchedule[], zone: string): ScheduleRow {
  const labels = read.flatMap(({ does }) => does?.label ?? []);
  // The one that a description has tells more than the request.
  const label = labels.reduce((longest, one) => (one.length > longest.length ? one : longest), '');
  const times = (direction: 'sleep' | 'wake') =>
    read
      .filter(({ does }) => does?.direction === direction)
      .map((one) => timeOf(one, zone))
      .join(', ');
  const kind = read[0]?.does?.resource.kind;
  const size = (read.find(({ does }) => does?.direction === 'wake') ?? read[0])?.size;
  const wakes = times('wake');
  const notes = [
    ...(wakes === '' ? ['woken by hand only'] : []),
    ...(read.every(({ schedule }) => isOurs(schedule)) ? [] : ['not as exops described it']),
  ];
  const wakesTo = size === undefined ? (kind !== undefined && isSized(kind) ? '?' : on) : sizeWords(size);
  return { resource: label, sleeps: times('sleep'), wakes, wakesTo, note: notes.join(', ') };
}

function timeOf({ schedule }: ReadSchedule, zone: string): string {
  const elsewhere = schedule.timezone === zone ? '' : ` ${schedule.timezone}`;
  return `${sayExpression(schedule.expression)}${elsewhere}${schedule.isEnabled ? '' : ' (disabled)'}`;
}

function strangerRow({ schedule }: ReadSchedule): ScheduleRow {
  const action = schedule.target.replace(/^arn:aws[a-z-]*:scheduler:::aws-sdk:/, '');
  const when = sayExpression(schedule.expression);
  const note = `not exops's: ${action}, ${when}`;
  return { resource: schedule.name, sleeps: '', wakes: '', wakesTo: '', note };
}
