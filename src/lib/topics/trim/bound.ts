import { UsageError } from '../../errors.js';
import { noPoint, parsePoint } from '../../point-in-topic.js';

/** Up to where records go: the first one that is kept. */
export type TrimBound =
  | { readonly by: 'end' }
  /** Milliseconds since the epoch. */
  | { readonly by: 'time'; readonly at: number }
  | { readonly by: 'offset'; readonly offset: bigint };

/**
 * A point as every command takes it.
 * @throws UsageError
 */
export function readBound(text: string, now: number): TrimBound {
  const point = parsePoint(text, now);
  if (point === undefined) throw noPoint('--before', text);
  if (point.kind === 'offset') return { by: 'offset', offset: point.offset };
  const at = Number(point.at);
  if (at > now)
    throw new UsageError(`--before "${text}" is in the future: every record is older. Use --all.`);
  return { by: 'time', at };
}

/** `records before 2026-11-18 10:00:00 UTC` */
export function describeBound(bound: TrimBound): string {
  if (bound.by === 'end') return 'all records';
  if (bound.by === 'offset') return `records before offset ${bound.offset}`;
  const time = new Date(bound.at).toISOString().slice(0, 19).replace('T', ' ');
  return `records before ${time} UTC`;
}
