import { Decompress } from 'fzstd';
import { MalformedResponseError } from '../../wire/reader.js';
import { mostUnpacked, tooMuchUnpacked } from './most-unpacked.js';

/** https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1 */
const frameMagic = 0xfd2fb528;

/** @throws MalformedResponseError for more than `mostUnpacked`, and for what is no zstd; else fzstd's own */
export function unpackZstd(packed: Buffer): Buffer {
  // Before fzstd makes room for it.
  if (windowSize(packed) > mostUnpacked) throw tooMuchUnpacked();
  const parts: Uint8Array[] = [];
  let length = 0;
  new Decompress((part) => {
    length += part.length;
    if (length > mostUnpacked) throw tooMuchUnpacked();
    parts.push(part);
  }).push(packed, true);
  return Buffer.concat(parts, length);
}

/** How much of what was unpacked a frame may refer to; of one segment that is all of it. */
function windowSize(packed: Buffer): number {
  const shortest = 9;
  if (packed.length < shortest || packed.readUInt32LE(0) !== frameMagic)
    throw new MalformedResponseError("its zstd frame can't be read");
  const flag = packed.readUInt8(4);
  const isSingleSegment = (flag & 0b10_0000) !== 0;
  if (!isSingleSegment) {
    const window = packed.readUInt8(5);
    const base = 2 ** (10 + (window >> 3));
    return base + (base / 8) * (window & 0b111);
  }
  const bytesOfDictionary = [0, 1, 2, 4][flag & 0b11] ?? 0;
  const at = 5 + bytesOfDictionary;
  const size = packed.subarray(at, at + 2 ** (flag >> 6));
  return size.reduceRight((rest, byte) => rest * 256 + byte, 0);
}
