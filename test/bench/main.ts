import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { temporaryFolder } from '../lab/temporary-folder.js';
import { findContenders } from './contenders/find-contenders.js';
import { type BenchOptions, parseOptions, usage } from './options.js';
import { benchmarksDocument } from './report/document.js';
import { reportTables } from './report/tables.js';
import { measureTopics, type Scale } from './topics/measure-topics.js';

const target = new URL('../../docs/benchmarks.md', import.meta.url);

/**
 * Measures exops beside its peers and prints a Markdown document; with --write it becomes docs/benchmarks.md.
 * Returns the exit code.
 */
export async function runBench(args: readonly string[], date: Date): Promise<number> {
  const options = parseOptions(args);
  if (options === undefined) {
    console.error(usage);
    return 2;
  }
  warnOfLoad();
  const scratch = await temporaryFolder('exops-bench-');
  try {
    const contenders = await findContenders(scratch.path);
    const measured = await measureTopics(contenders.present, scaleOf(options), scratch.path);
    const command = ['npm run bench --', ...args].join(' ');
    const circumstances = { ...contenders, date, command, capMs: options.capMs };
    const document = benchmarksDocument(circumstances, reportTables(measured));
    console.log(document);
    if (options.write) await writeFile(target, document);
    return 0;
  } finally {
    await scratch.remove();
  }
}

function scaleOf({ quick, capMs, minutes }: BenchOptions): Scale {
  const deadline = minutes === undefined ? Number.POSITIVE_INFINITY : Date.now() + minutes * 60_000;
  return quick
    ? {
        counts: [12, 100],
        plan: [{ belowMs: 2_000, runs: 3 }],
        startUpPlan: [{ belowMs: 2_000, runs: 7 }],
        capMs,
        deadline,
      }
    : {
        counts: [12, 100, 500, 2_000],
        plan: [
          { belowMs: 1_000, runs: 5 },
          { belowMs: 10_000, runs: 3 },
        ],
        startUpPlan: [{ belowMs: 2_000, runs: 21 }],
        capMs,
        deadline,
      };
}

function warnOfLoad(): void {
  const [load = 0] = loadavg();
  if (load > cpus().length / 4)
    console.error(`This machine is busy (load ${load.toFixed(1)}): times will be too high, ratios less so.`);
}
