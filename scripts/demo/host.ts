import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startConfiguredHost } from '../../test/lab/configured-host.js';
import { playAll, type Step, say } from './play.js';

/** A host to get into, from where the cluster is reached. */
export async function playHost(folder: string, bootstrap: string): Promise<boolean> {
  say('Starting an EC2 instance: moto for AWS, and a real sshd that takes keys pushed for it …');
  const { env, rpkIsReal, stop } = await startConfiguredHost(folder, bootstrap);
  const rpk = rpkIsReal ? 'rpk, too' : 'rpk, too (this machine has none: a recorder stands in for it)';
  const steps: Omit<Step, 'folder'>[] = [
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
    {
      say: 'doctor looks at every layer on the way, from the file to the rights on topics:',
      args: ['doctor', '-e', 'lab'],
    },
    {
      say: 'With a login that these brokers lack, clients only say that the connection closed. doctor says why:',
      ...{ args: ['doctor', '-e', 'typo'], ends: 1 },
      prepare: () => addTypo(folder, bootstrap),
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

/** An environment beside the right one, with a login that its brokers don't have. */
async function addTypo(folder: string, bootstrap: string): Promise<void> {
  const file = join(folder, 'exops.yaml');
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  const hosts = lines.find((line) => line.startsWith('    hosts:')) ?? '';
  const typo = [
    '  typo:',
    '    aws: { region: ap-northeast-2, accountId: "123456789012" }',
    hosts,
    `    cluster: { brokers: "${bootstrap}", via: kafka, auth: { mechanism: iam } }`,
  ];
  await writeFile(file, `${[...lines, ...typo].join('\n')}\n`);
}
