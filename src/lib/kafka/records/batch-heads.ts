import { batchLayout, codecBits, lengthEnd } from './batch-layout.js';

/** What is known of a batch before anything of it is checked. */
export interface BatchHead {
  readonly codecNumber: number;
}

/** The heads of the batches of version 2 that are there in full, as far as their lengths lead. */
export function batchHeads(bytes: Buffer): readonly BatchHead[] {
  const heads: BatchHead[] = [];
  for (let at = 0; at + batchLayout.records <= bytes.length; ) {
    const length = bytes.readInt32BE(at + batchLayout.length);
    if (length <= 0 || at + lengthEnd + length > bytes.length) break;
    if (bytes.readInt8(at + batchLayout.magic) === 2)
      heads.push({ codecNumber: bytes.readInt16BE(at + batchLayout.attributes) & codecBits });
    at += lengthEnd + length;
  }
  return heads;
}

/** How many bytes the first batch takes, when there isn't all of it; undefined where even that can't be read. */
export function bytesOfFirstBatch(bytes: Buffer): number | undefined {
  if (bytes.length < lengthEnd) return undefined;
  return lengthEnd + bytes.readInt32BE(batchLayout.length);
}

/** Which offset comes after the batches that are there in full, as they say themselves; undefined where there is none. */
export function offsetAfter(bytes: Buffer): bigint | undefined {
  let last: number | undefined;
  for (let at = 0; at + batchLayout.records <= bytes.length; ) {
    const length = bytes.readInt32BE(at + batchLayout.length);
    if (length <= 0 || at + lengthEnd + length > bytes.length) break;
    last = at;
    at += lengthEnd + length;
  }
  if (last === undefined) return undefined;
  return bytes.readBigInt64BE(last) + BigInt(bytes.readInt32BE(last + batchLayout.lastOffsetDelta)) + 1n;
}
