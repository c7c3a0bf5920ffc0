/** As murmur2 of Java's clients, as a signed number of 32 bits: https://github.com/aappleby/smhasher/blob/master/src/MurmurHash2.cpp */
export function murmur2(bytes: Uint8Array): number {
  const seed = 0x9747b28c;
  const mix = 0x5bd1e995;
  const words = bytes.length >> 2;
  let hash = seed ^ bytes.length;
  for (let word = 0; word < words; word++) {
    const at = word * 4;
    let part =
      (bytes[at] ?? 0) |
      ((bytes[at + 1] ?? 0) << 8) |
      ((bytes[at + 2] ?? 0) << 16) |
      ((bytes[at + 3] ?? 0) << 24);
    part = Math.imul(part, mix);
    part ^= part >>> 24;
    hash = Math.imul(hash, mix) ^ Math.imul(part, mix);
  }
  const rest = bytes.length & 3;
  if (rest > 0) hash = Math.imul(hash ^ littleEndian(bytes, words * 4, rest), mix);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, mix);
  return hash ^ (hash >>> 15);
}

function littleEndian(bytes: Uint8Array, at: number, count: number): number {
  let word = 0;
  for (let index = count - 1; index >= 0; index--) word = (word << 8) | (bytes[at + index] ?? 0);
  return word;
}

/** Where Java's default partitioner sends a key; every partition counts, with a leader or without. */
export function partitionOfKey(key: Uint8Array, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions;
}
