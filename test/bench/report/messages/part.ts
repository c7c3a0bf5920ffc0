import type { StreamContenders } from '../../messages/contenders.js';
import type { LastRead } from '../../messages/measure-last.js';
import type { StreamMemory } from '../../messages/measure-memory.js';
import type { Throughput } from '../../messages/measure-throughput.js';
import { median, type Series } from '../../series.js';
import { type Aim, aimTable } from '../aims.js';
import { type Circumstances, contendersSentence, writtenBy } from '../circumstances.js';
import { figure, formatTime } from '../figures.js';
import { code, table } from '../markdown.js';

export interface MeasuredMessages {
  readonly throughput: Throughput;
  readonly memory: readonly StreamMemory[];
  readonly last: readonly LastRead[];
}

/** What docs/benchmarks.md says of messages. */
export function messagesPart(
  { present, missing }: StreamContenders,
  measured: MeasuredMessages,
  run: Circumstances,
): string {
  const { throughput, memory, last } = measured;
  const kafka = present.find(({ name }) => name === "Kafka's console tools")?.version;
  return `## Messages

${writtenBy(run)}, against one broker of
Apache Kafka ${kafka} on the same machine. ${contendersSentence(present, missing)}

- ${throughput.messages.toLocaleString('en')} lines of ${throughput.bytes} bytes are sent from a file to a new topic with 3 partitions, and all messages of
  such a topic are written to a file. A run counts only if all of them arrived.
- A time is the median of a whole process' wall time, from its start to its exit; how many runs it is the median of stands
  beside it. The commands take turns, on the two cores that the broker has, too.
- A ratio says how many times as long as exops a command takes in the same run: over 1 it is slower.
- exops waits for all replicas and writes idempotently; the others do what they do unasked. What exops reads it writes as
  an object a line, with key, headers and time, as \`kcat -J\` does; "values only" is less work.
- Kafka's console tools are started with the settings of their shell scripts.

### What was aimed for

${aimTable(aims(throughput))}

### All figures

#### Sent

${speedTable(throughput, throughput.produce)}

#### Read

${speedTable(throughput, throughput.consume)}

#### Most memory of one process, messages of 1 KB

${memoryTable(memory)}

#### The last 100 messages of each partition, messages of 1 KB

${table(
  ['topic', 'read from the broker', 'time'],
  last.map(({ bytes, readBytes, ms }) => [
    `${bytes / 1e9} GB`,
    `${(readBytes / 1e6).toFixed(1)} MB`,
    formatTime(ms),
  ]),
)}`;
}

function speedTable({ messages, bytes }: Throughput, series: readonly Series[]): string {
  const rows = series.map((one) => {
    const ms = median(one.times);
    const rate = ms === undefined ? '' : `${((messages * bytes) / 1e3 / ms).toFixed(1)} MB/s`;
    return [code(one.shown), figure(one, series[0]), rate];
  });
  return table(['', 'time', 'throughput'], rows);
}

function memoryTable(memory: readonly StreamMemory[]): string {
  const rows = memory.map(({ bytes, contender, produceKiB, consumeKiB }) => [
    `${contender}, ${bytes / 1e6} MB`,
    mebibytes(produceKiB),
    mebibytes(consumeKiB),
  ]);
  return table(['', 'sent', 'read'], rows);
}

const mebibytes = (kib: number): string => `${Math.round(kib / 1024)} MiB`;

function aims({ produce, consume }: Throughput): readonly Aim[] {
  const sent = 'exops messages produce';
  const read = 'exops messages peek';
  return [
    aim(sent, 'kafka-console-producer', { slower: 1 }, produce),
    aim(sent, 'kcat -P', { within: 2 }, produce),
    aim(read, 'kafka-console-consumer', { slower: 1 }, consume),
    aim(read, 'kcat -C -e -J', { within: 2 }, consume),
  ];
}

function aim(ours: string, other: string, wanted: Aim['wanted'], series: readonly Series[]): Aim {
  return { situation: `\`${ours}\` and \`${other}\``, ours, other, wanted, series };
}
