import type { Notice, Refusal } from '../../change/plan.js';
import { printable } from '../../terminal/printable.js';
import type { Size, Sleeper } from '../model.js';
import type { Choice, Chosen } from '../rules/choose.js';
import { keyOf, nameOf, resourceKind, selectorWords } from '../rules/names.js';
import { type Direction, placeOf } from '../rules/order.js';
import type { WakesTo } from '../rules/wakes-to.js';
import { wishesOf } from '../rules/wishes-of.js';
import { decideSize } from './decide-size.js';
import type { Member, Resource } from './model.js';
import { resourceOf } from './resource.js';

/** What of the sleep list is to be scheduled, and what isn't, and why. */
export interface Members {
  readonly members: readonly Member[];
  /** In the list, and not to be scheduled: schedules that they have go. */
  readonly leftOut: readonly LeftOut[];
  /** It isn't known how to schedule these: schedules that they have stay as they are. */
  readonly undecided: readonly Member[];
  readonly refusals: readonly Refusal[];
  readonly notices: readonly Notice[];
}

export interface LeftOut {
  readonly resource: Resource;
  /** It is at 0, and nothing but its schedule says what it wakes to. */
  readonly isSizeOnlyScheduled: boolean;
}

export interface Given {
  /** By the names that were typed. */
  readonly wakesTo: ReadonlyMap<string, WakesTo>;
  /** What their schedules wake them to so far, by `keyOf`. */
  readonly scheduled: ReadonlyMap<string, Size | undefined>;
}

interface Candidate extends Chosen {
  readonly resource: Resource;
}

type Verdict =
  | { readonly member: Member }
  | { readonly leftOut: LeftOut; readonly refusal?: Refusal }
  | { readonly undecided: Member; readonly refusal: Refusal };

/** @throws UsageError when `wakesTo` names what isn't in the list */
export function membersOf({ chosen, missing }: Choice, { wakesTo, scheduled }: Given): Members {
  const candidates = chosen.flatMap((one): Candidate[] => {
    const resource = resourceOf(one.sleeper, one.entry.selector);
    return resource === undefined ? [] : [{ ...one, resource }];
  });
  const wishes = wishesOf(candidates, wakesTo);
  const verdicts = candidates.map((one) => {
    const key = keyOf(one.sleeper);
    return verdictOn(one, { wish: wishes.get(key), scheduled: scheduled.get(key) });
  });
  return {
    members: verdicts.flatMap((one) => ('member' in one ? [one.member] : [])),
    leftOut: verdicts.flatMap((one) => ('leftOut' in one ? [one.leftOut] : [])),
    undecided: verdicts.flatMap((one) => ('undecided' in one ? [one.undecided] : [])),
    refusals: [
      ...verdicts.flatMap((one) => ('refusal' in one && one.refusal !== undefined ? [one.refusal] : [])),
      ...missing.flatMap(({ selector, at }) => {
        const reason = `there is none of this name, and ${at} lists it`;
        return selector.kind === 'workload'
          ? []
          : [{ kind: resourceKind, name: selectorWords(selector), reason }];
      }),
    ],
    notices: skipped(candidates),
  };
}

/** Without its schedule nobody would know what to wake it to. */
export function isSizeOnlyScheduled({ size, record }: Pick<Sleeper, 'size' | 'record'>): boolean {
  return size?.desired === 0 && record === undefined;
}

function verdictOn(
  { sleeper, entry, resource }: Candidate,
  given: { readonly wish: WakesTo | undefined; readonly scheduled: Size | undefined },
): Verdict {
  const refusal = (reason: string): Refusal => ({
    ...{ kind: resourceKind, name: nameOf(sleeper) },
    reason: printable(reason),
  });
  const leftOut = { resource, isSizeOnlyScheduled: isSizeOnlyScheduled(sleeper) };
  if (entry.skip) return { leftOut };
  if (sleeper.never !== undefined) return { leftOut, refusal: refusal(sleeper.never) };
  const decision = decideSize(sleeper, given);
  const place = (direction: Direction) => placeOf(sleeper.kind, entry, direction);
  const member = {
    ...{ resource, id: sleeper.id, label: nameOf(sleeper) },
    place: { sleep: place('sleep'), wake: place('wake') },
    isWokenByHand: entry.wake === 'manual',
  };
  if ('problem' in decision)
    return { undecided: { ...member, size: undefined }, refusal: refusal(decision.problem) };
  return { member: { ...member, size: decision.size } };
}

function skipped(candidates: readonly Candidate[]): readonly Notice[] {
  const names = candidates.filter(({ entry }) => entry.skip).map(({ sleeper }) => nameOf(sleeper));
  return names.length === 0 ? [] : [{ kind: 'skipped', text: 'skipped, as exops.yaml says', names }];
}
