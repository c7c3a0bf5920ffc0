import { bytesOfFirstBatch, offsetAfter } from '../../kafka/records/batch-heads.js';
import type { Batch } from '../../kafka/records/model.js';
import { eachBatch } from '../../kafka/records/read-batches.js';
import type { StoredRecord } from '../../kafka/records/stored-record.js';
import { loadUnpackers } from '../../kafka/records/unpack/load-unpackers.js';
import type { FetchedPartition } from '../../kafka/requests/fetch.js';
import { MalformedResponseError } from '../../kafka/wire/reader.js';
import type { FoundMessages, Isolation } from '../model.js';
import type { SayProblem, TakeMessages } from './read-messages.js';
import type { ReadPartition } from './read-partition.js';
import { visibleBatches } from './visible-batch.js';

export interface AnswerScene {
  readonly topic: string;
  readonly isolation: Isolation;
  /**
   * What the partition was asked with: `others` that something came for, none of them, or `nothing` at all. A broker leaves out
   * what has no place behind others (Redpanda begins with any of them), or what it didn't get in time from remote storage.
   */
  readonly besides: 'others' | 'empty others' | 'nothing';
}

type Unpackers = Awaited<ReturnType<typeof loadUnpackers>>;

/**
 * Hands on what an answer brought of a partition, batch by batch, and moves the partition's position behind it.
 * @returns `behind` where the leader doesn't have yet, after an election, what was there when reading began; `empty` where
 * the partition ends before its end
 */
export async function takeAnswer(
  partition: ReadPartition,
  answer: FetchedPartition,
  scene: AnswerScene,
  take: TakeMessages,
  say: SayProblem,
): Promise<'taken' | 'behind' | 'empty'> {
  const { records } = answer;
  const before = partition.position;
  const unpackers = await loadUnpackers(records);
  const verdict = await take(foundIn(partition, answer, unpackers, scene, say));
  if (verdict === 'stop' || partition.isDone || partition.position > before) return 'taken';
  const needed = bytesOfFirstBatch(records);
  if (needed !== undefined && needed > records.length) partition.makeRoom(needed, say);
  else if (offsetAfter(records) !== undefined)
    partition.giveUp(say, 'the broker answers with what was read already');
  else if (partition.isBehind(ofLeader(answer, scene.isolation))) return 'behind';
  else if (scene.besides !== 'others' && partition.cameBackEmpty(scene.besides === 'nothing')) return 'empty';
  return 'taken';
}

/** Where a leader that answers so says that a partition ends. */
function ofLeader(answer: FetchedPartition, isolation: Isolation): bigint {
  return isolation === 'read committed' ? answer.lastStableOffset : answer.highWatermark;
}

function* foundIn(
  partition: ReadPartition,
  answer: FetchedPartition,
  unpackers: Unpackers,
  { topic, isolation }: AnswerScene,
  say: SayProblem,
): Generator<FoundMessages, void> {
  const isVisible = visibleBatches(isolation === 'read committed' ? answer.abortedTransactions : []);
  try {
    for (const batch of eachBatch(answer.records, unpackers)) {
      const messages = isVisible(batch) ? within(partition, batch.messages) : [];
      if (batch.unread !== undefined) sayUnread(partition, batch, batch.unread, answer, say);
      if (messages.length > 0) yield { topic, partition: partition.id, messages };
      partition.goTo(batch.lastOffset + 1n);
      if (partition.isDone) return;
    }
  } catch (error) {
    if (!(error instanceof MalformedResponseError)) throw error;
    partition.giveUp(say, `the broker's answer can't be read: ${error.message}`);
  }
}

/** Mostly all of them: a batch may begin before the place that was asked for, and end after the partition's end. */
function within(partition: ReadPartition, messages: readonly StoredRecord[]): readonly StoredRecord[] {
  const [first, last] = [messages[0], messages.at(-1)];
  if (first === undefined || last === undefined) return messages;
  const isInside = partition.has(first.offset) && partition.has(last.offset);
  return isInside ? messages : messages.filter(({ offset }) => partition.has(offset));
}

function sayUnread(
  partition: ReadPartition,
  { baseOffset, lastOffset }: Batch,
  why: string,
  { highWatermark }: FetchedPartition,
  say: SayProblem,
): void {
  const isEndless = lastOffset >= highWatermark && lastOffset > baseOffset;
  if (isEndless) partition.giveUp(say, `${why}, nor does what it says of its end`);
  else {
    const which = lastOffset > baseOffset ? `offsets ${baseOffset} to ${lastOffset}` : `offset ${baseOffset}`;
    say(`Partition ${partition.id}, ${which}: skipped, ${why}.`);
  }
}
