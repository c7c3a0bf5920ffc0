/** Where the parts of a batch begin: https://kafka.apache.org/documentation/#recordbatch */
export const batchLayout = {
  length: 8,
  magic: 16,
  crc: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  firstTimestamp: 27,
  lastTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  sequence: 53,
  count: 57,
  records: 61,
} as const;

/** Of the attributes: which codec. */
export const codecBits = 0b111;

/** What stands before the length, and it. */
export const lengthEnd = batchLayout.length + 4;
