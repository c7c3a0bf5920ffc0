import { countOf, formatCount } from '../../terminal/plural.js';
import type { BillableKind } from '../cost/billable.js';
import type { Cost, CostRow } from '../cost/cost.js';
import { usdWords } from '../cost/cost-words.js';

/** What of a kind is billed while the environment sleeps. */
export interface StillBilled {
  readonly kind: BillableKind;
  readonly count: number;
  /** Of storage; undefined for what isn't, and where it isn't known. */
  readonly gib: number | undefined;
  /** USD a day, to a cent; undefined when a price or a quantity isn't known. */
  readonly usdPerDay: number | undefined;
  readonly rows: readonly CostRow[];
}

const hoursPerDay = 24;

/** Pure: in the order of the bill, each kind once. */
export function stillBilled({ rows }: Pick<Cost, 'rows'>): readonly StillBilled[] {
  const staying = rows.filter(({ asleep }) => asleep !== 0);
  return kinds.flatMap((kind) => {
    const own = staying.filter((row) => row.kind === kind);
    if (own.length === 0) return [];
    const isStorage = own.every(({ price }) => price.unit === 'GiB-month');
    return [
      {
        ...{ kind, rows: own, count: own.reduce((sum, { count }) => sum + count, 0) },
        gib: isStorage ? sumOf(own.map(({ asleep }) => asleep)) : undefined,
        usdPerDay: perDay(sumOf(own.map(({ costs }) => costs?.asleep.hour))),
      },
    ];
  });
}

/** Undefined as soon as one of them is. */
function sumOf(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce(
    (sum, value) => (sum === undefined || value === undefined ? undefined : sum + value),
    0,
  );
}

function perDay(hour: number | undefined): number | undefined {
  return hour === undefined ? undefined : Number((hour * hoursPerDay).toFixed(2));
}

const kinds: readonly BillableKind[] = [
  ...(['EKS control plane', 'MSK broker', 'MSK storage', 'MSK Serverless'] as const),
  ...([
    'ElastiCache node',
    'ElastiCache Serverless',
    'NAT gateway',
    'load balancer',
    'VPC endpoint',
  ] as const),
  ...(['volume', 'database storage', 'Elastic IP', 'public address', 'machine'] as const),
];

/** `EKS control plane`, `3 volumes (100 GiB)`, `1 Elastic IP` */
function kindWords({ kind, count, gib }: StillBilled): string {
  const size = gib === undefined ? '' : ` (${formatCount(gib)} GiB)`;
  switch (kind) {
    case 'EKS control plane':
    case 'NAT gateway':
      return count === 1 ? kind : countOf(count, kind);
    case 'MSK Serverless':
    case 'ElastiCache Serverless':
      return count === 1 ? kind : `${formatCount(count)} × ${kind}`;
    case 'MSK storage':
    case 'database storage':
      return `${kind}${size}`;
    case 'public address':
      return `${formatCount(count)} public ${count === 1 ? 'address' : 'addresses'}`;
    case 'machine':
      return `${countOf(count, 'machine')} that ${count === 1 ? 'stays' : 'stay'} awake`;
    default:
      return `${countOf(count, kind)}${size}`;
  }
}

/**
 * `still billed: EKS control plane, 3 volumes (100 GiB) · about $4.10 a day of $6.60`; undefined when nothing is.
 * @param isAsleep whether anything sleeps now
 */
export function stillBilledWords(cost: Cost, isAsleep: boolean): string | undefined {
  const billed = stillBilled(cost);
  if (billed.length === 0) return undefined;
  const what = billed.map(kindWords).join(', ');
  return `${isAsleep ? 'still billed' : 'billed asleep, too'}: ${what}${priceWords(cost)}`;
}

function priceWords({ total, unknown, rows }: Cost): string {
  if (unknown === rows.length) return ' · prices unknown';
  const day = (hour: number) => usdWords(hour * hoursPerDay);
  const without = unknown === 0 ? '' : `, without ${unknown} unknown ${unknown === 1 ? 'price' : 'prices'}`;
  return ` · about ${day(total.asleep.hour)} a day of ${day(total.awake.hour)}${without}`;
}
