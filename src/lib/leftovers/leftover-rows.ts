import type { Column } from '../terminal/table.js';
import { shortAge, whyKept } from './judge.js';
import type { Leftover, LeftoverRules } from './model.js';
import type { LeftoverPrices } from './monthly-cost.js';
import type { ObservedLeftovers } from './plan-deletion.js';
import { sayCost, saySize } from './say-leftover.js';

/** What people read of leftovers; the column of costs only where any is known. */
export function leftoverColumns(
  rules: LeftoverRules,
  prices: LeftoverPrices,
  { leftovers, at }: ObservedLeftovers,
): readonly Column<Leftover>[] {
  const isPriced = leftovers.some((one) => sayCost(one, prices) !== '');
  return [
    { title: 'KIND', value: ({ kind }) => kind },
    { title: 'ID', value: ({ id }) => id },
    { title: 'SIZE', value: saySize, align: 'right' },
    { title: 'AGE', value: ({ createdAt }) => (createdAt === undefined ? '' : shortAge(at - createdAt)) },
    ...(isPriced
      ? [{ title: '$ A MONTH', value: (one: Leftover) => sayCost(one, prices), align: 'right' as const }]
      : []),
    { title: 'KEPT', value: (one) => (one.isGoing ? 'going' : (whyKept(one, rules, at)?.word ?? '')) },
    { title: 'NAME', value: ({ label = '' }) => label },
  ];
}
