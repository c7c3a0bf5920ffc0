import type { Job } from './contender.js';

/** A broker takes up to 10,000 records in one CreateTopics request. */
const recordsPerRequest = 10_000;

/**
 * The names in as few portions as a broker takes at once, for tools that send all topics of a command in one
 * request.
 */
export function inBatches({
  names,
  partitions,
  settings,
}: Pick<Job, 'names' | 'partitions' | 'settings'>): readonly (readonly string[])[] {
  const recordsPerTopic = 1 + partitions + Object.keys(settings).length;
  const size = Math.floor(recordsPerRequest / recordsPerTopic);
  return Array.from({ length: Math.ceil(names.length / size) }, (_, index) =>
    names.slice(index * size, (index + 1) * size),
  );
}
