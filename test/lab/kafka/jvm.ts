import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface KafkaInstall {
  readonly version: string;
  /** Commands run in this folder: the class path is relative to it. */
  readonly folder: string;
  readonly java: string;
  readonly classPath: string;
}

export type ArchiveName = 'broker' | 'tools';

const flags = [
  '-Xss512k',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  // Performance counters are files that a killed JVM leaves behind.
  '-XX:-UsePerfData',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory',
];

// 2,000 topics with 3 partitions each fit.
const brokerHeap = '-Xmx512m';
const toolHeap = '-Xmx256m';

/** Everything about a JVM's command line that a class archive depends on. */
export const jvmFlags: readonly string[] = [...flags, brokerHeap, toolHeap];

/** The command line that runs a class of Kafka, with its class archive when there is one. */
export function jvmCommand(
  install: KafkaInstall,
  archive: ArchiveName,
  main: readonly string[],
  extra: readonly string[] = [],
): readonly string[] {
  const heap = archive === 'broker' ? brokerHeap : toolHeap;
  const shared = useArchive(archivePath(install.folder, archive));
  return [install.java, heap, ...flags, ...shared, ...extra, '-cp', install.classPath, ...main];
}

export function archivePath(folder: string, archive: ArchiveName): string {
  return join(folder, `${archive}.jsa`);
}

// A JVM that can't use the archive goes on without it; the log settings keep it from saying so.
function useArchive(path: string): readonly string[] {
  return existsSync(path) ? [`-XX:SharedArchiveFile=${path}`, '-Xlog:cds=off', '-Xlog:cds+dynamic=off'] : [];
}
