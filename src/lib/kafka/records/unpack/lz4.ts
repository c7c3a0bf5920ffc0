import lz4 from 'lz4js';
import { MalformedResponseError } from '../../wire/reader.js';
import { mostUnpacked, tooMuchUnpacked } from './most-unpacked.js';

/** https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md */
const frameMagic = 0x184d2204;
const versionBits = 0b1100_0000;
const version1 = 0b0100_0000;
const flags = { blockChecksum: 0b1_0000, contentSize: 0b1000, dictionary: 1 } as const;
const blockSizes: Readonly<Record<number, number>> = { 4: 1 << 16, 5: 1 << 18, 6: 1 << 20, 7: 1 << 22 };
const isNotPacked = 0x80000000;

interface Block {
  readonly bytes: Buffer;
  readonly isPacked: boolean;
}

/**
 * The frame is read here: lz4js believes every length in it. Checksums are those of the batch's own again, and old clients
 * of Kafka got that of the head wrong, so none is looked at.
 * @throws MalformedResponseError for more than `mostUnpacked`, and for what is no such frame
 */
export function unpackLz4(packed: Buffer): Buffer {
  const { blocks, blockSize } = readFrame(packed);
  const most = blocks.reduce((sum, { bytes, isPacked }) => sum + (isPacked ? blockSize : bytes.length), 0);
  const room = Math.min(most, mostUnpacked);
  // Zeros: a match that points at what isn't written yet must not find another's bytes.
  const unpacked = Buffer.alloc(room);
  let end = 0;
  for (const { bytes, isPacked } of blocks) {
    if (isPacked) end = lz4.decompressBlock(bytes, unpacked, 0, bytes.length, end);
    else {
      bytes.copy(unpacked, end);
      end += bytes.length;
    }
    if (!(end <= room)) throw end > mostUnpacked ? tooMuchUnpacked() : malformed();
  }
  // What is kept of a small batch shouldn't hold the room of a large one.
  return end * 2 < room ? Buffer.from(unpacked.subarray(0, end)) : unpacked.subarray(0, end);
}

function readFrame(packed: Buffer): { readonly blocks: readonly Block[]; readonly blockSize: number } {
  const shortest = 11;
  if (packed.length < shortest || packed.readUInt32LE(0) !== frameMagic) throw malformed();
  const flag = packed.readUInt8(4);
  const blockSize = blockSizes[(packed.readUInt8(5) >> 4) & 0b111];
  const isKnown = (flag & versionBits) === version1 && (flag & flags.dictionary) === 0;
  if (!isKnown || blockSize === undefined) throw malformed();
  const tail = (flag & flags.blockChecksum) === 0 ? 0 : 4;
  const blocks: Block[] = [];
  for (let at = (flag & flags.contentSize) === 0 ? 7 : 15; ; ) {
    if (at + 4 > packed.length) throw malformed();
    const word = packed.readUInt32LE(at);
    if (word === 0) return { blocks, blockSize };
    const length = word % isNotPacked;
    const end = at + 4 + length;
    if (end + tail > packed.length) throw malformed();
    blocks.push({ bytes: packed.subarray(at + 4, end), isPacked: word < isNotPacked });
    at = end + tail;
  }
}

function malformed(): MalformedResponseError {
  return new MalformedResponseError("its lz4 frame can't be read");
}
