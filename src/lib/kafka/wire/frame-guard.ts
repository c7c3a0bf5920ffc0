import { MalformedResponseError } from './reader.js';

/** More than any broker answers us; a larger length is another protocol, or a hostile peer. Bytes. */
const longestFrame = 256 * 1024 * 1024;
const shortestFrame = 4; // the correlation id
const headerBytes = 4;

/**
 * Checks the length of every frame before anything waits for it or makes room for it.
 * @returns a function to be called with each chunk that arrives
 * @throws MalformedResponseError from that function
 */
export function frameGuard(): (chunk: Buffer) => void {
  let bodyLeft = 0;
  let header = Buffer.alloc(0);
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      const skipped = Math.min(bodyLeft, chunk.length - at);
      bodyLeft -= skipped;
      at += skipped;
      if (at === chunk.length) return;
      const missing = headerBytes - header.length;
      header = Buffer.concat([header, chunk.subarray(at, at + missing)]);
      if (header.length < headerBytes) return;
      at += missing;
      bodyLeft = lengthOf(header);
      header = Buffer.alloc(0);
    }
  };
}

function lengthOf(header: Buffer): number {
  const length = header.readInt32BE(0);
  if (length < shortestFrame || length > longestFrame)
    throw new MalformedResponseError(`it announces a frame of ${length} bytes`);
  return length;
}
