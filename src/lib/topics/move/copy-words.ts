import type { Notice } from '../../change/plan.js';
import { formatBytes } from '../../manifest/quantity.js';
import { formatElapsed } from '../../terminal/elapsed.js';
import type { Throttle } from '../throttle.js';
import type { MoveChange, MovingPartition } from './model.js';

/** Bytes that a move copies; undefined when the size isn't known. */
function copiedBytes(moves: readonly MovingPartition[]): bigint | undefined {
  let sum = 0n;
  for (const move of moves) {
    if (move.bytes === undefined) return undefined;
    sum += move.bytes * BigInt(addedTo(move).length);
  }
  return sum;
}

function addedTo({ before, after }: MovingPartition): readonly number[] {
  return after.filter((id) => !before.includes(id));
}

/** `about 1.2 GiB`, or that nobody knows. */
export function sizeWords(moves: readonly MovingPartition[]): string {
  const bytes = copiedBytes(moves);
  return bytes === undefined ? 'data of unknown size' : `about ${formatBytes(bytes)}`;
}

/** What all topics copy together, and how long that takes at least: the broker that takes most decides. */
export function copyNotices(changes: readonly MoveChange[], throttle: Throttle): Notice[] {
  const moves = changes.flatMap(({ work }) => work.moves ?? []);
  const bytes = copiedBytes(moves);
  if (changes.length === 0 || bytes === undefined) return [];
  const taken = new Map<number, bigint>();
  for (const move of moves)
    for (const id of addedTo(move)) taken.set(id, (taken.get(id) ?? 0n) + (move.bytes ?? 0n));
  const most = [...taken.values()].reduce((a, b) => (a > b ? a : b), 0n);
  const atLeast =
    throttle === undefined || most < throttle
      ? ''
      : `, in ${formatElapsed(Number((most * 1_000n) / throttle))} at least`;
  return [{ kind: 'copies', text: `${formatBytes(bytes)} to copy in all${atLeast}`, names: [] }];
}
