import type { Context } from '../../context.js';
import { abortable } from '../../lib/abortable.js';
import { type ExitCode, ExopsError, exitCodes } from '../../lib/errors.js';
import {
  countMessage,
  type DryCount,
  newDryCount,
  type PartitionCount,
  partitionCounts,
} from '../../lib/messages/produce/dry-count.js';
import { fitting } from '../../lib/messages/produce/fitting.js';
import { dryDocument } from '../../lib/messages/produce/produced-document.js';
import { topicSettings } from '../../lib/messages/topic-settings.js';
import { writeDocument } from '../../lib/terminal/document.js';
import { countOf, formatCount } from '../../lib/terminal/plural.js';
import { createProgress } from '../../lib/terminal/progress.js';
import { type Column, writeTable } from '../../lib/terminal/table.js';
import type { Terminal } from '../../lib/terminal/terminal.js';
import type { ProduceOptions } from './produce.js';
import type { ProduceInput } from './produce-input.js';
import type { ReachedTopic } from './reach-topic.js';

/** Reads all of the input, and says what would be sent where; what came before a mistake in it is counted, too. */
export async function countMessages(
  { terminal, signal }: Context,
  options: ProduceOptions & { readonly topic: string },
  { session, found, target }: ReachedTopic,
  { messages }: ProduceInput,
): Promise<ExitCode> {
  const settings = await topicSettings(session, options.topic, signal);
  const count = newDryCount();
  const partitions = found.topic.partitions.length;
  const read = async () => {
    for await (const some of fitting(messages, found.topic, settings)) {
      if (signal.aborted) return;
      for (const message of some) countMessage(count, message, partitions);
    }
  };
  let failure: ExopsError | undefined;
  try {
    await createProgress(terminal).during('Reading messages', () => abortable(read(), signal));
  } catch (error) {
    if (!(error instanceof ExopsError) || signal.aborted) throw error;
    failure = error;
  }
  if (options.output === 'table') show(terminal, count, partitions);
  else await writeDocument(terminal.out, options.output, dryDocument(target, found, count, failure));
  if (failure !== undefined) throw failure;
  return exitCodes.ok;
}

const columns: readonly Column<PartitionCount>[] = [
  { title: 'PARTITION', value: ({ partition }) => String(partition ?? 'any'), align: 'right' },
  { title: 'MESSAGES', value: ({ messages }) => String(messages), align: 'right' },
  { title: 'BYTES', value: ({ bytes }) => String(bytes), align: 'right' },
];

function show({ out, err }: Pick<Terminal, 'out' | 'err'>, count: DryCount, partitions: number): void {
  writeTable(out, columns, partitionCounts(count));
  const { messages, bytes, withKey, tombstones, largest } = count;
  const facts = [
    `${countOf(messages, 'message')}, ${countOf(bytes, 'byte')}`,
    `${formatCount(withKey)} with a key`,
    `${countOf(tombstones, 'tombstone')}`,
    ...(largest === undefined
      ? []
      : [`the largest has ${countOf(largest.bytes, 'byte')}${whereOf(largest)}`]),
    `${countOf(partitions, 'partition')} there`,
  ];
  err.line(facts.join(' · '));
  err.line('Nothing was sent.');
}

function whereOf({ line }: { readonly line: number }): string {
  return line === 0 ? '' : ` (line ${line})`;
}
