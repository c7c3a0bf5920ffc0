import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jvmCommand, type KafkaInstall } from '../kafka/jvm.js';
import { findCommand } from '../ssh/debian-packages.js';
import { kafkaMainClass, shareKafka } from './kafka-commands.js';

/** Writes the programs that stand for a host's tools. */
export interface ToolScripts {
  /** Whether `rpk` is the program itself; otherwise a recorder answers to its name. */
  readonly rpkIsReal: boolean;
  /** Writes a tool, of which the file's name says what it is. */
  write(file: string): Promise<void>;
}

const standIns = ['docker', 'systemctl', 'journalctl', 'sudo'];
const shared = ['compose', 'compose-file', 'containers', 'fields', 'record', 'recorder'];
const libraries = [...[...standIns, ...shared].map((name) => `${name}.sh`), 'render.awk'];
const source = fileURLToPath(new URL('stand-ins/', import.meta.url));

/**
 * Prepares a folder for a host's tools: the stand-ins' own scripts, and what the real tools need.
 * @param options.useRpk whether the machine's rpk, or the one in `$EXOPS_LAB_RPK`, may be used
 */
export async function toolScripts(
  folder: string,
  options: { readonly useRpk: boolean },
): Promise<ToolScripts> {
  await mkdir(join(folder, 'lib'), { recursive: true });
  await Promise.all(libraries.map((name) => copyFile(join(source, name), join(folder, 'lib', name))));
  const rpk = options.useRpk ? (process.env['EXOPS_LAB_RPK'] ?? findCommand('rpk')) : undefined;
  let kafka: Promise<KafkaInstall> | undefined;
  const bodyOf = async (name: string): Promise<string> => {
    const kafkaClass = kafkaMainClass(name);
    if (kafkaClass !== undefined) {
      kafka ??= shareKafka(join(folder, 'kafka'));
      return starting(jvmCommand(await kafka, 'tools', [kafkaClass]));
    }
    if (name === 'rpk' && rpk !== undefined) return starting([await readable(rpk, folder)]);
    if (name === 'docker-compose') return sourcing('compose');
    return sourcing(standIns.includes(name) ? name : 'recorder');
  };
  return {
    rpkIsReal: rpk !== undefined,
    async write(file) {
      const name = basename(file);
      const lines = ['#!/bin/sh', `lab=${quote(folder)}`, `tool=${quote(name)}`, '. "$lab/lib/record.sh"'];
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, `${[...lines, await bodyOf(name)].join('\n')}\n`);
      await chmod(file, 0o755);
    },
  };
}

// Another user may not get to where the program is.
async function readable(program: string, folder: string): Promise<string> {
  const copy = join(folder, 'lib', 'rpk');
  await copyFile(program, copy);
  await chmod(copy, 0o755);
  return copy;
}

function starting(command: readonly string[]): string {
  return `exec ${command.map(quote).join(' ')} "$@"`;
}

function sourcing(library: string): string {
  return `. "$lab/lib/${library}.sh"`;
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
