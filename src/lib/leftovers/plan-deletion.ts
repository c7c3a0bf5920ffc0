import type { Notice, Plan, Refusal } from '../change/plan.js';
import { AccessError } from '../errors.js';
import { printable } from '../terminal/printable.js';
import { whyKept } from './judge.js';
import type { Leftover, LeftoverChange, LeftoverRules } from './model.js';
import { type LeftoverPrices, sayUsd, totalUsd } from './monthly-cost.js';
import type { FoundLeftovers, UnreadKind } from './read-leftovers.js';
import { sayAll, summaryOf } from './say-leftover.js';

export interface ObservedLeftovers extends FoundLeftovers {
  /** When they were read; milliseconds since the epoch. */
  readonly at: number;
}

/** Pure: what would be deleted, and what is kept and why. What is being deleted already is as wanted. */
export function planDeletion(
  rules: LeftoverRules,
  prices: LeftoverPrices,
  { leftovers, unread, at }: ObservedLeftovers,
): Plan<Leftover> {
  const there = leftovers.filter(({ isGoing }) => !isGoing);
  const judged = there.map((leftover) => ({ leftover, reason: whyKept(leftover, rules, at)?.reason }));
  const deleted = judged.filter(({ reason }) => reason === undefined).map(({ leftover }) => leftover);
  return {
    noun: 'leftover',
    changes: deleted.map((leftover) => deletionOf(leftover, prices)),
    refusals: [
      ...judged.flatMap(({ leftover, reason }) => (reason === undefined ? [] : refusalOf(leftover, reason))),
      ...unread.map(unreadRefusal),
    ],
    notices: noticesOf(rules, prices, deleted, leftovers.length),
    unchanged: leftovers.length - there.length,
  };
}

function deletionOf(leftover: Leftover, prices: LeftoverPrices): LeftoverChange {
  return {
    ...{ kind: leftover.kind, name: leftover.id, action: 'delete', severity: 'destructive' },
    summary: printable(summaryOf(leftover, prices)),
    ...{ fields: [], cautions: [], work: leftover },
  };
}

function refusalOf({ kind, id }: Leftover, reason: string): Refusal {
  return { kind, name: id, reason };
}

function unreadRefusal({ kind, error }: UnreadKind): Refusal {
  const access = error instanceof AccessError ? ({ access: true } as const) : {};
  return { kind, name: sayAll(kind), reason: error.message, ...access };
}

function noticesOf(
  { selection }: LeftoverRules,
  prices: LeftoverPrices,
  deleted: readonly Leftover[],
  found: number,
): readonly Notice[] {
  const notice = (kind: string, text: string): Notice => ({ kind, text, names: [] });
  const has = (kind: Leftover['kind']) => deleted.some((one) => one.kind === kind);
  const usd = totalUsd(deleted, prices);
  return [
    ...(found === 0 ? [notice('nothing found', 'nothing matches')] : []),
    ...(selection.prefixes.length === 0
      ? [notice('log groups', 'log groups are found by --prefix only, and were not looked for')]
      : []),
    ...(has('volume')
      ? [
          notice(
            'detached',
            'detached is not abandoned: what is asleep, or scaled to 0, wants its volumes back',
          ),
        ]
      : []),
    ...(has('log group')
      ? [notice('writers', 'a log group that something still writes to comes back, empty')]
      : []),
    ...(deleted.some(({ tags }) => tags === undefined)
      ? [
          notice(
            'unseen tags',
            "tags of log groups may not be read (logs:ListTagsForResource): exops:protected doesn't keep them",
          ),
        ]
      : []),
    ...(has('Elastic IP')
      ? [notice('address age', "AWS doesn't say how old an Elastic IP is; a released one is gone for good")]
      : []),
    ...(usd === undefined
      ? []
      : [notice('cost', `what would be deleted costs about $${sayUsd(usd)} a month`)]),
  ];
}
