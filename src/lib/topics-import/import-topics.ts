import type { TextFile } from '../yaml/text-file.js';
import type { FoundFile } from './find-files.js';
import { readJulie } from './julie.js';
import { readKafkaGitops } from './kafka-gitops.js';
import { readKafkaTopics } from './kafka-topic-resource.js';
import { mergeTopics } from './merge-topics.js';
import type { ImportedTopic, ImportFormat, RawTopic, Remark, Say } from './model.js';
import { settleTopic } from './settle-topic.js';
import { type Sources, sourcesOf } from './sources.js';
import { readTerraform } from './terraform-hcl.js';
import { readTerraformJson } from './terraform-json.js';
import { readTopicctl } from './topicctl.js';

export interface Imported {
  /** In the order of the files. */
  readonly topics: readonly ImportedTopic[];
  /** In the order of files and lines. */
  readonly remarks: readonly Remark[];
}

/**
 * Reads topic definitions of other tools. Nothing is thrown for what is in the files: it is remarked.
 * @param from whose definitions all of them are; each is told by its content when left out
 */
export function importTopics(files: readonly FoundFile[], from?: ImportFormat): Imported {
  const remarks: Remark[] = [];
  const say: Say = (remark) => remarks.push(remark);
  const order = new Map(files.map(({ name }, index) => [name, index]));
  const raw = inOrder(readAll(sourcesOf(files, from, say), say), order);
  const settled = raw.flatMap((topic) => settleTopic(topic, say) ?? []);
  const topics = mergeTopics(settled, say);
  return { topics, remarks: inOrder(remarks, order) };
}

function readAll(sources: Sources, say: Say): readonly RawTopic[] {
  const { configMaps, plans, naming } = sources;
  return [
    ...sources.topicctl.flatMap((tree) => readTopicctl(tree, say)),
    ...sources.resources.flatMap((tree) => readKafkaTopics(tree, configMaps, say)),
    ...readKafkaGitops(sources.kafkaGitops, say),
    ...sources.julie.flatMap((tree) => readJulie(tree, { naming, plans }, say)),
    ...sources.terraformJson.flatMap((tree) => readTerraformJson(tree, say)),
    ...sources.terraform.flatMap((file: TextFile) => readTerraform(file, say)),
  ];
}

function inOrder<Placed extends Pick<Remark, 'at'>>(
  placed: readonly Placed[],
  order: ReadonlyMap<string, number>,
): readonly Placed[] {
  const rank = ({ at }: Placed) => order.get(at.file) ?? 0;
  return [...placed].sort((a, b) => rank(a) - rank(b) || a.at.line - b.at.line);
}
