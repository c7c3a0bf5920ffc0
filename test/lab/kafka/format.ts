import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../run-command.js';
import { jvmCommand, type KafkaInstall } from './jvm.js';
import { users } from './listeners.js';
import { logFolder, type NodeSettings, serverProperties } from './properties.js';

const checkpoint = 'bootstrap.checkpoint';

/** What a freshly formatted node holds: nothing, or the users of the SCRAM listeners. */
export type FormatTemplate = 'empty' | 'users';

/** An id as Kafka makes them. One that starts with a dash would be taken for an option. */
export function randomId(): string {
  return `x${randomBytes(16).toString('base64url').slice(1)}`;
}

/** Formats once with Kafka's own tool, at installation, and keeps the result for all nodes to come. */
export async function makeFormatTemplate(
  install: KafkaInstall,
  template: FormatTemplate,
  node: NodeSettings,
): Promise<void> {
  const properties = await writeServerProperties(node);
  const format = ['kafka.tools.StorageTool', 'format', '-t', randomId(), '-c', properties];
  const [java = install.java, ...args] = jvmCommand(install, 'tools', [...format, ...scramUsers(template)]);
  await runCommand(java, args, { cwd: install.folder });
  await copyFile(join(logFolder(node), checkpoint), templatePath(install, template));
}

function scramUsers(template: FormatTemplate): readonly string[] {
  if (template === 'empty') return [];
  return Object.entries(users).flatMap(([name, password]) =>
    ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
      '--add-scram',
      `${mechanism}=[name=${name},password=${password}]`,
    ]),
  );
}

/** Makes a node's data folder as Kafka's storage tool would, without starting a JVM for it. */
export async function formatNode(
  install: KafkaInstall,
  template: FormatTemplate,
  node: NodeSettings,
  clusterId: string,
): Promise<void> {
  await writeServerProperties(node);
  const folder = logFolder(node);
  await mkdir(folder, { recursive: true });
  const meta = [`version=1`, `cluster.id=${clusterId}`, `node.id=${node.id}`, `directory.id=${randomId()}`];
  await writeFile(join(folder, 'meta.properties'), `${meta.join('\n')}\n`);
  await copyFile(templatePath(install, template), join(folder, checkpoint));
}

/** Where a node's settings are written. */
export function propertiesPath(node: NodeSettings): string {
  return join(node.folder, 'server.properties');
}

async function writeServerProperties(node: NodeSettings): Promise<string> {
  await mkdir(node.folder, { recursive: true });
  await writeFile(propertiesPath(node), serverProperties(node));
  return propertiesPath(node);
}

function templatePath(install: KafkaInstall, template: FormatTemplate): string {
  return join(install.folder, `${template}.${checkpoint}`);
}
