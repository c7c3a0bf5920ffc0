import type { LagContenders } from '../../groups/contenders.js';
import { delaysMs, type LagResult } from '../../groups/measure-groups.js';
import { type Aim, aimTable } from '../aims.js';
import { type Circumstances, contendersSentence, writtenBy } from '../circumstances.js';
import { figure } from '../figures.js';
import { code, table } from '../markdown.js';

const ours = 'exops groups lag';

/** What docs/benchmarks.md says of groups. */
export function groupsPart(
  { present, missing }: LagContenders,
  results: readonly LagResult[],
  run: Circumstances,
): string {
  const kafka = present.find(({ name }) => name === "Kafka's tools")?.version;
  return `## The lag of all groups

${writtenBy(run)}, against one broker of
Apache Kafka ${kafka} on the same machine. ${contendersSentence(present, missing)}

- A time is the median of a whole process' wall time, from its start to its exit; how many runs it is the median of stands
  beside it. The commands take turns.
- A ratio says how many times as long as exops a command takes, on the same broker in the same run: over 1 it is slower.
- Every group has an offset in each partition of 20 topics with 3 partitions, and no members. Every command has to show
  every group's lag in every partition, or it counts as failed.
- exops and Kafka's own tool find the groups themselves; the others are told their names. Tools that take one group, or
  one group and topic, a command are run once for each, one after the other.
- With a round trip of 50 ms a proxy keeps each request and each answer for 25 ms; connecting itself isn't delayed.
- Kafka's tool is started straight, with a class archive, which is faster than its shell script.
- "Over the limit": it was stopped after ${run.capMs / 1000} s. Nothing here is an estimate.

### What was aimed for

${aimTable(aims(results, present))}

### All figures

${delaysMs.map((delayMs) => oneDelay(results, delayMs)).join('\n\n')}`;
}

function oneDelay(results: readonly LagResult[], delayMs: number): string {
  const own = results.filter((result) => result.delayMs === delayMs);
  const commands = [...new Set(own.flatMap(({ series }) => series.map(({ shown }) => shown)))];
  const rows = commands.map((shown) => [
    code(shown),
    ...own.map(({ series }) =>
      figure(
        series.find((one) => one.shown === shown),
        series[0],
      ),
    ),
  ]);
  const name = delayMs === 0 ? 'No delay' : `${delayMs} ms of round trip`;
  return `#### ${name}\n\n${table(['groups', ...own.map(({ groups }) => String(groups))], rows)}`;
}

function aims(results: readonly LagResult[], present: LagContenders['present']): readonly Aim[] {
  const sizes = [...new Set(results.map(({ groups }) => groups))];
  const others = present.filter(({ name }) => name !== 'exops');
  return sizes.flatMap((groups) =>
    others.map(({ shown, name }): Aim => {
      const command = shown.split(', ')[0] ?? shown;
      return {
        situation: `\`${ours}\` and \`${command}\`, ${groups} groups at 50 ms`,
        ours,
        other: command,
        wanted: { slower: name === "Kafka's tools" ? 20 : 1 },
        series: results.find((one) => one.groups === groups && one.delayMs === 50)?.series ?? [],
      };
    }),
  );
}
