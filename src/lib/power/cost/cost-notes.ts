import { countOf } from '../../terminal/plural.js';
import { printable } from '../../terminal/printable.js';
import { unreadNotes } from '../status/unread-notes.js';
import type { CostRow } from './cost.js';
import { partWords, usdWords } from './cost-words.js';
import type { CostReport } from './observe-cost.js';

/** What was saved so far, and what isn't known of it. */
export function savedNote({ savings }: CostReport): string {
  const { resources, usd } = savings;
  const unknown = resources.filter((one) => one.usd === undefined).length;
  const besides = unknown === 0 ? '' : `, without ${countOf(unknown, 'resource')} of unknown price`;
  const words =
    resources.length === 0
      ? 'Saved so far this month: nothing that is known, nothing is asleep by a record.'
      : `Saved so far this month: ${usdWords(usd)} by ${resources.length === 1 ? 'what is' : `the ${resources.length} that are`} asleep now${besides}.`;
  return `${words} Nights whose records are gone aren't counted: waking removes them.`;
}

/** What to know of the figures, a line each. */
export function costNotes(report: CostReport): readonly string[] {
  const { cost, prices, unread } = report;
  return [
    ...sourceNotes(cost.rows),
    ...(prices.unread === undefined
      ? []
      : [`The AWS Price List isn't used: ${printable(prices.unread.reason)}`]),
    ...(cost.rows.some(({ isSpot }) => isSpot)
      ? ['Spot machines are shown at the on-demand price, which is the most that they cost.']
      : []),
    ...(report.isVpcKnown
      ? []
      : [
          'Left out: NAT gateways, load balancers, VPC endpoints, and caches that are not beside a Kafka of MSK, since no VPC is known from what is listed.',
        ]),
    ...unreadNotes(unread),
    "Never counted: data transfer, snapshots and backups, I/O and provisioned IOPS, disks of a group's machines, addresses of groups, NAT gateways and load balancers.",
  ];
}

function sourceNotes(rows: readonly CostRow[]): readonly string[] {
  const from = (source: 'price list' | 'exops.yaml') => rows.some(({ found }) => found?.from === source);
  const known = [
    ...(from('exops.yaml') ? ['of exops.yaml (file)'] : []),
    ...(from('price list') ? ['of the AWS Price List, on demand (list)'] : []),
  ];
  return [
    ...(known.length === 0 ? [] : [`In USD at the prices ${known.join(' and ')}.`]),
    ...unknownNotes(rows),
  ];
}

function unknownNotes(rows: readonly CostRow[]): readonly string[] {
  const unknown = rows.filter(({ costs }) => costs === undefined);
  const unpriced = unknown.filter(({ found }) => found === undefined);
  const names = unique(unpriced.flatMap(({ price }) => (price.canBeGiven ? [price.name] : [])));
  const others = unique(
    unknown.flatMap((row) =>
      row.found === undefined && row.price.canBeGiven ? [] : [`${row.resource} (${partWords(row)})`],
    ),
  );
  return [
    ...(names.length === 0
      ? []
      : [`In no sum, without a price: ${names.join(', ')}. Write it under prices: in exops.yaml.`]),
    ...(others.length === 0 ? [] : [`In no sum, since it isn't known: ${others.join(', ')}.`]),
  ];
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.map(printable))];
}
