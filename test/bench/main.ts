import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { temporaryFolder } from '../lab/temporary-folder.js';
import { connectSuite } from './connect/suite.js';
import { doctorSuite } from './doctor/suite.js';
import { groupsSuite } from './groups/suite.js';
import { k8sSuite } from './k8s/suite.js';
import { messagesSuite } from './messages/suite.js';
import { parseOptions, usage } from './options.js';
import { powerSuite } from './power/suite.js';
import { type SuiteName, withPart } from './report/document.js';
import type { Suite } from './suite.js';
import { topicsSuite } from './topics/suite.js';

const target = new URL('../../docs/benchmarks.md', import.meta.url);
const suites: Readonly<Record<SuiteName, Suite>> = {
  topics: topicsSuite,
  connect: connectSuite,
  k8s: k8sSuite,
  power: powerSuite,
  doctor: doctorSuite,
  groups: groupsSuite,
  messages: messagesSuite,
};

/**
 * Measures exops beside its peers and prints what came out in Markdown; with --write it becomes its part of
 * docs/benchmarks.md. Returns the exit code.
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
    const command = ['npm run bench --', ...args].join(' ');
    const run = { date, command, capMs: options.capMs };
    const part = await suites[options.suite](options, run, scratch.path);
    console.log(part);
    if (options.write) await writePart(options.suite, part);
    return 0;
  } finally {
    await scratch.remove();
  }
}

async function writePart(name: SuiteName, part: string): Promise<void> {
  const before = await readFile(target, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  await writeFile(target, withPart(before, name, part));
}

function warnOfLoad(): void {
  const [load = 0] = loadavg();
  if (load > cpus().length / 4)
    console.error(`This machine is busy (load ${load.toFixed(1)}): times will be too high, ratios less so.`);
}
