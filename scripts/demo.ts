import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCluster } from '../test/lab/kafka/cluster.js';
import { playGroups } from './demo/groups.js';
import { playHost } from './demo/host.js';
import { playKubernetes } from './demo/kubernetes.js';
import { say } from './demo/play.js';
import { playPower } from './demo/power.js';
import { playTopics } from './demo/topics.js';

const goodbye =
  'That was it; nothing is left running. Next: README.md, docs/examples, and `npm run lab` to try it yourself.';

/** Plays the demo. @returns 0 when every step ended as it should, and what this machine can't have was skipped loudly */
export async function runDemo(): Promise<number> {
  say('Starting Apache Kafka, three brokers (the first time it is fetched, which takes a minute) …');
  const cluster = await startCluster({ brokers: 3 });
  const folder = await mkdtemp(join(tmpdir(), 'exops-demo-'));
  try {
    const { bootstrap, clusterId } = cluster;
    const [from, to, beside] = cluster.brokers;
    if (from === undefined || to === undefined || beside === undefined)
      throw new Error('There are no three brokers.');
    if (!(await playTopics(folder, bootstrap))) return 1;
    if (!(await playGroups(folder, bootstrap))) return 1;
    if (!(await playHost(folder, bootstrap))) return 1;
    const kubernetes = await playKubernetes(folder, { clusterId, from, to, beside });
    if (kubernetes === false) return 1;
    if (kubernetes !== true) say(`SKIPPED, and so not shown: ${kubernetes.skipped}`);
    if (!(await playPower(folder))) return 1;
    say(goodbye);
    return 0;
  } finally {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
