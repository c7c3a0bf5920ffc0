import { parseArgs } from 'node:util';
import { type SuiteName, suiteNames } from './report/document.js';

export interface BenchOptions {
  /** What is measured. */
  readonly suite: SuiteName;
  /** Fewer sizes and runs, to see whether everything works. */
  readonly quick: boolean;
  /** Writes its part of docs/benchmarks.md. */
  readonly write: boolean;
  /** What would take longer in one run is not measured: a minute, or 30 s when quick, unless told otherwise. */
  readonly capMs: number;
  /** Of topics, no further size is begun after this time. */
  readonly minutes: number | undefined;
}

export const usage = [
  'Usage: npm run bench -- topics [--quick] [--write] [--cap <seconds>] [--minutes <n>]',
  '       npm run bench -- connect [--quick] [--write] [--cap <seconds>]',
  '       npm run bench -- k8s [--quick] [--write] [--cap <seconds>]',
  '       npm run bench -- power [--quick] [--write] [--cap <seconds>]',
  '       npm run bench -- doctor [--quick] [--write] [--cap <seconds>]',
  '       npm run bench -- groups [--quick] [--write] [--cap <seconds>]',
  '       npm run bench -- messages [--quick] [--write] [--cap <seconds>]',
].join('\n');

/** What `npm run bench` was asked for; undefined when it can't be understood. */
export function parseOptions(args: readonly string[]): BenchOptions | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        write: { type: 'boolean', default: false },
        cap: { type: 'string' },
        minutes: { type: 'string' },
      },
    });
    const capMs = Number(values.cap ?? (values.quick ? 30 : 60)) * 1000;
    const suite = positionals.length === 1 ? suiteNames.find((name) => name === positionals[0]) : undefined;
    const isMisfit = values.minutes !== undefined && suite !== 'topics';
    if (suite === undefined || isMisfit || !(capMs > 0)) return undefined;
    const minutes = values.minutes === undefined ? undefined : Number(values.minutes);
    return { suite, quick: values.quick, write: values.write, capMs, minutes };
  } catch {
    return undefined;
  }
}
