import type { DesiredTopic } from '../../../src/lib/manifest/model.js';
import { readManifest } from '../../../src/lib/manifest/read-manifest.js';
import { writeManifest } from '../../../src/lib/manifest/write-manifest.js';
import { importTopics } from '../../../src/lib/topics-import/import-topics.js';
import type { ImportFormat, Remark } from '../../../src/lib/topics-import/model.js';
import { parseYaml } from '../../../src/lib/yaml/yaml-file.js';
import { lines } from '../config/failure.js';

export { lines };

/** What comes of files with these names and texts. */
export function imported(files: Readonly<Record<string, string>>, from?: ImportFormat) {
  const found = Object.entries(files).map(([name, text]) => ({ isNamed: true, name, text }));
  const { topics, remarks } = importTopics(found, from);
  const manifest = writeManifest({ environment: undefined, clusterId: null, topics });
  const { manifest: read } = readManifest(parseYaml({ name: 'topics.yaml', text: manifest }));
  return {
    manifest,
    /** As the manifest declares them: name, partitions, factor, settings. */
    topics: read.topics.map(shortly),
    untranslated: remarks.filter(({ kind }) => kind === 'untranslated').map(words),
    ignored: remarks.filter(({ kind }) => kind === 'ignored').map(words),
  };
}

type Short = readonly [
  name: string,
  partitions: number | undefined,
  factor: number | undefined,
  configs: Readonly<Record<string, string>>,
];

function shortly({ name, partitions, replicationFactor, configs }: DesiredTopic): Short {
  return [name, partitions, replicationFactor, configs];
}

function words({ at, topic, what, why }: Remark): string {
  return `${at.file}:${at.line} ${topic === undefined ? '' : `${topic}: `}${what} | ${why}`;
}
