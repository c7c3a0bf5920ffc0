// npm run bench -- topics|connect|k8s [--quick] [--write] [--cap <seconds>]: exops beside its peers in one run, on the same
// broker, host or cluster. With --write it becomes its part of docs/benchmarks.md, and the other parts stay.
// With TMPDIR on a file system in memory, the broker's disk takes no part in it.
import { ensureDependencies } from './ensure-deps.mjs';

ensureDependencies();
await import('./build.mjs');
const { register } = await import('tsx/esm/api');
register();
const { runBench } = await import('../test/bench/main.ts');
process.exitCode = await runBench(process.argv.slice(2), new Date());
