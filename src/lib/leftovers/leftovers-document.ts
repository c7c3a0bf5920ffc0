import type { Target } from '../change/plan-document.js';
import { whyKept } from './judge.js';
import type { Leftover, LeftoverKind, LeftoverRules } from './model.js';
import { type LeftoverPrices, monthlyUsd, totalUsd } from './monthly-cost.js';
import type { ObservedLeftovers } from './plan-deletion.js';

/** The documented shape of `dev leftovers -o json` and `-o yaml`. */
const schema = 'exops.dev-leftovers/v1';

export interface LeftoversDocument {
  readonly schema: typeof schema;
  readonly target: Target;
  readonly prefixes: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly olderThan: string;
  readonly leftovers: readonly LeftoverDocument[];
  /** All that is known of their cost together; null when nothing is. */
  readonly usdPerMonth: number | null;
  readonly unread: readonly { readonly kind: LeftoverKind; readonly reason: string }[];
}

interface LeftoverDocument {
  readonly kind: LeftoverKind;
  readonly id: string;
  readonly name: string | null;
  readonly sizeBytes: number | null;
  readonly volumeType: string | null;
  readonly createdAt: string | null;
  readonly tags: Readonly<Record<string, string>> | null;
  readonly usdPerMonth: number | null;
  readonly isBeingDeleted: boolean;
  /** Why `--delete` would refuse it. */
  readonly keptBecause: string | null;
}

export function leftoversDocument(
  target: Target,
  rules: LeftoverRules,
  prices: LeftoverPrices,
  { leftovers, unread, at }: ObservedLeftovers,
): LeftoversDocument {
  const { prefixes, tags } = rules.selection;
  return {
    ...{ schema, target, prefixes, tags, olderThan: rules.olderThan },
    leftovers: leftovers.map((one) => leftoverDocument(one, rules, prices, at)),
    usdPerMonth: cents(totalUsd(leftovers, prices)),
    unread: unread.map(({ kind, error }) => ({ kind, reason: error.message })),
  };
}

function leftoverDocument(
  leftover: Leftover,
  rules: LeftoverRules,
  prices: LeftoverPrices,
  at: number,
): LeftoverDocument {
  const { kind, id, label, sizeBytes, volumeType, createdAt, tags, isGoing } = leftover;
  return {
    ...{ kind, id, name: label ?? null, sizeBytes: sizeBytes ?? null, volumeType: volumeType ?? null },
    createdAt: createdAt === undefined ? null : new Date(createdAt).toISOString(),
    tags: tags === undefined ? null : Object.fromEntries(tags),
    usdPerMonth: cents(monthlyUsd(leftover, prices)),
    isBeingDeleted: isGoing,
    keptBecause: whyKept(leftover, rules, at)?.reason ?? null,
  };
}

function cents(usd: number | undefined): number | null {
  return usd === undefined ? null : Math.round(usd * 100) / 100;
}
