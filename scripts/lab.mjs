// npm run lab [-- --secure | --cluster | --host | --kubernetes]: the real parts that the tests use, to try things by hand.
import { ensureDependencies } from './ensure-deps.mjs';

ensureDependencies();
const { register } = await import('tsx/esm/api');
register();
const { runLab } = await import('../test/lab/main.ts');
process.exitCode = await runLab(process.argv.slice(2));
