import type { Clock } from '../../context.js';
import { type Producer, patienceMs } from '../../lib/messages/produce/producer.js';
import { formatElapsed } from '../../lib/terminal/elapsed.js';
import { formatCount } from '../../lib/terminal/plural.js';
import type { Update } from '../../lib/terminal/progress.js';
import type { Terminal } from '../../lib/terminal/terminal.js';

const everyMs = 500;
/** An election takes no longer, and needs no word; milliseconds. */
const unsaidMs = 3_000;

/**
 * Keeps what is said of a running send up to date, though neither input nor brokers move. Where nothing moves on a screen, a
 * wait for brokers has a line of its own. @returns ends it
 */
export function watchSending(
  { err }: Pick<Terminal, 'err'>,
  clock: Clock,
  topic: string,
  producer: Producer,
  update: Update,
): () => void {
  const began = performance.now();
  let isWaiting = false;
  const look = () => {
    const { waiting } = producer;
    const waited = waiting === undefined ? 0 : clock.now() - waiting.since;
    const rate = `${formatCount(producer.acknowledged)} acknowledged`;
    const isLong = waiting !== undefined && waited >= unsaidMs;
    if (!isLong) update(`${rate}${rateWords(producer, performance.now() - began)}`);
    else {
      const words = `partition ${waiting.partition} takes nothing`;
      update(`${rate} · ${words} for ${formatElapsed(waited)}`);
      if (!isWaiting && !err.isTerminal)
        err.line(
          `Waiting for brokers: ${words.replace('takes', `of ${topic} takes`)}. It is tried for ${formatElapsed(patienceMs)}.`,
        );
    }
    isWaiting = isLong;
  };
  const timer = setInterval(look, everyMs);
  look();
  return () => {
    look();
    clearInterval(timer);
  };
}

/** Of less than a second it would say nothing. */
export function rateWords({ acknowledged }: Pick<Producer, 'acknowledged'>, ms: number): string {
  return ms < 1_000 ? '' : ` · ${formatCount(Math.round((acknowledged * 1_000) / ms))}/s`;
}
