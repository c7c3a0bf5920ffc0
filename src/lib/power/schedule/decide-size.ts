import type { Size, Sleeper } from '../model.js';
import { recordOf } from '../rules/judge.js';
import { nameOf } from '../rules/names.js';
import { type WakesTo, wishedSize } from '../rules/wakes-to.js';

type Decision = { readonly size: Size | undefined } | { readonly problem: string };

/**
 * What a schedule wakes something to, which is decided when it is made: what a person says, else what is there now, else
 * what its record says, else what its schedule says so far.
 * @param scheduled by its present schedule
 */
export function decideSize(
  sleeper: Sleeper,
  { wish, scheduled }: { readonly wish: WakesTo | undefined; readonly scheduled: Size | undefined },
): Decision {
  if (wish !== undefined) return withoutMost(wishedSize(wish, sleeper.size));
  const { size: now } = sleeper;
  if (now === undefined) return { size: undefined };
  if (now.desired > 0) return withoutMost({ size: now });
  const record = recordOf(sleeper);
  if (record !== undefined && 'problem' in record)
    return {
      problem: `its record "${sleeper.record}" can't be read: ${record.problem}. ${howToSay(sleeper)}`,
    };
  const size = record?.size ?? scheduled;
  if (size !== undefined) return withoutMost({ size });
  return { problem: `what should it wake to? It is at 0 now, and has no record. ${howToSay(sleeper)}` };
}

function howToSay(sleeper: Sleeper): string {
  return `Wake it first, or give --wakes-to "${nameOf(sleeper)}=DESIRED"`;
}

/** A schedule never touches the most. */
function withoutMost(decision: Decision): Decision {
  if ('problem' in decision || decision.size === undefined) return decision;
  const { desired, min } = decision.size;
  return { size: { desired, ...(min === undefined ? {} : { min }) } };
}
