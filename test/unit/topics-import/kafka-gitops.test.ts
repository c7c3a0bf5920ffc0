import { expect, test } from 'vitest';
import { imported, lines } from './importing.js';

test('topics with the default of the state file, and rights left aside', () => {
  const text = lines`
    settings:
      topics:
        defaults: { replication: 3 }
        blacklist: { prefixed: [_confluent] }
    topics:
      orders:
        partitions: 6
        configs:
          cleanup.policy: compact
          segment.bytes: 1000000
      users: { partitions: 1, replication: 1 }
    services:
      shop: { type: application, produces: [orders] }
    `;
  const { topics, untranslated, ignored } = imported({ 'state.yaml': text });
  expect(topics).toEqual([
    ['orders', 6, 3, { 'cleanup.policy': 'compact', 'segment.bytes': '1000000' }],
    ['users', 1, 1, {}],
  ]);
  expect(untranslated).toEqual([]);
  expect(ignored).toEqual(['state.yaml:12 services of kafka-gitops | exops manages no ACLs.']);
});

const state = 'settings:\n  files: { topics: topics.yaml }\n  topics: { defaults: { replication: 2 } }\n';

test('defaults hold in the file that the state names', () => {
  const { topics, untranslated } = imported({
    'kafka/state.yaml': state,
    'kafka/topics.yaml': 'topics:\n  orders: { partitions: 6 }\n',
  });
  expect(topics).toEqual([['orders', 6, 2, {}]]);
  expect(untranslated).toEqual([]);
});

test('that file is missed, and so is what a topic needs', () => {
  const { topics, untranslated } = imported({
    'state.yaml': `${state}topics:\n  a: { partitions: 1, retention: 3d }\n  b:\n`,
  });
  expect(topics).toEqual([['a', 1, 2, {}]]);
  expect(untranslated).toEqual([
    "state.yaml:2 files: topics: topics.yaml | The topics are in that file, which isn't among those given: give it, too.",
    'state.yaml:5 a: retention | exops knows no such key of a topic of kafka-gitops.',
    'state.yaml:6 b: no partitions | Left out: it has no keys with values.',
  ]);
});

test("an application's map of topics is none", () => {
  const { topics, ignored } = imported({
    'application.yaml': 'topics: { orders: orders.v1, users: users.v1 }\n',
  });
  expect(topics).toEqual([]);
  expect(ignored).toHaveLength(1);
});
