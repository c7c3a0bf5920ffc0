import { cpus, type } from 'node:os';
import type { Contenders } from '../contenders/find-contenders.js';

export interface Circumstances extends Contenders {
  readonly date: Date;
  readonly command: string;
  readonly capMs: number;
}

/** The whole of docs/benchmarks.md. */
export function benchmarksDocument(circumstances: Circumstances, tables: string): string {
  const { date, command, capMs, present, missing } = circumstances;
  const contenders = present.map(({ name, version }) => `${name} ${version}`).join(', ');
  const kafka = present.find(({ name }) => name === "Kafka's tools")?.version;
  return `# Benchmarks

Written by \`${command}\` on ${date.toISOString().slice(0, 10)}, on ${cpus().length} cores (${type()}) with Node ${process.versions.node}, against one broker of
Apache Kafka ${kafka} on the same machine. Measured: ${contenders}. ${missingSentence(missing)}

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

${tables}
`;
}

function missingSentence(missing: readonly string[]): string {
  return missing.length === 0 ? 'No peer was missing.' : `Missing on the machine: ${missing.join(', ')}.`;
}
