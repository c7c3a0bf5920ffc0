import type { FieldChange, Plan, Refusal } from '../../change/plan.js';
import { describeItemError, errorCodes, type ItemError, isAccessError } from '../../kafka/item-error.js';
import { formatBytes } from '../../manifest/quantity.js';
import { partitionsWords } from '../../partition-list.js';
import { formatCount } from '../../terminal/plural.js';
import { noSuchTopic } from '../no-such-topic.js';
import { topicKind } from '../work.js';
import { describeBound, type TrimBound } from './bound.js';
import type { ObservedTrim, PartitionEnds, TrimChange, TrimmableTopic, TrimWork } from './model.js';

export interface AskedTrim {
  readonly bound: TrimBound;
  /** All of them when empty. */
  readonly partitions: readonly number[];
}

/** Pure: which records go, partition by partition, and which topics can't be trimmed. */
export function planTrim({ topics, there }: ObservedTrim, asked: AskedTrim): Plan<TrimWork> {
  const { bound } = asked;
  const judged = topics.map((topic) => ({ topic, refusal: refusalOf(topic, { bound, there }) }));
  const trimmable = judged.filter(({ refusal }) => refusal === undefined).map(({ topic }) => topic);
  const changes = trimmable.flatMap((topic) => changeOf(topic, asked) ?? []);
  return {
    noun: topicKind,
    changes,
    refusals: judged.flatMap(({ topic, refusal }) =>
      refusal === undefined ? [] : [{ kind: topicKind, name: topic.name, ...refusal }],
    ),
    notices: [],
    unchanged: trimmable.length - changes.length,
    wanted: bound.by === 'end' ? 'empty already' : `without ${describeBound(bound)}`,
  };
}

type Reason = Pick<Refusal, 'reason' | 'access'>;

function refusalOf(
  { name, error, cleanupPolicy, partitions, absent }: TrimmableTopic,
  { bound, there }: { readonly bound: TrimBound; readonly there: readonly string[] },
): Reason | undefined {
  if (error?.code === errorCodes.unknownTopicOrPartition) return { reason: noSuchTopic(name, there) };
  if (error !== undefined) return unreadable(error);
  if (cleanupPolicy === 'compact')
    return {
      reason:
        'its cleanup.policy is compact: Kafka trims only topics that delete, too; there tombstones take records away',
    };
  if (absent.length > 0) return { reason: `it has no ${partitionsWords(absent)}` };
  const headless = partitions.find(({ leader }) => leader < 0);
  if (headless !== undefined)
    return { reason: `partition ${headless.id} has no leader now: nobody knows what is in it` };
  const unread = partitions.find((partition) => partition.error !== undefined);
  if (unread?.error !== undefined) {
    const { reason, ...access } = unreadable(unread.error);
    return { reason: `partition ${unread.id}: ${reason}`, ...access };
  }
  const short = partitions.find(({ keepsFrom, ends }) => keepsFrom > ends);
  if (short === undefined) return undefined;
  const beyond = `partition ${short.id} ends at ${short.ends}, before offset ${short.keepsFrom}`;
  return { reason: bound.by === 'offset' ? `${beyond}; --partition trims one, --all empties it` : beyond };
}

function unreadable(error: ItemError): Reason {
  return isAccessError(error)
    ? { reason: `no right to it: ${describeItemError(error)}`, access: true }
    : { reason: describeItemError(error) };
}

function changeOf({ name, partitions, behind }: TrimmableTopic, asked: AskedTrim): TrimChange | undefined {
  const losing = partitions.filter(({ begins, keepsFrom }) => keepsFrom > begins);
  if (losing.length === 0) return undefined;
  const gone = sum(losing.map(lost));
  const there = sum(partitions.map(({ begins, ends }) => ends - begins));
  return {
    kind: topicKind,
    name,
    action: 'change',
    severity: 'destructive',
    summary: `loses ${describeBound(asked.bound)}${ofPartitions(asked.partitions)}`,
    fields: losing.map(fieldOf),
    cautions: [
      `deletes ${gone === there ? 'all' : `${formatCount(gone)} of`} ${formatCount(there)} records${inBytes(losing)}`,
      ...groupsCaution(behind),
    ],
    work: { partitions: losing.map(({ id, keepsFrom }) => ({ id, before: keepsFrom })) },
  };
}

function ofPartitions(ids: readonly number[]): string {
  if (ids.length === 0) return '';
  return ` of ${partitionsWords(ids)}`;
}

function fieldOf(partition: PartitionEnds): FieldChange {
  const { id, begins, keepsFrom } = partition;
  const [before, after] = [begins.toString(), keepsFrom.toString()];
  const records = lost(partition);
  return {
    name: `partition ${id}`,
    before,
    after,
    shown: { before, after },
    note: `${formatCount(records)} record${records === 1n ? '' : 's'}${inBytes([partition])}`,
  };
}

/** An upper bound where transactions or compaction left gaps. */
function lost({ begins, keepsFrom }: PartitionEnds): bigint {
  return keepsFrom - begins;
}

/** As if all records of a partition were of one size. */
function inBytes(partitions: readonly PartitionEnds[]): string {
  const shares = partitions.map((partition) => {
    const all = partition.ends - partition.begins;
    return partition.bytes === undefined
      ? undefined
      : (partition.bytes * lost(partition)) / (all > 0n ? all : 1n);
  });
  const known = shares.filter((share) => share !== undefined);
  return known.length < shares.length ? ', of unknown size' : `, about ${formatBytes(sum(known))}`;
}

const listedGroups = 5;

function groupsCaution(behind: readonly string[] | undefined): string[] {
  if (behind === undefined) return ['which groups have not read them yet could not be read'];
  if (behind.length === 0) return [];
  const more = behind.length - listedGroups;
  const names = behind.slice(0, listedGroups).join(', ');
  return [`not yet read by ${names}${more > 0 ? ` and ${formatCount(more)} more` : ''}`];
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
