import { countOf, formatCount } from '../../terminal/plural.js';
import { printable } from '../../terminal/printable.js';
import { alignedLines, type Column, tabbedLines } from '../../terminal/table.js';
import { textWidth } from '../../terminal/text-width.js';
import { wrap } from '../../terminal/wrap.js';
import {
  type BrokerPart,
  type CheckReport,
  failedParts,
  type GroupPart,
  type PartState,
  type Rate,
  type ThroughputPart,
} from './model.js';
import { type Percentiles, percentilesOf } from './percentiles.js';

interface BrokerRow {
  readonly name: string;
  readonly state: string;
  readonly trips: number;
  readonly spans: Percentiles | undefined;
  readonly why: string;
}

/** A part that is no broker, in words: not yet printable. */
interface PartRow {
  readonly name: string;
  readonly state: PartState;
  readonly words: string;
}

const gap = 2;

/** Brokers, the other parts, and one line that sums it up. */
export function checkLines(report: CheckReport, width: number): readonly string[] {
  return [
    ...brokerLines(brokerRows(report), width),
    '',
    ...partLines(partRows(report), width),
    '',
    ...wrap(printable(summaryWords(report)), width),
  ];
}

/** For programs, tab-separated: `broker`, id (or `all`), state, round trips, p50, p95, p99, max, why; else part, state, words. */
export function checkRecords(report: CheckReport): readonly string[] {
  const records = [
    ...brokerRows(report).map(({ name, state, trips, spans, why }) => [
      ...['broker', name, state, String(trips), ...spanKeys.map((key) => spanWords(spans?.[key])), why],
    ]),
    ...partRows(report).map(({ name, state, words }) => [name, state, words]),
  ];
  return records.flatMap((record) =>
    tabbedLines(
      record.map((_, index) => ({ title: '', value: (fields: readonly string[]) => fields[index] ?? '' })),
      [record],
    ),
  );
}

const spanKeys = ['p50', 'p95', 'p99', 'max'] as const;

/** `0.8`, `12.3`, `340` */
function spanWords(ms: number | undefined): string {
  if (ms === undefined) return '';
  return ms < 99.95 ? ms.toFixed(1) : String(Math.round(ms));
}

function brokerRows({ brokers }: CheckReport): readonly BrokerRow[] {
  const rows = brokers.map(({ id, state, tripsMs, why }: BrokerPart) => ({
    ...{ name: String(id), state, trips: tripsMs.length, spans: percentilesOf(tripsMs), why: why ?? '' },
  }));
  const spans = brokers.flatMap(({ tripsMs }) => tripsMs);
  const all = { name: 'all', state: '', trips: spans.length, spans: percentilesOf(spans), why: '' };
  return [...rows, all];
}

function brokerLines(rows: readonly BrokerRow[], width: number): readonly string[] {
  const spans = spanKeys.map(
    (key): Column<BrokerRow> => ({
      title: key.toUpperCase(),
      value: (row) => spanWords(row.spans?.[key]),
      align: 'right',
    }),
  );
  const columns: readonly Column<BrokerRow>[] = [
    { title: 'BROKER', value: ({ name }) => name, align: 'right' },
    { title: 'STATE', value: ({ state }) => state },
    { title: 'TRIPS', value: ({ trips }) => (trips === 0 ? '' : formatCount(trips)), align: 'right' },
    ...spans,
  ];
  const [title = '', ...lines] = alignedLines(columns, rows, Number.POSITIVE_INFINITY);
  return [
    `${title}  (ms)`,
    ...rows.flatMap(({ why }, index) => [lines[index] ?? '', ...(why === '' ? [] : hanging(why, 8, width))]),
  ];
}

function partLines(rows: readonly PartRow[], width: number): readonly string[] {
  const columns: readonly Column<PartRow>[] = [
    { title: 'PART', value: ({ name }) => name },
    { title: 'STATE', value: ({ state }) => state },
  ];
  const lines = alignedLines(columns, rows, Number.POSITIVE_INFINITY);
  const left = Math.max(...lines.map(textWidth)) + gap;
  const [title = '', ...heads] = lines;
  return [
    title,
    ...rows.flatMap(({ words }, index) => {
      const [first = '', ...more] = wrap(printable(words), Math.max(20, width - left));
      const head = (heads[index] ?? '').padEnd(left);
      return [`${head}${first}`, ...more.map((line) => `${' '.repeat(left)}${line}`)];
    }),
  ];
}

function hanging(words: string, indent: number, width: number): readonly string[] {
  return wrap(printable(words), Math.max(20, width - indent)).map((line) => `${' '.repeat(indent)}${line}`);
}

function partRows(report: CheckReport): readonly PartRow[] {
  const { sameGroup, otherGroup, throughput, cleanUp } = report;
  return [
    { name: 'same group', state: sameGroup.state, words: groupWords(sameGroup, splitWords(sameGroup)) },
    { name: 'other group', state: otherGroup.state, words: groupWords(otherGroup, readWords(otherGroup)) },
    { name: 'throughput', state: throughput.state, words: throughputWords(throughput) },
    { name: 'clean-up', state: cleanUp.state, words: cleanUp.why ?? cleanUpWords(report) },
  ];
}

function groupWords({ state, why }: GroupPart, words: string): string {
  if (state === 'skipped') return 'nothing was written that could be read';
  return why ?? words;
}

function splitWords({ members, read }: GroupPart): string {
  const shares = members.map(({ records }) => formatCount(records)).join(' and ');
  return `two members read ${shares} records: each of ${formatCount(read)} once`;
}

function readWords({ read }: GroupPart): string {
  return `one member read ${countOf(read, 'record')}, each once`;
}

function throughputWords({ written, read, why }: ThroughputPart): string {
  if (written === undefined) return why ?? '';
  const reading = read === undefined ? '' : `; read ${rateWords(read)}`;
  return `wrote ${rateWords(written)}${reading}`;
}

/** `84,000 records/s, 86 MB/s` */
export function rateWords(rate: Rate): string {
  const { recordsPerSecond, bytesPerSecond } = perSecond(rate);
  const megabytes = bytesPerSecond / 1e6;
  const shown = megabytes < 9.95 ? megabytes.toFixed(1) : formatCount(Math.round(megabytes));
  return `${formatCount(Math.round(recordsPerSecond))} records/s, ${shown} MB/s`;
}

export function perSecond({ records, bytes, ms }: Rate) {
  const seconds = Math.max(ms, Number.EPSILON) / 1_000;
  return { recordsPerSecond: records / seconds, bytesPerSecond: bytes / seconds };
}

function cleanUpWords({ topic, check }: CheckReport): string {
  return topic.isTemporary
    ? `${topic.name} is deleted`
    : `the records stay in ${topic.name}, each with the header exops-check: ${check}`;
}

function summaryWords(report: CheckReport): string {
  const failed = failedParts(report);
  if (failed.length > 0) return `Failed: ${failed.join(', ')}.`;
  const brokers = report.brokers.filter(({ state }) => state === 'ok').length;
  return `All right: ${countOf(brokers, 'broker')}, groups and clean-up.`;
}

/** What is said beside the tables of what killed checks have left; not yet printable. */
export function leftoverNotes({ leftovers }: Pick<CheckReport, 'leftovers'>): readonly string[] {
  return leftovers.map(({ kind, name, state, why }) => {
    if (state === 'removed') return `Removed the ${kind} ${name}, which a killed check had left.`;
    return `Left the ${kind} ${name} as it is: ${why ?? ''}.`;
  });
}
