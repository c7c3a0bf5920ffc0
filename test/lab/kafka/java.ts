import { existsSync } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { runCommand } from '../run-command.js';

export interface Java {
  readonly command: string;
  readonly version: string;
}

const oldestMajor = 17;
const wanted = `Kafka's brokers need Java ${oldestMajor} or newer`;

/** The Java that runs Kafka: from JAVA_HOME or the PATH, installed first where that is possible. */
export async function requireJava(): Promise<Java> {
  const command = findJava() ?? (await installed('java', 'default-jre-headless', wanted));
  const version = await javaVersion(command);
  if (Number.parseInt(version, 10) < oldestMajor) throw new Error(`${wanted}; ${command} is ${version}.`);
  return { command, version };
}

/** The compiler of a JDK, beside that Java or from the PATH, installed first where that is possible. */
export async function requireJavac(java: string): Promise<string> {
  const beside = join(dirname(await realpath(java)), 'javac');
  if (existsSync(beside)) return beside;
  const reason = "What MSK has and Kafka hasn't is compiled with javac";
  return findOnPath('javac') ?? (await installed('javac', 'default-jdk-headless', reason));
}

/** Maven, which fetches Kafka's jars: from the PATH, installed first where that is possible. */
export async function requireMaven(): Promise<string> {
  return findOnPath('mvn') ?? (await installed('mvn', 'maven', "Kafka's jars are fetched with Maven"));
}

function findJava(): string | undefined {
  const home = process.env['JAVA_HOME'];
  const ofHome = home === undefined ? undefined : join(home, 'bin', 'java');
  return ofHome !== undefined && existsSync(ofHome) ? ofHome : findOnPath('java');
}

function findOnPath(command: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, command)).find((file) => existsSync(file));
}

// Starting a JVM to ask for its version takes longer than everything else that a cached install has to do.
async function javaVersion(command: string): Promise<string> {
  const release = join(dirname(await realpath(command)), '..', 'release');
  if (existsSync(release)) {
    const found = /^JAVA_RUNTIME_VERSION="(.+)"$/m.exec(await readFile(release, 'utf8'));
    if (found?.[1] !== undefined) return found[1];
  }
  const said = await runCommand(command, ['--version']);
  return /\d+(\.\d+)*/.exec(said)?.[0] ?? said.trim();
}

async function installed(command: string, debianPackage: string, reason: string): Promise<string> {
  const canInstall = process.getuid?.() === 0 && existsSync('/etc/debian_version');
  if (canInstall) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await runCommand('apt-get', ['-qq', 'update'], { env });
    await runCommand('apt-get', ['-qq', '-y', '--no-install-recommends', 'install', debianPackage], { env });
  }
  const found = findOnPath(command);
  if (found === undefined) {
    throw new Error(
      `${reason}, and there is no "${command}" on the PATH. On Debian: apt-get install ${debianPackage}`,
    );
  }
  return found;
}
