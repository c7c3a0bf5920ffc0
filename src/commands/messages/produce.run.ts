import type { Context } from '../../context.js';
import { confirmPlan } from '../../lib/change/ask.js';
import { type ExitCode, ExopsError, exitCodes } from '../../lib/errors.js';
import { newProducerId } from '../../lib/messages/produce/new-producer-id.js';
import { Producer } from '../../lib/messages/produce/producer.js';
import { type Sending, sendMessages } from '../../lib/messages/produce/send-messages.js';
import { formatElapsed } from '../../lib/terminal/elapsed.js';
import { countOf, formatCount } from '../../lib/terminal/plural.js';
import { createProgress } from '../../lib/terminal/progress.js';
import type { ProduceOptions } from './produce.js';
import { produceInput } from './produce-input.js';
import { reachTopic } from './reach-topic.js';

export async function produceMessages(
  context: Context,
  options: ProduceOptions & { readonly topic: string },
): Promise<ExitCode> {
  const { terminal, clock, signal } = context;
  const input = produceInput(context, options);
  const { session, found, rights, environment, place, close } = await reachTopic(
    context,
    options,
    'write to',
  );
  try {
    if (environment.protected)
      await confirmPlan(
        { ask: 'yes' },
        { yes: options.yes === true, confirm: undefined },
        place,
        terminal,
        signal,
      );
    const deps = { client: session, clock, rights };
    const producer = new Producer(deps, found.topic, await newProducerId(deps, options.topic, signal));
    const began = performance.now();
    await createProgress(terminal).during(`Sending to ${options.topic}`, (update) =>
      sendMessages(
        producer,
        counted(checked(input, producer.partitions), () => update(rateOf(producer, began))),
        signal,
      ),
    );
    const took = performance.now() - began;
    terminal.err.line(
      `✓ ${countOf(producer.acknowledged, 'message')} acknowledged · ${formatElapsed(took)}${rateWords(producer, took)}`,
    );
  } finally {
    close();
  }
  return exitCodes.ok;
}

/** Before anything of such a message is sent. */
async function* checked(input: AsyncIterable<readonly Sending[]>, partitions: number) {
  for await (const messages of input) {
    const none = messages.find(({ partition = 0 }) => partition >= partitions);
    if (none !== undefined)
      throw new ExopsError(`There is no partition ${none.partition}: the last is ${partitions - 1}.`);
    yield messages;
  }
}

async function* counted(input: AsyncIterable<readonly Sending[]>, onEach: () => void) {
  for await (const messages of input) {
    onEach();
    yield messages;
  }
}

function rateOf(producer: Producer, began: number): string {
  return `${formatCount(producer.acknowledged)} acknowledged${rateWords(producer, performance.now() - began)}`;
}

/** Of less than a second it would say nothing. */
function rateWords({ acknowledged }: Producer, ms: number): string {
  return ms < 1_000 ? '' : ` · ${formatCount(Math.round((acknowledged * 1_000) / ms))}/s`;
}
