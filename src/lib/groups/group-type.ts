import type { ListedGroup } from '../kafka/requests/list-groups.js';
import type { GroupType } from './model.js';

const types: ReadonlyMap<string, GroupType> = new Map([
  ['classic', 'classic'],
  ['consumer', 'consumer'],
  ['share', 'share'],
  ['streams', 'streams'],
]);

/** Brokers that don't say have groups of the classic protocol only. */
export function typeOf({ type }: Pick<ListedGroup, 'type'>): GroupType {
  return type === undefined ? 'classic' : (types.get(type.toLowerCase()) ?? 'unknown');
}
