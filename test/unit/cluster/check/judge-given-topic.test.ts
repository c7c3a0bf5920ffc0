import { expect, test } from 'vitest';
import { type GivenTopic, whyNotWriteTo } from '../../../../src/lib/cluster/check/judge-given-topic.js';

const topic = (more: Partial<GivenTopic> = {}): GivenTopic => ({
  ...{ name: 'canary', internal: false, cleanupPolicy: 'delete' },
  ...more,
});

test.each([
  [topic(), undefined],
  [topic({ cleanupPolicy: 'compact,delete' }), undefined],
  [topic({ cleanupPolicy: 'compact, delete' }), undefined],
  [topic({ cleanupPolicy: undefined }), undefined],
  [
    topic({ cleanupPolicy: 'compact' }),
    'its cleanup.policy is compact: records of a check would stay in it for ever',
  ],
  [topic({ cleanupPolicy: '' }), 'its cleanup.policy is empty: records of a check would stay in it for ever'],
  [topic({ name: '_schemas' }), 'it is an internal topic'],
  [topic({ name: '__consumer_offsets', cleanupPolicy: undefined }), 'it is an internal topic'],
  [topic({ internal: true }), 'it is an internal topic'],
])('%j: %s', (given, why) => {
  expect(whyNotWriteTo(given)).toBe(why);
});
