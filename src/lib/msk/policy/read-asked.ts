import { UsageError } from '../../errors.js';
import { idPattern, type Pattern, topicPattern } from './patterns.js';
import type { Purpose } from './purposes.js';

/** As typed. */
export interface AskedFlags {
  readonly for?: readonly Purpose[];
  readonly topic?: readonly string[];
  readonly group?: readonly string[];
  readonly transactionalId?: readonly string[];
  readonly principal?: string;
  readonly clusterPolicy?: true;
}

/** What a policy is to be for. */
export interface Asked {
  readonly purposes: readonly Purpose[];
  readonly topics: readonly Pattern[];
  readonly groups: readonly Pattern[];
  readonly transactionalIds: readonly Pattern[];
  readonly principal: string | undefined;
  readonly clusterPolicy: boolean;
}

/** @throws UsageError for what is missing: nothing is allowed that nobody named */
export function readAsked(flags: AskedFlags): Asked {
  const purposes = [...new Set(flags.for ?? [])];
  if (purposes.length === 0)
    throw new UsageError('--for is missing: what is the policy for?', {
      hint: '--for admin keeps topics, --for producer writes, --for consumer reads; it may be repeated.',
    });
  const topics = (flags.topic ?? []).map(topicPattern);
  if (topics.length === 0)
    throw new UsageError('--topic is missing: which topics is the policy for?', {
      hint: 'Write names, or beginnings as in --topic "orders.*". For all of the cluster: --topic "*"',
    });
  const groups = (flags.group ?? []).map((typed) => idPattern('--group', typed));
  if (purposes.includes('consumer') && groups.length === 0)
    throw new UsageError('--group is missing: a consumer reads as a member of a group.', {
      hint: 'Write names, or beginnings as in --group "audit-*". For any: --group "*"',
    });
  const transactionalIds = (flags.transactionalId ?? []).map((typed) =>
    idPattern('--transactional-id', typed),
  );
  refuseIdle(purposes, transactionalIds);
  const { principal } = flags;
  const clusterPolicy = flags.clusterPolicy === true;
  if (clusterPolicy && principal === undefined)
    throw new UsageError('--cluster-policy needs --principal: whom shall the cluster let in?', {
      hint: 'A role or user of another account by its ARN, or the account by its twelve digits.',
    });
  return { purposes, topics, groups, transactionalIds, principal, clusterPolicy };
}

function refuseIdle(purposes: readonly Purpose[], transactionalIds: readonly Pattern[]): void {
  const uses = purposes.some((purpose) => purpose !== 'consumer');
  if (transactionalIds.length > 0 && !uses)
    throw new UsageError('--transactional-id: a consumer has none.', {
      hint: 'A producer has: --for consumer --for producer',
    });
}
