import type { Refusal } from '../change/plan.js';
import { describeItemError, type ItemError, isAccessError } from '../kafka/item-error.js';
import { countOf } from '../terminal/plural.js';
import type { DescribedGroup } from './model.js';

const stopped: ReadonlySet<string> = new Set(['Empty', 'Dead']);

/**
 * Said early of a group whose members would be set back under their feet. The guard is the broker, which refuses it in any
 * case: members may have come since.
 */
export function refusalOfRunning({ id, state, members }: DescribedGroup): Refusal | undefined {
  const count = members?.length ?? 0;
  const isStopped = count === 0 && (state === undefined || stopped.has(state));
  if (isStopped) return undefined;
  const words = members === undefined ? '' : `, ${countOf(count, 'member')}`;
  return {
    kind: 'group',
    name: id,
    reason: `it is running (${state ?? 'state unknown'}${words}): stop its members first`,
  };
}

export function refusalOfUnread(name: string, problem: ItemError): Refusal {
  return {
    ...{ kind: 'group', name, reason: `it can't be read: ${describeItemError(problem)}` },
    ...(isAccessError(problem) ? { access: true } : {}),
  };
}
