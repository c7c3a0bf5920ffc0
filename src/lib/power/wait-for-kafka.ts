import type { Clock } from '../../context.js';
import { AccessError, ExopsError, messageOf } from '../errors.js';
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
    const answer = await answerOf(look, signal);
    if ('brokers' in answer && answer.brokers >= brokers) return;
    const waited = clock.now() - beganAt;
    const why = 'why' in answer ? answer.why : `${answer.brokers} of ${brokers} brokers are there`;
    if (waited >= patienceMs)
      throw new ExopsError(`Kafka does not answer after ${formatElapsed(patienceMs)}: ${why}`);
    await clock.sleep(pauseMs(waited, firstPollMs), signal);
  }
}

async function answerOf(
  look: KafkaWait['look'],
  signal: AbortSignal,
): Promise<{ readonly brokers: number } | { readonly why: string }> {
  try {
    return { brokers: await look.brokers(signal) };
  } catch (error) {
    signal.throwIfAborted();
    // It answers, and says no: that doesn't change by waiting.
    if (error instanceof AccessError) throw error;
    return { why: messageOf(error) };
  }
}
