/** The parts of snappyjs 0.7.0 and lz4js 0.2.0 that we use; neither has types. */
declare module 'snappyjs' {
  const snappy: {
    /** One raw block. @throws Error for what is none */
    uncompress(block: Buffer, mostBytes?: number): Buffer;
    compress(bytes: Buffer): Buffer;
  };
  export default snappy;
}

declare module 'lz4js' {
  const lz4: {
    /**
     * Unpacks the block at `start` of `from` to `at` of `to`; what doesn't fit is counted and lost.
     * @returns where it ends in `to`
     */
    decompressBlock(from: Uint8Array, to: Uint8Array, start: number, length: number, at: number): number;
    compress(bytes: Uint8Array): Uint8Array;
  };
  export default lz4;
}
