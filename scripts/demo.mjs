// npm run demo: a real Apache Kafka that `exops topics sync` brings to what the examples declare, groups that read it, a host
// to get into, and workloads of a real Kubernetes that follow Kafka where it moves.
import { ensureDependencies } from './ensure-deps.mjs';

ensureDependencies();
await import('./build.mjs');
const { register } = await import('tsx/esm/api');
register();
const { runDemo } = await import('./demo.ts');
process.exitCode = await runDemo();
