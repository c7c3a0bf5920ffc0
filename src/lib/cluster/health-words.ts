import { missingWords } from '../missing-names.js';
import { countOf, formatCount } from '../terminal/plural.js';
import { isWrong, type Trouble, troubles } from './judge-partition.js';
import type { Nothing } from './nothing.js';
import type { HealthReport } from './read-health.js';
import { unreadWords } from './unread.js';

/** How many partitions have each trouble. One may be in several, as other tools count, too. */
export function countTroubles({
  troubled,
}: Pick<HealthReport, 'troubled'>): Readonly<Record<Trouble, number>> {
  const counts = troubles.map((trouble) => [
    trouble,
    troubled.filter((one) => one.troubles.includes(trouble)).length,
  ]);
  return Object.fromEntries(counts);
}

/** `12 topics, 36 partitions: 1 offline, 4 under-replicated.` */
export function summaryWords(report: HealthReport): string {
  const { topics, partitions, troubled, moving, brokers } = report;
  const silent = brokers.filter(({ isSilent }) => isSilent).length;
  const counts = countTroubles(report);
  const found = troubles.flatMap((trouble) =>
    counts[trouble] === 0 ? [] : [`${formatCount(counts[trouble])} ${trouble}`],
  );
  const moves = moving.length === 0 ? [] : [`${formatCount(moving.length)} being moved`];
  const words = [...found, ...moves];
  const isHealthy = partitions > 0 && !troubled.some(isWrong);
  const all = isHealthy ? ['all have a leader and their replicas in sync', ...words] : words;
  const what = `${countOf(topics, 'topic')}, ${countOf(partitions, 'partition')}`;
  const partitionWords = [what, all.join(', ')].filter((part) => part !== '').join(': ');
  if (silent === 0) return `${partitionWords}.`;
  return `${partitionWords}; but ${countOf(silent, 'broker')} ${silent === 1 ? "doesn't" : "don't"} answer.`;
}

const nothingWords: Readonly<Record<Nothing, string>> = {
  empty: 'No topics: none is there.',
  hidden: 'No topics that this login may see, though brokers have some (Describe on topics).',
  unclear: 'No topics: none is there, none matches, or this login may see none.',
};

/** What is said beside the tables, not yet printable: names that aren't there, and what couldn't be read. */
export function healthNotes({ nothing, unknown, unread }: HealthReport): readonly string[] {
  return [
    ...unknown.map((one) => missingWords('topic', one)),
    ...(nothing === undefined || unknown.length > 0 ? [] : [nothingWords[nothing]]),
    ...unread.map(unreadWords),
  ];
}
