import snappy from 'snappyjs';
import { MalformedResponseError } from '../../wire/reader.js';
import { mostUnpacked, tooMuchUnpacked } from './most-unpacked.js';

/**
 * What Java's clients frame their blocks with; librdkafka sends one block without a frame.
 * https://github.com/xerial/snappy-java#compatibility-notes
 */
const frameMagic = Buffer.from('\x82SNAPPY\0', 'latin1');
/** The magic and two versions. */
const frameHead = frameMagic.length + 8;

/** @throws MalformedResponseError for more than `mostUnpacked`, and for a frame that is cut off; else snappyjs' own */
export function unpackSnappy(packed: Buffer): Buffer {
  if (!packed.subarray(0, frameMagic.length).equals(frameMagic)) return unpackBlock(packed, mostUnpacked);
  const blocks: Buffer[] = [];
  let left = mostUnpacked;
  for (let at = frameHead; at < packed.length; ) {
    const length = at + 4 <= packed.length ? packed.readInt32BE(at) : -1;
    const end = at + 4 + length;
    if (length < 0 || end > packed.length) throw new MalformedResponseError('its snappy frame is cut off');
    const block = unpackBlock(packed.subarray(at + 4, end), left);
    blocks.push(block);
    left -= block.length;
    at = end;
  }
  return Buffer.concat(blocks);
}

function unpackBlock(block: Buffer, most: number): Buffer {
  // Before snappyjs makes room for it.
  if (unpackedLength(block) > most) throw tooMuchUnpacked();
  return snappy.uncompress(block);
}

/** A block begins with it, seven bits a byte. */
function unpackedLength(block: Buffer): number {
  let length = 0;
  for (let index = 0; index < 5; index++) {
    const byte = block[index] ?? 0;
    length += (byte & 0x7f) * 128 ** index;
    if (byte < 0x80) break;
  }
  return length;
}
