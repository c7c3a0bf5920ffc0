import { abortable } from '../../abortable.js';
import { type ExitCode, ExopsError, exitCodes, InterruptedError, messageOf } from '../../errors.js';
import type { Message } from '../../kafka/records/model.js';
import { countOf } from '../../terminal/plural.js';
import type { Producer } from './producer.js';

export interface Sending extends Message {
  /** Undefined has the key decide. */
  readonly partition: number | undefined;
  /** Where it stood in the input; 0 for one of the command line. */
  readonly line: number;
}

/** Sending ended early: how much arrived is part of what is said. */
export class StoppedError extends ExopsError {
  override readonly exitCode: ExitCode;

  constructor(why: unknown, acknowledged: number, uncertain: number) {
    const known = `${acknowledged === 0 ? 'No message was' : `${countOf(acknowledged, 'message')} ${acknowledged === 1 ? 'was' : 'were'}`} acknowledged`;
    const unknown =
      uncertain === 0
        ? ''
        : `; of ${countOf(uncertain, 'message')} more nobody knows whether they were written`;
    const isInterrupted = why instanceof InterruptedError;
    super(`${messageOf(why)} ${known}${unknown}.`, {
      cause: why,
      hint: why instanceof ExopsError ? why.hint : undefined,
    });
    const isPartial = !isInterrupted && acknowledged + uncertain > 0;
    const own = why instanceof ExopsError ? why.exitCode : exitCodes.failed;
    this.exitCode = isPartial ? exitCodes.partial : own;
  }
}

/**
 * Sends all of them, and waits until the last is acknowledged; input waits where brokers are slower. What came before input
 * failed is sent.
 * @throws StoppedError, with the count of what was acknowledged, when input or brokers fail, or the signal is aborted
 */
export async function sendMessages(
  producer: Producer,
  input: AsyncIterable<readonly Sending[]>,
  signal: AbortSignal,
): Promise<void> {
  try {
    await abortable(Promise.race([sendAll(producer, input, signal), producer.failed]), signal);
  } catch (error) {
    await producer.stop();
    throw new StoppedError(error, producer.acknowledged, producer.uncertain);
  }
}

/** What is under way when the signal is aborted ends by itself. */
async function sendAll(
  producer: Producer,
  input: AsyncIterable<readonly Sending[]>,
  signal: AbortSignal,
): Promise<void> {
  let failure: { readonly error: unknown } | undefined;
  async function* readable(): AsyncGenerator<readonly Sending[]> {
    try {
      yield* input;
    } catch (error) {
      failure = { error };
    }
  }
  for await (const messages of readable()) {
    for (const message of messages) {
      if (signal.aborted) return;
      if (!producer.add(message, message.partition, message.line)) await producer.room();
    }
  }
  await producer.finish();
  if (failure !== undefined) throw failure.error;
}
