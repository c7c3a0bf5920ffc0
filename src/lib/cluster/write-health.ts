import { formatAddress } from '../kafka/address.js';
import { formatBytes } from '../manifest/quantity.js';
import { printable } from '../terminal/printable.js';
import { alignedLines, type Column, tabbedLines } from '../terminal/table.js';
import { textWidth } from '../terminal/text-width.js';
import { wrap } from '../terminal/wrap.js';
import { summaryWords } from './health-words.js';
import { evenWords, type JudgedBroker, lastingNote } from './judge-brokers.js';
import type { JudgedPartition } from './judge-partition.js';
import { fullness } from './read-disks.js';
import type { HealthReport } from './read-health.js';
import { fullWords } from './write-info.js';

const ids = (brokers: readonly number[]) => (brokers.length === 0 ? 'none' : brokers.join(','));
const leaderWords = (leader: number) => (leader < 0 ? 'none' : String(leader));
const troubleWords = ({ troubles }: JudgedPartition) => troubles.join(', ');
/** For people: that nobody leads it says the rest. */
const shownTroubles = (one: JudgedPartition) =>
  one.troubles.includes('offline') ? 'offline' : troubleWords(one);
const worstTrouble = ({ troubles }: JudgedPartition) => troubles[0] ?? '';

/**
 * Partitions with troubles, the brokers, and one line that sums it up.
 * @param rows how many lines there may be at most: of many partitions only the worst are shown then
 */
export function healthLines(
  report: HealthReport,
  width: number,
  rows = Number.POSITIVE_INFINITY,
): readonly string[] {
  const below = [...brokerLines(report.brokers, width), '', ...wrap(summaryWords(report), width)];
  return [...partitionLines(report, width, rows - below.length), ...below];
}

function partitionLines(
  { troubled, knowsMinIsr }: HealthReport,
  width: number,
  rows: number,
): readonly string[] {
  if (troubled.length === 0) return [];
  const frame = 2; // the title, and an empty line under the table
  const isAll = troubled.length + frame <= rows;
  const shown = isAll ? troubled : troubled.slice(0, Math.max(1, rows - frame - 1));
  const left = troubled.length - shown.length;
  return [
    ...partitionTable(shown, knowsMinIsr, width),
    ...(left === 0 ? [] : [`… and ${left} more; all of them without --watch`]),
    '',
  ];
}

/**
 * Where lines would be too long, the name of a topic stands above its partition; where that isn't enough, the worst trouble
 * stands alone. Nothing is cut.
 */
function partitionTable(
  shown: readonly JudgedPartition[],
  knowsMinIsr: boolean,
  width: number,
): readonly string[] {
  const fits = (lines: readonly string[]) => lines.every((line) => textWidth(line) <= width);
  const columns = partitionColumns(knowsMinIsr, shownTroubles);
  const topic: Column<JudgedPartition> = { title: 'TOPIC', value: ({ topic: name }) => name };
  const whole = alignedLines([topic, ...columns], shown, Number.POSITIVE_INFINITY);
  if (fits(whole)) return whole;
  const lines = alignedLines(columns, shown, Number.POSITIVE_INFINITY);
  if (fits(lines)) return underTopics(shown, lines);
  const short = partitionColumns(knowsMinIsr, worstTrouble);
  return underTopics(shown, alignedLines(short, shown, Number.POSITIVE_INFINITY));
}

/** Puts names above the lines of their partitions; the first line is the title. */
function underTopics(
  shown: readonly JudgedPartition[],
  [title = '', ...lines]: readonly string[],
): readonly string[] {
  let above: string | undefined;
  return [
    title,
    ...shown.flatMap(({ topic: name }, index) => {
      const isSame = name === above;
      above = name;
      return [...(isSame ? [] : [printable(name)]), lines[index] ?? ''];
    }),
  ];
}

function partitionColumns(
  knowsMinIsr: boolean,
  stateWords: (one: JudgedPartition) => string,
): readonly Column<JudgedPartition>[] {
  return [
    { title: 'PARTITION', value: ({ id }) => String(id), align: 'right' },
    { title: 'STATE', value: stateWords },
    { title: 'LEADER', value: ({ leader }) => leaderWords(leader), align: 'right' },
    { title: 'REPLICAS', value: ({ replicas }) => ids(replicas) },
    { title: 'IN SYNC', value: ({ inSync }) => ids(inSync) },
    ...(knowsMinIsr
      ? [
          {
            title: 'MIN',
            value: ({ minIsr }: JudgedPartition) => String(minIsr ?? ''),
            align: 'right' as const,
          },
        ]
      : []),
  ];
}

