import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type SupervisedProcess, supervise } from '../supervised-process.js';
import { propertiesPath } from './format.js';
import { jvmCommand, type KafkaInstall } from './jvm.js';
import { probeMetadata, probeTcp } from './metadata-probe.js';
import type { NodeSettings } from './properties.js';

/** Another process took one of the ports between choosing and binding it; other ports will do. */
export class PortTakenError extends Error {}

/** One broker's process, which may be started again after it ended. */
export interface KafkaNode {
  readonly settings: NodeSettings;
  /** The process group of the running broker, or of the last one. */
  pid(): number;
  launch(extraJvmFlags?: readonly string[]): Promise<void>;
  /** Resolves when the broker knows `brokers` of its cluster and listens on all its ports. */
  ready(expected: { clusterId: string; brokers: number; deadline: number }): Promise<void>;
  terminate(graceMs: number): Promise<void>;
  kill(): Promise<void>;
  log(): Promise<string>;
}

const pollMs = 25;

export function kafkaNode(install: KafkaInstall, settings: NodeSettings): KafkaNode {
  let process: SupervisedProcess | undefined;
  const logFile = join(settings.folder, 'broker.log');
  const log = (): Promise<string> => readFile(logFile, 'utf8');

  async function probe(clusterId: string, brokers: number): Promise<void> {
    const ports = settings.listeners.map(({ port }) => port);
    const client = settings.listeners.find(({ listener }) => listener.name === 'PLAINTEXT');
    if (client === undefined) throw new Error('A node needs a PLAINTEXT listener.');
    const seen = await probeMetadata(client.port);
    if (seen.clusterId !== clusterId) throw new Error(`Port ${client.port} belongs to another cluster.`);
    if (seen.brokerIds.length < brokers)
      throw new Error(`It knows ${seen.brokerIds.length} of ${brokers} brokers.`);
    await Promise.all(ports.map(probeTcp));
  }

  return {
    settings,
    pid: () => process?.pid ?? 0,
    log,
    async launch(extraJvmFlags = []) {
      const temporary = join(settings.folder, 'tmp');
      await mkdir(temporary, { recursive: true });
      const output = await open(logFile, 'a');
      const flags = [`-Djava.io.tmpdir=${temporary}`, ...extraJvmFlags];
      const command = jvmCommand(install, 'broker', ['kafka.Kafka', propertiesPath(settings)], flags);
      process = supervise(command, { cwd: install.folder, stdio: ['ignore', output.fd, output.fd] });
      await output.close();
    },
    async ready({ clusterId, brokers, deadline }) {
      for (;;) {
        const ended = process?.hasExited() ?? true;
        const obstacle = await probe(clusterId, brokers).then(() => undefined, String);
        if (obstacle === undefined) return;
        if (ended) throw failure(settings, 'ended while starting', await log());
        if (Date.now() > deadline) throw failure(settings, `isn't ready in time (${obstacle})`, await log());
        await sleep(pollMs);
      }
    },
    terminate: async (graceMs) => process?.terminate(graceMs),
    kill: async () => process?.kill(),
  };
}

function failure(settings: NodeSettings, what: string, log: string): Error {
  const message = `Kafka broker ${settings.id} ${what}. Its log:\n${log.trim() || '(empty)'}`;
  return log.includes('Address already in use') ? new PortTakenError(message) : new Error(message);
}
