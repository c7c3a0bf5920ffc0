import type { OperationName } from '../../contenders/contender.js';
import { delaysMs, type Measured, type TopicsResult } from '../../topics/measure-topics.js';
import { aimTable } from '../aims.js';
import { figure } from '../figures.js';
import { code, table } from '../markdown.js';
import { topicsAims } from './aims.js';

const titles: Readonly<Record<OperationName, string>> = {
  list: 'List all topics',
  describe: 'Describe all topics with their settings',
  create: 'Create topics',
  nothing: 'Nothing to do: compare all topics with what is declared',
  change: 'Change one setting of every topic',
};

const order = ['list', 'describe', 'create', 'nothing', 'change'] as const;

/** Every case as a Markdown table under a heading; what isn't measured says why. */
export function topicsTables(measured: Measured): string {
  const { startUp, topics } = measured;
  const cases = order.flatMap((operation) =>
    delaysMs.map((delayMs) => {
      const results = topics.filter((one) => one.operation === operation && one.delayMs === delayMs);
      return `#### ${titles[operation]}, ${delayName(delayMs)}\n\n${caseTable(results)}`;
    }),
  );
  const [node] = startUp;
  const rows = startUp.map((series) => [code(series.shown), figure(series, node)]);
  const start = `#### Start-up\n\n${table(['12 topics, no delay', 'time'], rows)}`;
  const aims = `### What was aimed for\n\n${aimTable(topicsAims(measured))}\n\n### All figures`;
  return [aims, start, ...cases].join('\n\n');
}

function delayName(delayMs: number): string {
  return delayMs === 0 ? 'no delay' : `${delayMs} ms of round trip`;
}

function caseTable(results: readonly TopicsResult[]): string {
  const commands = [...new Set(results.flatMap(({ series }) => series.map(({ shown }) => shown)))];
  const rows = commands.map((shown) => [
    code(shown),
    ...results.map(({ series }) =>
      figure(
        series.find((one) => one.shown === shown),
        series[0],
      ),
    ),
  ]);
  return table(['topics', ...results.map(({ count }) => count.toLocaleString('en'))], rows);
}
