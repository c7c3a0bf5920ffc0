// npm run demo: a real Apache Kafka, and `exops topics sync` bringing it to what the examples declare.
import { ensureDependencies } from './ensure-deps.mjs';

ensureDependencies();
await import('./build.mjs');
const { register } = await import('tsx/esm/api');
register();
const { runDemo } = await import('./demo.ts');
process.exitCode = await runDemo();
