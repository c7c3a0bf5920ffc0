import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedFolder } from '../cached-folder.js';
import { freePorts } from '../ports.js';
import { runCommand } from '../run-command.js';
import { temporaryFolder } from '../temporary-folder.js';
import { artifacts } from './artifacts.js';
import { makeClassArchives } from './class-archives.js';
import { makeFormatTemplate } from './format.js';
import { requireJava, requireMaven } from './java.js';
import { jvmFlags, type KafkaInstall } from './jvm.js';
import { clientListener, internalListener, users } from './listeners.js';
import type { NodeSettings } from './properties.js';

const version = '4.1.1';
const pom = new URL('pom.xml', import.meta.url);
const libraries = 'libs';

/**
 * Apache Kafka on this machine: from the lab's cache, or fetched into it, which takes a minute. Java and Maven
 * are installed first where that is possible; elsewhere the error says what to install.
 */
export async function installKafka(): Promise<KafkaInstall> {
  const java = await requireJava();
  const recipe = [await readFile(pom, 'utf8'), artifacts, jvmFlags, users, java.command, java.version];
  const hash = createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 12);
  const folder = await cachedFolder(`kafka-${version}-${hash}`, (draft) => build(draft, java.command));
  return describe(folder, java.command);
}

async function describe(folder: string, java: string): Promise<KafkaInstall> {
  // Sorted, because a class archive is bound to the order.
  const jars = (await readdir(join(folder, libraries))).sort();
  return { version, folder, java, classPath: jars.map((jar) => `${libraries}/${jar}`).join(':') };
}

async function build(folder: string, java: string): Promise<void> {
  await fetchJars(folder);
  const install = await describe(folder, java);
  const scratch = await temporaryFolder();
  try {
    await makeFormatTemplate(install, 'empty', await scratchNode(join(scratch.path, 'empty')));
    await makeFormatTemplate(install, 'users', await scratchNode(join(scratch.path, 'users')));
    await makeClassArchives(install, await scratchNode(join(scratch.path, 'archives')));
  } finally {
    await scratch.remove();
  }
}

// A local repository of its own: two installations at once can't disturb each other, or anyone's ~/.m2.
async function fetchJars(folder: string): Promise<void> {
  const maven = await requireMaven();
  const repository = await temporaryFolder();
  try {
    const project = join(repository.path, 'pom.xml');
    await copyFile(pom, project);
    await mkdir(join(folder, libraries));
    await runCommand(maven, [
      ...['-q', '-B', '-ntp', '-f', project, `-Dmaven.repo.local=${join(repository.path, 'repository')}`],
      ...['dependency:copy-dependencies', '-DincludeScope=runtime'],
      ...[`-DincludeArtifactIds=${artifacts.join(',')}`, `-DoutputDirectory=${join(folder, libraries)}`],
    ]);
  } finally {
    await repository.remove();
  }
}

async function scratchNode(folder: string): Promise<NodeSettings> {
  const [client = 0, internal = 0, controllerPort = 0] = await freePorts(3);
  return {
    id: 1,
    folder,
    listeners: [
      { listener: clientListener, port: client },
      { listener: internalListener, port: internal },
    ],
    controllerPort,
    voters: new Map([[1, controllerPort]]),
    advertised: undefined,
    rack: undefined,
    pki: undefined,
    authorizer: false,
    properties: {},
  };
}
