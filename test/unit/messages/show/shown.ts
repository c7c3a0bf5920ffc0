import type { StoredMessage } from '../../../../src/lib/kafka/records/model.js';
import { readBatches } from '../../../../src/lib/kafka/records/read-batches.js';
import type { StoredRecord } from '../../../../src/lib/kafka/records/stored-record.js';
import { writeBatch } from '../../../../src/lib/kafka/records/write-batch.js';
import type { Place } from '../../../../src/lib/messages/model.js';
import { type Decodings, jsonHead, writeJsonLine } from '../../../../src/lib/messages/show/json-line.js';
import { OutputBytes } from '../../../../src/lib/messages/show/output-bytes.js';
import { TabbedLines } from '../../../../src/lib/messages/show/tabbed-line.js';

/** The message as it comes out of a batch. */
export function recordOf(message: StoredMessage): StoredRecord {
  const batch = Buffer.from(writeBatch([message]));
  batch.writeBigInt64BE(message.offset, 0);
  const [record] = readBatches(batch).flatMap(({ messages }) => messages);
  if (record === undefined) throw new Error('No record was read.');
  return record;
}

/** Without its end. */
export function jsonLine(message: StoredMessage & Place, decodings: Decodings): string {
  const out = new OutputBytes();
  writeJsonLine(out, jsonHead(message), recordOf(message), decodings);
  return out.take().toString().replace(/\n$/, '');
}

/** Without its end. */
export function tabbedLine(message: StoredMessage & Place, decodings: Decodings): string {
  const out = new OutputBytes();
  new TabbedLines(out, decodings).write(message.partition, recordOf(message));
  return out.take().toString().replace(/\n$/, '');
}
