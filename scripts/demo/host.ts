import { startConfiguredHost } from '../../test/lab/configured-host.js';
import { playAll, say } from './play.js';

/** A host to get into, from where the cluster is reached. */
export async function playHost(folder: string, bootstrap: string): Promise<boolean> {
  say('Starting an EC2 instance: moto for AWS, and a real sshd that takes keys pushed for it …');
  const { env, rpkIsReal, stop } = await startConfiguredHost(folder, bootstrap);
  const rpk = rpkIsReal ? 'rpk, too' : 'rpk, too (this machine has none: a recorder stands in for it)';
  const steps = [
    {
      say: 'Getting in: the host key is verified, a key is pushed for 60 seconds, a command runs there:',
      args: ['connect', '--', 'uname', '-sn'],
    },
    { say: "Kafka's own tools run where they live:", args: ['kafka-topics', '--list'] },
    { say: `${rpk}:`, args: ['rpk', 'topic', 'list', '-X', `brokers=${bootstrap}`] },
    {
      say: 'And topics are synced through the host, as if the cluster were here:',
      args: ['topics', 'sync'],
      answer: 'y',
    },
  ];
  try {
    return await playAll(
      steps.map((step) => ({ ...step, folder, env })),
      folder,
    );
  } finally {
    await stop();
  }
}
