import { printable } from '../terminal/printable.js';
import type { Imported } from './import-topics.js';
import type { Remark } from './model.js';

const importSchema = 'exops.topics-import/v1';

/** What was imported, for programs; what isn't declared is null. */
export function importDocument(
  { topics, remarks }: Imported,
  manifest: string | null,
  written: string | null,
) {
  return {
    schema: importSchema,
    topics: topics.map(({ name, partitions, replicationFactor, configs, at }) => ({
      ...{ name, partitions: partitions ?? null, replicationFactor: replicationFactor ?? null },
      ...{ configs, at },
    })),
    remarks: remarks.map(remarkDocument),
    manifest,
    written,
  };
}

/** Its words hold what files do, and YAML doesn't escape all of what acts on a terminal. */
function remarkDocument({ kind, at, topic, what, why, also }: Remark) {
  return {
    ...{ kind, at, topic: topic === undefined ? null : printable(topic) },
    ...{ what: printable(what), why: printable(why), also: also ?? null },
  };
}
