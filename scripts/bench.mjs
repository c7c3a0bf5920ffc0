// npm run bench -- topics [--quick] [--write]: exops beside its peers, on the same broker in one run.
import { ensureDependencies } from './ensure-deps.mjs';

ensureDependencies();
await import('./build.mjs');
const { register } = await import('tsx/esm/api');
register();
const { runBench } = await import('../test/bench/main.ts');
process.exitCode = await runBench(process.argv.slice(2), new Date());
