import { expect, test } from 'vitest';
import { murmur2, partitionOfKey } from '../../../../src/lib/messages/produce/partitioner.js';

// From testMurmur2 of Kafka's UtilsTest: https://github.com/apache/kafka/blob/4.1/clients/src/test/java/org/apache/kafka/common/utils/UtilsTest.java
test.each([
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
])('%s', (text, hash) => {
  expect(murmur2(Buffer.from(text))).toBe(hash);
  // Its sign is cut off, which isn't the same as the absolute value.
  expect(partitionOfKey(Buffer.from(text), 7)).toBe(Number(BigInt.asUintN(31, BigInt(hash)) % 7n));
});
