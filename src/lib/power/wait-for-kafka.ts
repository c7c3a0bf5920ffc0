import type { Clock } from '../../context.js';
import { AccessError, ExopsError, messageOf, UsageError } from '../errors.js';
import { formatElapsed } from '../terminal/elapsed.js';
import { pauseMs } from './follow.js';
import type { KafkaLook } from './kafka.js';

export interface KafkaWait {
  readonly look: Pick<KafkaLook, 'brokers'>;
  readonly clock: Clock;
  readonly patienceMs: number;
  readonly firstPollMs: number;
  /** How many brokers were woken. */
  readonly brokers: number;
}

/**
 * Asks Kafka until it answers, with as many brokers as were woken.
 * @throws ExopsError when it doesn't in time, or doesn't let us in; the signal's reason
 */
export async function waitForKafka(wait: KafkaWait, signal: AbortSignal): Promise<void> {
  const { look, clock, patienceMs, firstPollMs, brokers } = wait;
  const beganAt = clock.now();
  for (;;) {
    const waitedMs = clock.now() - beganAt;
    const answer = await answerOf(look, waitedMs, signal);
    if ('brokers' in answer && answer.brokers >= brokers) return;
    const waited = clock.now() - beganAt;
    const why = 'why' in answer ? answer.why : `${answer.brokers} of ${brokers} brokers are there`;
    if (waited >= patienceMs)
      throw new ExopsError(`Kafka does not answer after ${formatElapsed(patienceMs)}: ${why}`);
    await clock.sleep(pauseMs(waited, firstPollMs), signal);
  }
}

/** Addresses that come with a start are there soon after; what is still wrong with exops.yaml then stays so. */
const addressMs = 60_000;

async function answerOf(
  look: KafkaWait['look'],
  waitedMs: number,
  signal: AbortSignal,
): Promise<{ readonly brokers: number } | { readonly why: string }> {
  try {
    return { brokers: await look.brokers(signal) };
  } catch (error) {
    signal.throwIfAborted();
    // It answers, and says no: that doesn't change by waiting.
    if (error instanceof AccessError) throw error;
    if (error instanceof UsageError && waitedMs >= addressMs) throw error;
    return { why: messageOf(error) };
  }
}
