import type { ConnectMeasured } from '../../connect/measure-connect.js';
import type { Series } from '../../series.js';
import { aimTable } from '../aims.js';
import { figure } from '../figures.js';
import { code, table } from '../markdown.js';
import { connectAims } from './aims.js';

/** What was aimed for, and every case as a Markdown table under a heading. */
export function connectTables(measured: ConnectMeasured): string {
  const { pushOnly, lookUp, forwarding } = measured;
  const { megabytes, throughput, opening, answer } = forwarding;
  const rate = (ms: number) => `${Math.round(megabytes / (ms / 1000))} MB/s`;
  return [
    '### What was aimed for',
    aimTable(connectAims(measured)),
    '### All figures',
    '#### Push only: it is known where the instance is',
    oneColumn('until the first byte', pushOnly),
    '#### Look-up and push',
    oneColumn('until the first byte', lookUp),
    `#### ${megabytes} MB down through a forwarded port`,
    oneColumn('throughput', throughput, rate),
    '#### Small requests through a forwarded port',
    requestTable(opening, answer),
  ].join('\n\n');
}

function oneColumn(title: string, series: readonly Series[], format?: (ms: number) => string): string {
  return table(
    ['', title],
    series.map((one) => [code(one.shown), figure(one, series[0], format)]),
  );
}

function requestTable(opening: readonly Series[], answer: readonly Series[]): string {
  const rows = opening.map((one, index) => [
    code(one.shown),
    figure(one, opening[0]),
    figure(answer[index], answer[0]),
  ]);
  return table(['64 bytes there and back', 'new connection', 'open connection'], rows);
}
