import { partitionsWords } from '../../partition-list.js';
import { countOf } from '../../terminal/plural.js';
import type { MoveRefusal } from './judge-partition.js';

/** `broker 2`, `brokers 2, 3`. */
export function brokersWords(ids: readonly number[]): string {
  return `${ids.length === 1 ? 'broker' : 'brokers'} ${ids.join(', ')}`;
}

/** Why a topic isn't moved, for all partitions for which it is the same. */
export function refusalWords(
  ids: readonly number[],
  reason: MoveRefusal,
  remaining: readonly number[],
): string {
  const these = partitionsWords(ids);
  const [is, has] = ids.length === 1 ? ['is', 'has'] : ['are', 'have'];
  switch (reason.why) {
    case 'offline':
      return `${these} ${has} no leader: there is nothing to copy from`;
    case 'under-replicated':
      return `${these} ${ids.length === 1 ? 'lacks a replica' : 'lack replicas'} in sync; wait until all are, or give --allow-under-replicated`;
    case 'unknown moves':
      return "the cluster doesn't say which replicas are being moved, so none are moved now";
    case 'too few brokers':
      return `${these} ${has} ${countOf(reason.needs, 'replica')}, and too few brokers remain: ${remaining.length === 0 ? 'none' : remaining.join(', ')}`;
    case 'moves elsewhere':
      return `${these} ${is} being moved to lie on ${brokersWords(reason.to)} already; wait for that, or end it with --cancel`;
    case 'stays on a dead broker':
      return `${these} would stay on ${brokersWords([reason.broker])}, which is not live, so that the move could not end; leave it, too, or start it`;
    case 'target is down':
      return `${these} ${is} being moved to lie on ${brokersWords([reason.broker])}, which is not live; start it, or end that with --cancel`;
  }
}
