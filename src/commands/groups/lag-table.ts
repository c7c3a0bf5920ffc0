import type { LagRate, RateOf } from '../../lib/groups/lag-rate.js';
import type { LagGrain, LagRow } from '../../lib/groups/lag-rows.js';
import { noteOf } from '../../lib/groups/lag-words.js';
import { sumOf } from '../../lib/groups/partition-lag.js';
import { formatElapsed } from '../../lib/terminal/elapsed.js';
import { formatCount } from '../../lib/terminal/plural.js';
import { alignedLines, type Column, tabbedLines } from '../../lib/terminal/table.js';

interface Line extends LagRow {
  /** All rows together. */
  readonly isTotal: boolean;
}

type LagColumn = Column<Line>;
type Shown = (count: number | bigint) => string;

const unknown = '-';

/** For people: a header, counts with commas, and what all rows are together. @param rateOf of a table that is watched */
export function lagLines(
  rows: readonly LagRow[],
  by: LagGrain,
  width: number,
  rateOf?: RateOf,
): readonly string[] {
  if (rows.length === 0) return [];
  const columns = [
    ...nameColumns(by),
    ...numberColumns(by, formatCount),
    ...(rateOf === undefined ? [] : rateColumns(rateOf)),
    ...lastColumns(by, formatCount),
  ];
  // One row is its own total.
  const total = rows.length > 1 ? totalOf(rows) : [];
  return alignedLines(columns, [...rows.map(lineOf), ...total], width);
}

/** For programs: full values between tabs, without a header; numbers that awk can add. */
export function lagRecords(rows: readonly LagRow[], by: LagGrain, rateOf?: RateOf): readonly string[] {
  const columns = [
    ...nameColumns(by),
    ...numberColumns(by, String),
    ...(by === 'partition'
      ? []
      : [{ title: 'UNKNOWN', value: (row: Line) => String(row.unknown), align: 'right' as const }]),
    ...(rateOf === undefined ? [] : plainRateColumns(rateOf)),
    ...lastColumns(by, String),
  ];
  return tabbedLines(columns, rows.map(lineOf));
}

function lineOf(row: LagRow): Line {
  return { ...row, isTotal: false };
}

function totalOf([first, ...rest]: readonly LagRow[]): readonly Line[] {
  if (first === undefined) return [];
  const partitions = [first, ...rest].flatMap((row) => row.partitions);
  return [{ ...first, isTotal: true, partition: undefined, partitions, ...sumOf(partitions) }];
}

function nameColumns(by: LagGrain): LagColumn[] {
  const group: LagColumn = {
    title: 'GROUP',
    value: (row) => (row.isTotal ? 'total' : row.group.group.id),
    shrinks: true,
  };
  const topic: LagColumn = {
    title: 'TOPIC',
    value: unlessTotal((row) => row.topic ?? ''),
    shrinks: true,
  };
  const partition: LagColumn = {
    title: 'PARTITION',
    value: unlessTotal((row) => String(row.partition?.partition ?? '')),
    align: 'right',
  };
  if (by === 'topic') return [group, topic];
  if (by === 'partition') return [group, topic, partition];
  const members: LagColumn = {
    title: 'MEMBERS',
    value: unlessTotal(({ group: of }) => String(of.group.members?.length ?? unknown)),
    align: 'right',
  };
  return [
    group,
    { title: 'STATE', value: unlessTotal(({ group: of }) => of.group.state ?? unknown) },
    members,
  ];
}

function unlessTotal(value: (row: LagRow) => string): (line: Line) => string {
  return (line) => (line.isTotal ? '' : value(line));
}

function numberColumns(by: LagGrain, shown: Shown): LagColumn[] {
  const orUnknown = (value: bigint | undefined) => (value === undefined ? unknown : shown(value));
  const lag: LagColumn = {
    title: 'LAG',
    value: (line) => (line.isTotal || isKnown(line) ? shown(line.lag) : unknown),
    align: 'right',
  };
  if (by !== 'partition') return [lag];
  return [
    {
      title: 'COMMITTED',
      value: unlessTotal((row) => orUnknown(row.partition?.committed)),
      align: 'right',
    },
    { title: 'END', value: unlessTotal((row) => orUnknown(row.partition?.end)), align: 'right' },
    lag,
  ];
}

/** The lag of what can't be read is no zero. */
function isKnown({ group, partition }: LagRow): boolean {
  return group.problem === undefined && (partition === undefined || partition.lag !== undefined);
}

function rateColumns(rateOf: RateOf): LagColumn[] {
  return [
    { title: 'READ/S', value: unlessTotal((row) => rateWords(rateOf(row))), align: 'right' },
    { title: 'CAUGHT UP IN', value: unlessTotal((row) => catchUpWords(rateOf(row))), align: 'right' },
  ];
}

/** The same for programs: the time to catch up in whole seconds. */
function plainRateColumns(rateOf: RateOf): LagColumn[] {
  return [
    { title: 'READ/S', value: (row) => rateOf(row)?.consumed.toFixed(1) ?? unknown },
    { title: 'CAUGHT UP IN', value: (row) => plainSeconds(rateOf(row)?.catchUpMs) },
  ];
}

function plainSeconds(ms: number | undefined): string {
  return ms === undefined ? unknown : String(Math.ceil(ms / 1_000));
}

function lastColumns(by: LagGrain, shown: Shown): LagColumn[] {
  const note: LagColumn = {
    title: 'NOTE',
    value: unlessTotal((row) => noteOf(row, shown)),
    shrinks: 'at its end',
  };
  if (by !== 'partition') return [note];
  const client: LagColumn = {
    title: 'CLIENT',
    value: unlessTotal((row) => row.partition?.client ?? unknown),
    shrinks: true,
  };
  return [client, note];
}

function rateWords(rate: LagRate | undefined): string {
  if (rate === undefined) return unknown;
  return rate.consumed >= 10 ? formatCount(Math.round(rate.consumed)) : rate.consumed.toFixed(1);
}

function catchUpWords(rate: LagRate | undefined): string {
  if (rate === undefined) return unknown;
  if (rate.catchUpMs === undefined) return 'not at this rate';
  return rate.catchUpMs === 0 ? 'caught up' : waitWords(rate.catchUpMs);
}

const hourMs = 3_600_000;

/** Seconds don't matter in what takes hours. */
function waitWords(ms: number): string {
  if (ms < 2 * hourMs) return formatElapsed(ms);
  const hours = Math.round(ms / hourMs);
  return hours < 72 ? `${formatCount(hours)} h` : `${formatCount(Math.round(hours / 24))} d`;
}
