import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job } from '../contenders/contender.js';

/** What topics there are to be, and the files in which each tool reads that. */
export type Declaration = Omit<Job, 'bootstrap'>;

const partitions = 3;
const changedKey = 'max.message.bytes';
const retentionMinutes = 3 * 24 * 60;

/** The names of the bench's topics. */
export function topicNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `bench.topic-${String(index).padStart(4, '0')}`);
}

/** Writes exops' and topicctl's form of a declaration into `folder`. */
export async function declare(
  folder: string,
  count: number,
  changedValue: '1000000' | '2000000',
): Promise<Declaration> {
  const settings = {
    'retention.ms': String(retentionMinutes * 60_000),
    'segment.ms': '86400000',
    [changedKey]: changedValue,
  };
  const names = topicNames(count);
  const own = join(folder, `topics-${count}-${changedValue}`);
  await mkdir(own, { recursive: true });
  const manifest = join(own, 'topics.yaml');
  await writeFile(manifest, exopsManifest(names, settings));
  for (const name of names) await writeFile(join(own, `${name}.topic.yaml`), topicctlTopic(name, settings));
  return {
    names,
    partitions,
    settings,
    changed: { key: changedKey, value: changedValue },
    files: { manifest, topicctlTopics: join(own, '*.topic.yaml'), ...clusterFiles(folder) },
  };
}

/** Tells topicctl and kaf, by files that all declarations in `folder` name, where the cluster is. */
export async function declareCluster(folder: string, bootstrap: string): Promise<void> {
  const { topicctlCluster, kafConfig } = clusterFiles(folder);
  const spec = `spec: { bootstrapAddrs: ["${bootstrap}"] }`;
  await writeFile(topicctlCluster, `meta: { name: bench, ${place} }\n${spec}\n`);
  const cluster = `{ name: bench, version: 2.8.0, brokers: ["${bootstrap}"] }`;
  await writeFile(kafConfig, `current-cluster: bench\nclusters: [${cluster}]\n`);
}

function clusterFiles(folder: string) {
  return { topicctlCluster: join(folder, 'cluster.yaml'), kafConfig: join(folder, 'kaf.yaml') };
}

const place = 'environment: bench, region: bench, description: bench';

function exopsManifest(names: readonly string[], settings: Readonly<Record<string, string>>): string {
  const configs = Object.entries(settings).map(([key, value]) => `    ${key}: ${value}\n`);
  const defaults = `defaults:\n  partitions: ${partitions}\n  replicationFactor: 1\n  configs:\n${configs.join('')}`;
  return `version: 1\n${defaults}topics:\n${names.map((name) => `  ${name}: {}\n`).join('')}`;
}

function topicctlTopic(name: string, settings: Readonly<Record<string, string>>): string {
  // It has a field of its own for the retention.
  const own = Object.entries(settings).filter(([key]) => key !== 'retention.ms');
  return [
    `meta: { name: ${name}, cluster: bench, ${place} }`,
    'spec:',
    `  partitions: ${partitions}`,
    '  replicationFactor: 1',
    `  retentionMinutes: ${retentionMinutes}`,
    '  placement: { strategy: any }',
    '  settings:',
    ...own.map(([key, value]) => `    ${key}: ${value}`),
    '',
  ].join('\n');
}
