import type { K8sMeasured } from '../../k8s/measure-k8s.js';
import { readers } from '../../k8s/memory.js';
import type { Race } from '../../k8s/race.js';
import { median, type Series } from '../../series.js';
import { figure } from '../figures.js';
import { code, table } from '../markdown.js';
import { k8sAimRows } from './aims.js';

/** What was aimed for, and every case as a Markdown table under a heading. */
export function k8sTables(measured: K8sMeasured): string {
  const { races, firstRequest, memory } = measured;
  return [
    '### What was aimed for',
    table(['', 'aim', 'measured'], k8sAimRows(measured)),
    '### All figures',
    '#### From the start of the command to its exit',
    raceTable(races, ({ times }) => times, figure),
    "#### From the last workload's completion to the exit",
    raceTable(
      races,
      ({ after }) => after,
      (series) => figure(series, series),
    ),
    '#### Cores that the control plane itself kept busy meanwhile',
    raceTable(
      races,
      ({ cores }) => cores,
      (series) => median(series?.times ?? [])?.toFixed(1) ?? '',
    ),
    '#### Requests to the API server in one run',
    raceTable(
      races,
      ({ requests }) => requests,
      (series) => String(median(series?.times ?? []) ?? ''),
    ),
    '#### From the start of the process to its first request',
    table(
      ['', 'first request'],
      firstRequest.map((one) => [code(one.shown), figure(one, firstRequest[0])]),
    ),
    `#### Most memory of one process, ${readers} workloads to restart`,
    contenderTable(
      'workloads in the namespace',
      memory.map(({ workloads, peaks }) => ({ workloads, series: peaks })),
      (series, reference) => figure(series, reference, megabytes),
    ),
  ].join('\n\n');
}

type Cell = (series: Series | undefined, reference: Series | undefined) => string;

function raceTable(races: readonly Race[], choose: (race: Race) => readonly Series[], cell: Cell): string {
  const columns = races.map((race) => ({ workloads: race.workloads, series: choose(race) }));
  return contenderTable('workloads', columns, cell);
}

interface Column {
  readonly workloads: number;
  readonly series: readonly Series[];
}

/** A contender that wasn't there at a size has an empty cell. */
function contenderTable(title: string, columns: readonly Column[], cell: Cell): string {
  const names = new Map(columns.at(-1)?.series.map((one) => [one.shown, code(one.shown)]));
  const rows = [...names].map(([name, shown]) => [
    shown,
    ...columns.map(({ series }) =>
      cell(
        series.find((one) => one.shown === name),
        series[0],
      ),
    ),
  ]);
  return table([title, ...columns.map(({ workloads }) => String(workloads))], rows);
}

const megabytes = (kibibytes: number): string => `${Math.round(kibibytes / 1024)} MiB`;
