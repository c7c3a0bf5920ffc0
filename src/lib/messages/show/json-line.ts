import type { Header } from '../../kafka/records/model.js';
import type { StoredRecord, ViewedBytes } from '../../kafka/records/stored-record.js';
import { jsonText } from '../../terminal/document.js';
import type { Place } from '../model.js';
import { inJson } from './byte-kinds.js';
import { type Decoding, isShownAsText, jsonField } from './decode.js';
import type { OutputBytes } from './output-bytes.js';

export interface Decodings {
  readonly key: Decoding;
  readonly value: Decoding;
}

const words = {
  timestamp: Buffer.from(',"timestamp":'),
  key: Buffer.from(',"key":'),
  value: Buffer.from(',"value":'),
  headers: Buffer.from(',"headers":['),
  end: Buffer.from(']}\n'),
  nothing: Buffer.from('null'),
} as const;

type Name = 'key' | 'value';

/**
 * A message as `exops.message/v1`: one object on one line. Written by hand: offsets may have more digits than JavaScript's numbers.
 * @param start of `jsonHead`
 */
export function writeJsonLine(
  out: OutputBytes,
  start: Buffer,
  record: StoredRecord,
  decodings: Decodings,
): void {
  const { head, keyAt, keyEnd, valueAt, valueEnd } = record;
  out.fixed(start);
  writeNumber(out, record.exactOffset ?? record.offset);
  out.fixed(words.timestamp);
  writeNumber(out, record.exactTimestamp ?? record.timestamp);
  writeField(out, 'key', head, keyAt, keyEnd, decodings.key);
  writeField(out, 'value', head, valueAt, valueEnd, decodings.value);
  out.fixed(words.headers);
  if (record.headerCount > 0) out.text(record.headers.map(header).join(','));
  out.fixed(words.end);
}

/** What the lines of a partition begin with. */
export function jsonHead({ topic, partition }: Place): Buffer {
  return Buffer.from(`{"topic":${jsonText(topic)},"partition":${partition},"offset":`);
}

function writeNumber(out: OutputBytes, value: number | bigint): void {
  if (typeof value === 'number') out.integer(value);
  else out.text(String(value));
}

function writeField(
  out: OutputBytes,
  name: Name,
  head: ViewedBytes,
  start: number,
  end: number,
  decoding: Decoding,
): void {
  out.fixed(words[name]);
  if (start < 0) out.fixed(words.nothing);
  else if (!isShownAsText(decoding) || !out.quoted(head, start, end, inJson))
    out.text(encoded(name, head.bytes.subarray(start, end), decoding));
}

function header({ key, value }: Header): string {
  return `{"key":${jsonText(key)},"value":${encoded('value', value, 'auto')}}`;
}

/** What stands behind the colon, and how it is encoded. */
function encoded(name: Name, bytes: Buffer | null, decoding: Decoding): string {
  const { json, encoding } = jsonField(bytes, decoding);
  return encoding === undefined ? json : `${json},"${name}Encoding":"${encoding}"`;
}
