import { startBroker } from '../../lab/kafka/broker.js';

// A process for a test to kill: it starts a broker, says which, and never stops it.
const { pid, port } = await startBroker();
process.stdout.write(`${JSON.stringify({ pid: pid(), port })}\n`);
