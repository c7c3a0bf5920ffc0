import { batchHeads } from '../batch-heads.js';
import { type Codec, codecs, type Unpack } from '../model.js';

type Packed = Exclude<Codec, 'none'>;

const loaders: Readonly<Record<Packed, () => Promise<(packed: Buffer) => Buffer>>> = {
  gzip: async () => (await import('./gzip.js')).unpackGzip,
  snappy: async () => (await import('./snappy.js')).unpackSnappy,
  lz4: async () => (await import('./lz4.js')).unpackLz4,
  zstd: async () => (await import('./zstd.js')).unpackZstd,
};

/** For the batches of an answer to Fetch: what unpacks them is loaded when a batch needs it. */
export async function loadUnpackers(records: Buffer): Promise<Unpack> {
  const numbers = new Set(batchHeads(records).map(({ codecNumber }) => codecNumber));
  const needed = codecs.filter((codec, number): codec is Packed => codec !== 'none' && numbers.has(number));
  return Object.fromEntries(
    await Promise.all(needed.map(async (codec) => [codec, await loaders[codec]()] as const)),
  );
}
