import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatNode, randomId } from '../lab/kafka/format.js';
import { installKafka } from '../lab/kafka/install.js';
import { jvmCommand } from '../lab/kafka/jvm.js';
import { clientListener, internalListener } from '../lab/kafka/listeners.js';
import { kafkaNode } from '../lab/kafka/node.js';
import type { NodeSettings } from '../lab/kafka/properties.js';
import { runCommand } from '../lab/run-command.js';
import type { PrivateHost, PrivateSubnet } from '../lab/subnet/private-subnet.js';
import { temporaryFolder } from '../lab/temporary-folder.js';

/** A real Kafka broker on a private host, which it advertises by its private name. */
export interface PrivateBroker {
  /** `kafka-1.exops-lab.internal:9092` */
  readonly bootstrap: string;
  readonly port: number;
  /** Runs Kafka's own kafka-topics beside the broker and returns what it prints. */
  topics(...args: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

// The host's network is its own, so these are free.
const ports = { client: 9092, internal: 9093, controller: 9094 };
const patienceMs = 60_000;
const pollMs = 500;

/** Starts a broker at a place and resolves when it answers there. */
export async function startPrivateBroker(subnet: PrivateSubnet, host: PrivateHost): Promise<PrivateBroker> {
  const [folder, plain] = await Promise.all([temporaryFolder(), installKafka()]);
  const bootstrap = `${host.name}:${ports.client}`;
  const install = { ...plain, java: join(folder.path, 'java') };
  const java = subnet.commandIn(host, [plain.java]).join(' ');
  await writeFile(install.java, `#!/bin/sh\nexec ${java} "$@"\n`);
  await chmod(install.java, 0o755);
  const settings = settingsOf(join(folder.path, 'broker'), host);
  await formatNode(install, 'empty', settings, randomId());
  const node = kafkaNode(install, settings);
  const stop = async () => {
    await node.kill();
    await folder.remove();
  };
  const topics = (...args: readonly string[]) => {
    const main = ['org.apache.kafka.tools.TopicCommand', '--bootstrap-server', bootstrap, ...args];
    const [command = '', ...words] = jvmCommand(install, 'tools', main);
    return runCommand(command, words, { cwd: install.folder });
  };
  try {
    await node.launch();
    const listens = ['bash', '-c', `exec 3<>/dev/tcp/${host.address}/${ports.client}`];
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const obstacle = await subnet.run(host, listens).then(() => undefined, String);
      if (obstacle === undefined) break;
      if (Date.now() > deadline)
        throw new Error(`No broker at ${bootstrap}: ${obstacle}\n${await node.log()}`);
      await sleep(pollMs);
    }
    await topics('--list');
  } catch (error) {
    await stop();
    throw error;
  }
  return { bootstrap, port: ports.client, topics, stop };
}

function settingsOf(folder: string, { name, address }: PrivateHost): NodeSettings {
  const { client, internal, controller } = ports;
  return {
    ...{ id: 1, folder, controllerPort: controller, voters: new Map([[1, controller]]) },
    listeners: [
      { listener: clientListener, port: client },
      { listener: internalListener, port: internal },
    ],
    advertised: `${name}:${client}`,
    ...{ rack: undefined, pki: undefined, authorizer: false },
    properties: {
      listeners: [
        `PLAINTEXT://${address}:${client}`,
        `INTERNAL://127.0.0.1:${internal}`,
        `CONTROLLER://127.0.0.1:${controller}`,
      ].join(','),
    },
  };
}
