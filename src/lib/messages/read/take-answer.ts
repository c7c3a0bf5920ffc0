import { bytesOfFirstBatch } from '../../kafka/records/batch-heads.js';
import type { Batch } from '../../kafka/records/model.js';
import { eachBatch } from '../../kafka/records/read-batches.js';
import { loadUnpackers } from '../../kafka/records/unpack/load-unpackers.js';
import type { FetchedPartition } from '../../kafka/requests/fetch.js';
import { MalformedResponseError } from '../../kafka/wire/reader.js';
import type { Isolation } from '../model.js';
import type { SayProblem, TakeMessages } from './read-messages.js';
import type { ReadPartition } from './read-partition.js';
import { visibleBatches } from './visible-batch.js';

export interface AnswerScene {
  readonly topic: string;
  readonly isolation: Isolation;
  /** The first partition of a request gets its next batch however large it is, if there is one. */
  readonly wasFirst: boolean;
}

/** Hands on what an answer brought of a partition, batch by batch, and moves the partition's position behind it. */
export async function takeAnswer(
  partition: ReadPartition,
  answer: FetchedPartition,
  scene: AnswerScene,
  take: TakeMessages,
  say: SayProblem,
): Promise<void> {
  const { isolation, wasFirst } = scene;
  const before = partition.position;
  try {
    if ((await takeBatches(partition, answer, scene, take, say)) === 'stop') return;
  } catch (error) {
    if (!(error instanceof MalformedResponseError)) throw error;
    return partition.giveUp(say, `the broker's answer can't be read: ${error.message}`);
  }
  if (partition.position > before) return;
  const needed = bytesOfFirstBatch(answer.records);
  if (needed !== undefined && needed > answer.records.length) return partition.makeRoom(needed, say);
  const limit = isolation === 'read committed' ? answer.lastStableOffset : answer.highWatermark;
  if (partition.position >= limit || wasFirst) partition.endHere();
}

async function takeBatches(
  partition: ReadPartition,
  { records, abortedTransactions }: FetchedPartition,
  { topic, isolation }: AnswerScene,
  take: TakeMessages,
  say: SayProblem,
): Promise<'go on' | 'stop'> {
  const isVisible = visibleBatches(isolation === 'read committed' ? abortedTransactions : []);
  for (const batch of eachBatch(records, await loadUnpackers(records))) {
    const isShown = isVisible(batch);
    if (batch.unread !== undefined) sayUnread(partition, batch, batch.unread, say);
    const messages = isShown ? batch.messages.filter(({ offset }) => partition.has(offset)) : [];
    const placed = messages.map((message) => ({ topic, partition: partition.id, ...message }));
    if ((await take(placed)) === 'stop') return 'stop';
    if (batch.lastOffset >= partition.position) partition.position = batch.lastOffset + 1n;
  }
  return 'go on';
}

function sayUnread(
  { id }: ReadPartition,
  { baseOffset, lastOffset }: Batch,
  why: string,
  say: SayProblem,
): void {
  const which = lastOffset > baseOffset ? `offsets ${baseOffset} to ${lastOffset}` : `offset ${baseOffset}`;
  say(`Partition ${id}, ${which}: skipped, ${why}.`);
}
