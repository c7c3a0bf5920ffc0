import { gunzipSync } from 'node:zlib';
import { mostUnpacked, tooMuchUnpacked } from './most-unpacked.js';

/** @throws MalformedResponseError for more than `mostUnpacked`; zlib's own error for what is no gzip */
export function unpackGzip(packed: Buffer): Buffer {
  try {
    return gunzipSync(packed, { maxOutputLength: mostUnpacked });
  } catch (error) {
    if (error instanceof RangeError) throw tooMuchUnpacked();
    throw error;
  }
}
