import type { Contenders } from '../../contenders/find-contenders.js';
import type { Measured } from '../../topics/measure-topics.js';
import { type Circumstances, contendersSentence, writtenBy } from '../circumstances.js';
import { topicsTables } from './tables.js';

/** What docs/benchmarks.md says of topics. */
export function topicsPart(contenders: Contenders, measured: Measured, run: Circumstances): string {
  const { capMs } = run;
  const { present, missing } = contenders;
  const kafka = present.find(({ name }) => name === "Kafka's tools")?.version;
  return `## Topics

${writtenBy(run)}, against one broker of
Apache Kafka ${kafka} on the same machine. ${contendersSentence(present, missing)}

- A time is the median of a whole process' wall time, from its start to its exit; how many runs it is the median of stands
  beside it. The commands take turns, and the broker has nothing left to do when one starts.
- A ratio says how many times as long as exops a command takes, on the same broker in the same run: over 1 it is slower.
  Quote ratios rather than times: other machines have other times.
- Every topic has 3 partitions, replication factor 1 and 3 settings. Tools that take one topic a command are run once for
  each topic, one after the other.
- With a round trip of 50 ms a proxy keeps each request and each answer for 25 ms; connecting itself isn't delayed.
- Kafka's tools are started straight, with a class archive, which is faster than their shell scripts.
- exops and topicctl compare, change and, where they create or change, look whether it has happened; the others
  return when the broker has answered, which for many topics is long before they are there.
- "Not measured": at the size before it took so long that this one would take more than ${capMs / 1000} s a run (${(4 * capMs) / 1000} s
  where there is nothing to do). "Over the limit": it was stopped after that time. Nothing here is an estimate.

${topicsTables(measured)}`;
}