function brokerLines(brokers: readonly JudgedBroker[], width: number): readonly string[] {
  if (brokers.length === 0) return [];
  const plain = brokerColumns(brokers);
  const note: Column<JudgedBroker> = { title: 'NOTE', value: ({ notes }) => notes.join('; ') };
  const isNoted = brokers.some(({ notes }) => notes.length > 0);
  const whole = alignedLines(isNoted ? [...plain, note] : plain, brokers, Number.POSITIVE_INFINITY);
  if (whole.every((line) => textWidth(line) <= width)) return whole;
  const [title = '', ...lines] = alignedLines(plain, brokers, Number.POSITIVE_INFINITY);
  return [
    title,
    ...brokers.flatMap(({ notes }, index) => [
      lines[index] ?? '',
      ...notes.flatMap((one) => wrap(one, Math.max(20, width - 8)).map((line) => `        ${line}`)),
    ]),
  ];
}

function brokerColumns(brokers: readonly JudgedBroker[]): readonly Column<JudgedBroker>[] {
  const columns: readonly Column<JudgedBroker>[] = [
    { title: 'BROKER', value: ({ id }) => String(id), align: 'right' },
    { title: 'STATE', value: stateOf },
    { title: 'LEADERS', value: ({ leaders }) => String(leaders), align: 'right' },
    {
      title: 'EVEN',
      value: ({ listed, even }) => (listed === undefined ? '' : evenWords(even)),
      align: 'right',
    },
    { title: 'REPLICAS', value: ({ replicas }) => String(replicas), align: 'right' },
    {
      title: 'DISK',
      value: ({ disk }) => (disk === undefined ? '' : formatBytes(disk.bytes)),
      align: 'right',
    },
    {
      title: 'FULL',
      value: ({ disk }) => (disk === undefined ? '' : fullWords(fullness(disk))),
      align: 'right',
    },
  ];
  return columns.filter(({ value }) => brokers.some((broker) => value(broker) !== ''));
}

function stateOf({ listed, isSilent, notes }: JudgedBroker): string {
  if (listed === undefined) return 'gone';
  if (isSilent) return 'silent';
  return notes.length === 0 ? 'ok' : 'warning';
}

/** A line of a pipe: what it is of, its name, its state, and more of it. */
type HealthRecord = readonly string[];

/**
 * For programs, tab-separated: `partition`, topic, number, state, leader, replicas, in sync, min ISR; `broker`, id, address,
 * state, leaders, even share of leaders, replicas, bytes; `move`, topic, number, adding, removing.
 */
export function healthRecords({ troubled, brokers, moving }: HealthReport): readonly string[] {
  const records: readonly HealthRecord[] = [
    ...troubled.map((one) => [
      ...['partition', one.topic, String(one.id), troubleWords(one), leaderWords(one.leader)],
      ...[ids(one.replicas), ids(one.inSync), String(one.minIsr ?? '')],
    ]),
    ...brokers.map((one) => [
      ...['broker', String(one.id), one.listed === undefined ? '' : formatAddress(one.listed)],
      ...[one.notes.length === 0 ? 'ok' : one.notes.join('; '), String(one.leaders), evenWords(one.even)],
      ...[String(one.replicas), one.disk === undefined ? '' : String(one.disk.bytes)],
    ]),
    ...moving.map((one) => ['move', one.name, String(one.partition), ids(one.adding), ids(one.removing)]),
  ];
  return records.flatMap((record) =>
    tabbedLines(
      record.map((_, index) => ({ title: '', value: (fields: HealthRecord) => fields[index] ?? '' })),
      [record],
    ),
  );
}

/** The same records in the same order without bytes, which are others at every look: equal as long as nothing changed. */
export function lastingRecords(report: HealthReport): readonly string[] {
  const brokers = report.brokers.map((one) => ({
    ...one,
    disk: undefined,
    notes: one.notes.map(lastingNote),
  }));
  return healthRecords({ ...report, brokers });
}
