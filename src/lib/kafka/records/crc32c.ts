/** Castagnoli's polynomial, reversed: https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4 */
const polynomial = 0x82f63b78;

/** Bytes that are taken at once. */
const stride = 8;

/**
 * One table after the other: what a byte does to the sum when 0, 1, … 7 bytes come after it.
 * https://create.stephan-brumme.com/crc32/#slicing-by-8-overview
 */
const tables = new Int32Array(stride * 256);
for (let byte = 0; byte < 256; byte++) {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ polynomial : rest >>> 1;
  tables[byte] = rest;
}
for (let at = 256; at < tables.length; at++) {
  const before = tables[at - 256] ?? 0;
  tables[at] = (tables[before & 0xff] ?? 0) ^ (before >>> 8);
}

/** The checksum of a record batch, as an unsigned 32-bit number. */
export function crc32c(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const inStrides = bytes.length - (bytes.length % stride);
  let rest = -1;
  for (let at = 0; at < inStrides; at += stride) {
    const low = rest ^ view.getInt32(at, true);
    const high = view.getInt32(at + 4, true);
    rest =
      (tables[0x700 | (low & 0xff)] ?? 0) ^
      (tables[0x600 | ((low >>> 8) & 0xff)] ?? 0) ^
      (tables[0x500 | ((low >>> 16) & 0xff)] ?? 0) ^
      (tables[0x400 | (low >>> 24)] ?? 0) ^
      (tables[0x300 | (high & 0xff)] ?? 0) ^
      (tables[0x200 | ((high >>> 8) & 0xff)] ?? 0) ^
      (tables[0x100 | ((high >>> 16) & 0xff)] ?? 0) ^
      (tables[high >>> 24] ?? 0);
  }
  for (let at = inStrides; at < bytes.length; at++)
    rest = (tables[(rest ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (rest >>> 8);
  return (rest ^ -1) >>> 0;
}
