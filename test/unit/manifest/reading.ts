import type { DesiredTopic, Manifest } from '../../../src/lib/manifest/model.js';
import { readManifest } from '../../../src/lib/manifest/read-manifest.js';
import { parseYaml } from '../../../src/lib/yaml/yaml-file.js';
import { lines, messageOf } from '../config/failure.js';

/** What `topics.yaml` with this text declares. */
export function manifestOf(text: string): Manifest {
  return readManifest(parseYaml({ name: 'topics.yaml', text })).manifest;
}

/** The topics under `topics:`, written as they stand there. */
export function topicsOf(text: string): readonly DesiredTopic[] {
  return manifestOf(withTopics(text)).topics;
}

export function withTopics(text: string): string {
  const rows = text.split('\n').map((row) => `  ${row}`);
  return `version: 1\ntopics:\n${rows.join('\n')}\n`;
}

/** All that a person reads about a file that is wrong. */
export function complaintOf(text: string): Promise<string> {
  return messageOf(() => manifestOf(text));
}

/** The messages alone, without place and frame. */
export async function messagesOf(text: string): Promise<readonly string[]> {
  return (await complaintOf(text)).match(/(?<=^topics.yaml:\d+:\d+ ).*/gm) ?? [];
}

export { lines };
