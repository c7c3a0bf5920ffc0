import { formatBytes } from '../../manifest/quantity.js';
import { formatElapsed } from '../../terminal/elapsed.js';
import { countOf, formatCount } from '../../terminal/plural.js';

/** How far a move is, at one time. */
export interface CopyLook {
  /** Milliseconds. */
  readonly at: number;
  /** Partitions that are still being moved. */
  readonly moving: number;
  /** Undefined when sizes can't be read. */
  readonly bytesLeft: bigint | undefined;
  /** Brokers that are waited for and aren't live. */
  readonly down: readonly number[];
}

/** Copies go in bursts under a throttle: a rate is taken over the looks of this time; milliseconds. */
const windowMs = 30_000;

/** Remembers looks, and says in words how far a move of so many partitions is, how fast, and how long it will take. */
export function copyProgress(partitions: number): (look: CopyLook) => string {
  let looks: readonly CopyLook[] = [];
  return (look) => {
    looks = [...looks.filter(({ at }) => look.at - at <= windowMs), look];
    const done = `${formatCount(partitions - look.moving)} of ${countOf(partitions, 'partition')}`;
    const down = look.down.map((id) => `waits for broker ${id}, which is down`);
    return [done, ...bytesWords(looks[0] ?? look, look), ...down].join(' · ');
  };
}

function bytesWords(first: CopyLook, last: CopyLook): string[] {
  if (last.bytesLeft === undefined || last.bytesLeft === 0n) return [];
  const left = `${formatBytes(last.bytesLeft)} left`;
  const seconds = (last.at - first.at) / 1_000;
  const copied = first.bytesLeft === undefined ? 0 : Number(first.bytesLeft - last.bytesLeft);
  if (seconds < 1 || copied <= 0) return [left];
  const rate = copied / seconds;
  const restMs = (Number(last.bytesLeft) / rate) * 1_000;
  return [left, `${formatBytes(BigInt(Math.round(rate)))}/s`, `${formatElapsed(restMs)} to go`];
}
