import { supervise } from '../supervised-process.js';
import { startPrivateSubnet } from './private-subnet.js';

// A process for a test to kill: it makes a network, says where its namespaces are, and never deletes them.
const subnet = await startPrivateSubnet();
if (subnet === undefined) throw new Error('Only root can make it.');
const { operator, bastion, privateHosts, commandIn } = subnet;
supervise(commandIn(bastion, ['sleep', '1000']), { stdio: ['ignore', 'pipe', 'pipe'] });
process.stdout.write(
  `${JSON.stringify([operator, bastion, ...privateHosts].map(({ namespace }) => namespace))}\n`,
);
