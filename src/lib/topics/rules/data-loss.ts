import { formatValue } from '../../manifest/config-value.js';

/**
 * What changing a setting would take away, in words for the plan; undefined when nothing is lost.
 * @param after null when the override is removed and the cluster's default, which isn't known, takes effect
 * @param policy the cleanup policy that will be in effect
 */
export function dataLoss(
  key: string,
  before: string | null,
  after: string | null,
  policy: string,
): string | undefined {
  switch (key) {
    case 'retention.ms':
      return retentionLoss(key, before, after, policy, (limit) => `deletes what is older than ${limit}`);
    case 'retention.bytes':
      return retentionLoss(
        key,
        before,
        after,
        policy,
        (limit) => `deletes the oldest of what a partition holds over ${limit}`,
      );
    case 'cleanup.policy':
      return policyLoss(before ?? '', after);
    case 'remote.storage.enable':
      return before === 'true' && after !== 'true' ? 'gives up what lies in remote storage' : undefined;
    case 'unclean.leader.election.enable':
      return after === 'true' && before !== 'true'
        ? 'may lose acknowledged records when brokers fail'
        : undefined;
    default:
      return undefined;
  }
}

function retentionLoss(
  key: string,
  before: string | null,
  after: string | null,
  policy: string,
  say: (limit: string) => string,
): string | undefined {
  if (!policy.includes('delete') || !isLower(before, after)) return undefined;
  return say(after === null ? "the cluster's default" : formatValue(key, after));
}

/** -1 is without a limit; a default that we can't see may be lower. */
function isLower(before: string | null, after: string | null): boolean {
  if (after === null || before === null) return true;
  const limit = (value: string) => (value === '-1' ? Number.POSITIVE_INFINITY : Number(value));
  return limit(after) < limit(before);
}

function policyLoss(before: string, after: string | null): string | undefined {
  const gains = (policy: string) => after?.includes(policy) !== false && !before.includes(policy);
  if (gains('delete')) return 'deletes what is older or larger than the retention allows';
  return gains('compact') ? 'keeps only the last record of each key' : undefined;
}
