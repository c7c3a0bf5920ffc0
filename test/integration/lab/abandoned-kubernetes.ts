import { startKubernetes } from '../../lab/kubernetes/start.js';

// A process for a test to kill: it starts a control plane, says which, and never stops it.
const { pids, access } = await startKubernetes();
process.stdout.write(`${JSON.stringify({ pids: pids(), server: access.server })}\n`);
