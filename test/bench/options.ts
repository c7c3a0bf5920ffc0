import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** Two sizes and fewer runs, to see whether everything works. */
  readonly quick: boolean;
  /** Writes docs/benchmarks.md. */
  readonly write: boolean;
  /** What would take longer in one run is not measured: a minute, or 30 s when quick, unless told otherwise. */
  readonly capMs: number;
  /** No further size is begun after this time. */
  readonly minutes: number | undefined;
}

export const usage = 'Usage: npm run bench -- topics [--quick] [--write] [--cap <seconds>] [--minutes <n>]';

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
    const isUnderstood = positionals.length === 1 && positionals[0] === 'topics' && capMs > 0;
    return isUnderstood
      ? {
          quick: values.quick,
          write: values.write,
          capMs,
          minutes: values.minutes === undefined ? undefined : Number(values.minutes),
        }
      : undefined;
  } catch {
    return undefined;
  }
}
