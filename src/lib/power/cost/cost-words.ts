import { formatCount } from '../../terminal/plural.js';
import type { CostRow } from './cost.js';

/** `2 × ec2 t3.large, Spot`, `3 volumes, 100 GiB gp3`, `Elastic IP`; not yet printable. */
export function partWords(row: Pick<CostRow, 'kind' | 'count' | 'awake' | 'price' | 'isSpot'>): string {
  const { kind, count, awake, price, isSpot } = row;
  const size = awake === undefined ? 'unknown GiB' : `${formatCount(awake)} GiB`;
  const type = price.name.replace(/^(rds|msk|elasticache) | GiB-month$/g, '');
  switch (kind) {
    case 'machine':
      return `${times(awake ?? 1)}${machineWords(price.id)}${isSpot ? ', Spot' : ''}`;
    case 'volume':
      return `${count === 1 ? 'volume' : `${count} volumes`}, ${size} ${type}`;
    case 'database storage':
      return `storage, ${size} ${type}${price.times === 1 ? '' : ', twice'}`;
    case 'VPC endpoint':
      return `${times(awake ?? 1)}network interface`;
    case 'load balancer':
      return price.id;
    case 'MSK broker':
      return `${times(count)}${price.canBeGiven ? type : kind}`;
    case 'MSK storage':
      return `storage, ${size}`;
    case 'MSK Serverless':
      return 'serverless, its cluster hours alone';
    case 'ElastiCache node':
      return `${times(count)}${type}`;
    case 'ElastiCache Serverless':
      return 'serverless, billed by use';
    default:
      return `${times(count)}${kind}`;
  }
}

function times(count: number): string {
  return count === 1 ? '' : `${formatCount(count)} × `;
}

function machineWords(id: string): string {
  return id.replace(/ multi-az$/, ', Multi-AZ');
}

/** Which price that is, in a word: `list`, `file`, `?`. */
export function priceWord({ found }: Pick<CostRow, 'found'>): string {
  if (found === undefined) return '?';
  return found.from === 'price list' ? 'list' : 'file';
}

/** `0.0416` for an hour, `30.37` for a month; `?` for what isn't known. */
export function amountWords(usd: number | undefined, digits: number): string {
  return usd === undefined ? '?' : withCommas(usd.toFixed(digits));
}

/** `$4.10` */
export function usdWords(usd: number): string {
  return `$${withCommas(usd.toFixed(2))}`;
}

function withCommas(text: string): string {
  const [whole = '', rest] = text.split('.');
  return [formatCount(Number(whole)), ...(rest === undefined ? [] : [rest])].join('.');
}
