import type { DesiredTopic } from '../../manifest/model.js';
import type { ObservedTopic } from '../model.js';
import { type Finding, nothing, plainField } from './finding.js';

/** Partitions can be added, never removed; adding sends keys elsewhere, and a compacted topic keeps both halves. */
export function partitionsRule(wanted: DesiredTopic, topic: ObservedTopic): Finding {
  const now = topic.partitions.length;
  if (wanted.partitions === undefined || wanted.partitions === now) return nothing;
  const field = plainField('partitions', String(now), String(wanted.partitions));
  if (wanted.partitions < now) {
    const reason = `Kafka can't remove partitions; recreate the topic or keep ${now}`;
    return { refusals: [{ field, reason }] };
  }
  const policy = topic.settings?.get('cleanup.policy')?.value ?? undefined;
  const policies = [policy, wanted.configs['cleanup.policy']];
  const mayBeCompacted = policy === undefined || policies.some((one) => one?.includes('compact'));
  return {
    fields: [field],
    severity: mayBeCompacted ? 'destructive' : 'safe',
    cautions: [
      ...(policy === undefined ? ["its cleanup.policy can't be read; if it is compacted:"] : []),
      mayBeCompacted ? compactedCaution : movingKeysCaution,
    ],
    work: { partitions: wanted.partitions },
  };
}

const movingKeysCaution =
  'records with a key go to other partitions from now on: order holds only within the old or the new ones';
const compactedCaution =
  'in a compacted topic a key that moves to another partition leaves its old value behind for ever, and readers find both';
