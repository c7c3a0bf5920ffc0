import type { StoredRecord, ViewedBytes } from '../../kafka/records/stored-record.js';
import { printable } from '../../terminal/printable.js';
import { inPrintable } from './byte-kinds.js';
import { type Decoding, isShownAsText } from './decode.js';
import type { Decodings } from './json-line.js';
import { momentOf, oneLine } from './message-block.js';
import type { OutputBytes } from './output-bytes.js';

const tab = Buffer.from('\t');
const lineEnd = Buffer.from('\n');
const zone = Buffer.from('Z');
/** The last moment that a Date has. */
const latest = 8.64e15;

/** Writes messages as values between tabs: partition, offset, time, key, headers, value. */
export class TabbedLines {
  readonly #out: OutputBytes;
  readonly #decodings: Decodings;
  /** Of many messages, and how it is written. */
  #second = Number.NaN;
  #secondText = Buffer.alloc(0);

  constructor(out: OutputBytes, decodings: Decodings) {
    this.#out = out;
    this.#decodings = decodings;
  }

  write(partition: number, record: StoredRecord): void {
    const out = this.#out;
    const { head, keyAt, keyEnd, valueAt, valueEnd, exactOffset } = record;
    out.integer(partition);
    out.fixed(tab);
    if (exactOffset === undefined) out.text(String(record.offset));
    else out.integer(exactOffset);
    out.fixed(tab);
    this.#moment(record);
    out.fixed(tab);
    this.#part(head, keyAt, keyEnd, this.#decodings.key);
    out.fixed(tab);
    if (record.headerCount > 0) out.text(headers(record));
    out.fixed(tab);
    this.#part(head, valueAt, valueEnd, this.#decodings.value);
    out.fixed(lineEnd);
  }

  #part(head: ViewedBytes, start: number, end: number, decoding: Decoding): void {
    if (start < 0) return;
    if (isShownAsText(decoding) && this.#out.escaped(head, start, end, inPrintable)) return;
    this.#out.text(oneLine(head.bytes.subarray(start, end), decoding));
  }

  #moment(record: StoredRecord): void {
    const time = record.exactTimestamp ?? -1;
    if (time < 0 || time > latest) {
      this.#out.text(momentOf(record.timestamp));
      return;
    }
    const second = Math.floor(time / 1_000);
    if (second !== this.#second) {
      const digitsAndZone = 4;
      this.#second = second;
      this.#secondText = Buffer.from(momentOf(BigInt(second * 1_000)).slice(0, -digitsAndZone));
    }
    this.#out.fixed(this.#secondText);
    this.#out.padded(time - second * 1_000, 3);
    this.#out.fixed(zone);
  }
}

function headers(record: StoredRecord): string {
  const texts = record.headers.map(
    ({ key, value }) => `${key}=${value === null ? '' : oneLine(value, 'auto')}`,
  );
  return printable(texts.join(','));
}
