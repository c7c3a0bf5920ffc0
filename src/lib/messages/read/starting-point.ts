import { UsageError } from '../../errors.js';
import { endNamed, noPoint, parsePoint } from '../../point-in-topic.js';
import type { StartingPoint } from '../model.js';

/**
 * An end (`start`, `end`, or Kafka's words for them), or a point as every command takes it.
 * @param now milliseconds since the epoch
 * @throws UsageError
 */
export function parseFrom(text: string, now: number): StartingPoint {
  // As kcat and rpk have it.
  const last = /^-([1-9]\d*)$/.exec(text.trim())?.[1];
  if (last !== undefined)
    throw new UsageError(`--from "${text}" is no point in a topic.`, {
      hint: `The last ${last} of each partition: --last ${last}`,
    });
  const end = endNamed(text);
  if (end !== undefined) return { at: end === 'earliest' ? 'start' : 'end' };
  const point = parsePoint(text, now);
  if (point === undefined) throw noPoint('--from', text, 'start, end');
  return point.kind === 'offset'
    ? { at: 'offset', offset: point.offset }
    : { at: 'time', timestamp: point.at };
}
