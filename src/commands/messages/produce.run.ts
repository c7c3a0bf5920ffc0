import type { Context } from '../../context.js';
import { confirmProtected } from '../../lib/change/ask.js';
import { type ExitCode, ExopsError, exitCodes } from '../../lib/errors.js';
import { fitting } from '../../lib/messages/produce/fitting.js';
import { newProducerId } from '../../lib/messages/produce/new-producer-id.js';
import { producedDocument } from '../../lib/messages/produce/produced-document.js';
import { Producer } from '../../lib/messages/produce/producer.js';
import { sendMessages } from '../../lib/messages/produce/send-messages.js';
import { topicSettings } from '../../lib/messages/topic-settings.js';
import { writeDocument } from '../../lib/terminal/document.js';
import { formatElapsed } from '../../lib/terminal/elapsed.js';
import { countOf } from '../../lib/terminal/plural.js';
import { createProgress, type Update } from '../../lib/terminal/progress.js';
import type { Terminal } from '../../lib/terminal/terminal.js';
import type { ProduceOptions } from './produce.js';
import { type ProduceInput, produceInput } from './produce-input.js';
import { type ReachedTopic, reachTopic } from './reach-topic.js';
import { rateWords, watchSending } from './watch-sending.js';

type Options = ProduceOptions & { readonly topic: string };

export async function produceMessages(context: Context, options: Options): Promise<ExitCode> {
  const input = await produceInput(context, options);
  try {
    const reached = await reachTopic(context, options, 'write to');
    try {
      if (options.dryRun !== true) return await send(context, options, reached, input);
      const { countMessages } = await import('./produce-dry-run.js');
      return await countMessages(context, options, reached, input);
    } finally {
      reached.close();
    }
  } finally {
    input.close();
  }
}

async function send(
  context: Context,
  options: Options,
  { session, found, rights, environment, place, target }: ReachedTopic,
  { messages }: ProduceInput,
): Promise<ExitCode> {
  const { terminal, clock, signal } = context;
  if (environment.protected) await confirmProtected({ place, yes: options.yes }, terminal, signal);
  const deps = { client: session, clock, rights };
  const [id, settings] = await Promise.all([
    newProducerId(deps, options.topic, signal),
    topicSettings(session, options.topic, signal),
  ]);
  const producer = new Producer(deps, found.topic, id, settings.limit);
  const began = performance.now();
  const report = async (error?: unknown) => {
    if (options.output === 'table') return;
    const tookMs = performance.now() - began;
    await writeDocument(
      terminal.out,
      options.output,
      producedDocument(target, found, producer, tookMs, error),
    );
  };
  try {
    const sending = async (update: Update) => {
      const unwatch = watchSending(terminal, clock, options.topic, producer, update);
      try {
        await sendMessages(producer, fitting(messages, found.topic, settings), signal);
      } finally {
        unwatch();
      }
    };
    if (isTyped(terminal, options)) {
      // Nothing may be drawn over what is being typed.
      terminal.err.line('One message a line; Ctrl-D ends.');
      await sending(() => {});
    } else await createProgress(terminal).during(`Sending to ${options.topic}`, sending);
  } catch (error) {
    if (error instanceof ExopsError) await report(error);
    throw error;
  }
  const took = performance.now() - began;
  terminal.err.line(
    `✓ ${countOf(producer.acknowledged, 'message')} acknowledged · ${formatElapsed(took)}${rateWords(producer, took)}`,
  );
  await report();
  return exitCodes.ok;
}

function isTyped({ bytes }: Terminal, { file, value, tombstone }: ProduceOptions): boolean {
  return bytes.isInputTerminal && file === undefined && value === undefined && tombstone !== true;
}
