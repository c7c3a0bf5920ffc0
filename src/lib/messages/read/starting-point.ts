import { UsageError } from '../../errors.js';
import { endNamed, noPoint, parsePoint } from '../../point-in-topic.js';
import type { StartingPoint } from '../model.js';

/**
 * An end (`start`, `end`, or Kafka's words for them), or a point as every command takes it.
 * @param now milliseconds since the epoch
 * @throws UsageError
 */
export function parseFrom(text: string, now: number): StartingPoint {
  const end = endNamed(text);
  if (end !== undefined) return { at: end === 'earliest' ? 'start' : 'end' };
  const point = parsePoint(text, now);
  if (point === undefined) throw noPoint('--from', text, 'start, end');
  return point.kind === 'offset'
    ? { at: 'offset', offset: point.offset }
    : { at: 'time', timestamp: point.at };
}

/** `0,2,5-7` → their numbers, each once. @throws UsageError */
export function parsePartitions(text: string): readonly number[] {
  const most = 1_000_000;
  const numbers = text.split(',').flatMap((part) => {
    const [, first = '', last = first] = /^\s*(\d{1,9})(?:-(\d{1,9}))?\s*$/.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (first === '' || to < from || to - from > most)
      throw new UsageError(`--partition ${text}: expected numbers such as 0,2,5-7.`);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
  return [...new Set(numbers)].sort((a, b) => a - b);
}
