import { rm } from 'node:fs/promises';
import { supervise } from '../supervised-process.js';
import { formatNode, randomId } from './format.js';
import { type ArchiveName, archivePath, jvmCommand, type KafkaInstall } from './jvm.js';
import { kafkaNode } from './node.js';
import type { NodeSettings } from './properties.js';

const deadlineMs = 120_000;

/**
 * Lets a broker and a tool run once and keeps the classes they loaded, which halves the time that the next
 * ones take to start. Without the archives everything works as well, so a failure here is no failure.
 */
export async function makeClassArchives(install: KafkaInstall, node: NodeSettings): Promise<void> {
  const broker = kafkaNode(install, node);
  const clusterId = randomId();
  try {
    await formatNode(install, 'empty', node, clusterId);
    await broker.launch([dumpTo(install, 'broker')]);
    await broker.ready({ clusterId, brokers: 1, deadline: Date.now() + deadlineMs });
    await useTool(install, node);
    await broker.terminate(deadlineMs);
  } catch {
    await broker.kill();
    await rm(archivePath(install.folder, 'broker'), { force: true });
    await rm(archivePath(install.folder, 'tools'), { force: true });
  }
}

async function useTool(install: KafkaInstall, node: NodeSettings): Promise<void> {
  const bootstrap = `127.0.0.1:${node.listeners[0]?.port}`;
  // Of the tools this one loads the most classes, those of the others nearly all among them.
  const describe = ['--describe', '--entity-type', 'topics'];
  const command = ['kafka.admin.ConfigCommand', '--bootstrap-server', bootstrap, ...describe];
  const { child, exited } = supervise(jvmCommand(install, 'tools', command, [dumpTo(install, 'tools')]), {
    cwd: install.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout?.resume();
  child.stderr?.resume();
  await exited;
}

function dumpTo(install: KafkaInstall, archive: ArchiveName): string {
  return `-XX:ArchiveClassesAtExit=${archivePath(install.folder, archive)}`;
}
