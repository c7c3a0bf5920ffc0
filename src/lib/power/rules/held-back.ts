import type { Chosen } from './choose.js';
import { isDown } from './is-down.js';
import { nameOf } from './names.js';
import { type Direction, placeOf } from './order.js';
import { refused, type Verdict } from './verdict.js';

/**
 * What has its turn after something that is refused isn't done either: nothing may lose what it uses because exops
 * couldn't stop it, nor start before what it uses. What a person named goes ahead.
 * @param verdicts of `chosen`, in the same order
 */
export function heldBack(
  direction: Direction,
  chosen: readonly Chosen[],
  verdicts: readonly Verdict[],
): readonly Verdict[] {
  // Then none of it is done anyway.
  if (verdicts.some((verdict) => 'refusal' in verdict && verdict.holdsAllBack)) return verdicts;
  const inTheWay = chosen.filter(
    ({ sleeper }, index) =>
      'refusal' in (verdicts[index] ?? {}) && isDown(sleeper) === (direction === 'wake'),
  );
  return verdicts.map((verdict, index) => {
    const one = chosen[index];
    if (one === undefined || !('draft' in verdict) || one.isNamed || isThere(direction, one)) return verdict;
    const first = inTheWay.find((other) => goesBefore(direction, other, one));
    return first === undefined ? verdict : refused(one.sleeper, reasonOf(direction, first));
  });
}

/** Only its record is to be written, or to go. */
function isThere(direction: Direction, { sleeper }: Chosen): boolean {
  return isDown(sleeper) === (direction === 'sleep');
}

function goesBefore(direction: Direction, one: Chosen, other: Chosen): boolean {
  const place = ({ sleeper, entry }: Chosen) => placeOf(sleeper.kind, entry, direction);
  return direction === 'sleep' ? place(one) < place(other) : place(one) > place(other);
}

function reasonOf(direction: Direction, { sleeper }: Chosen): string {
  return direction === 'sleep'
    ? `${nameOf(sleeper)} goes before it, and is refused: name this one to put it to sleep all the same, or say skip: true of the other`
    : `${nameOf(sleeper)} wakes before it, and is refused: name this one to wake it all the same`;
}
