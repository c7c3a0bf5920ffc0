import { expect, test } from 'vitest';
import { imported, lines } from './importing.js';

const topic = (spec: string, name = 'orders') =>
  `meta: { name: ${name}, cluster: main, environment: stage, region: eu }\nspec: { ${spec} }\n`;

test('several topics of one file, with minutes of retention and lists of settings', () => {
  const text = lines`
    # written by hand
    ---
    meta:
      name: orders
      cluster: main
      environment: stage
      region: eu
    spec:
      partitions: 9
      replicationFactor: 3
      retentionMinutes: 360
      placement:
        strategy: any
        picker: cluster-use
      settings:
        cleanup.policy: [compact, delete]
        max.message.bytes: 5242880
        message.timestamp.after.max.ms: 9223372036854775807
    ---
    meta: { name: users, cluster: main, environment: stage, region: eu }
    spec:
      partitions: 3
      replicationFactor: 3
      settings: { retention.ms: -1, preallocate: true }
    `;
  const { topics, untranslated, ignored } = imported({ 'a.yaml': text });
  expect(topics).toEqual([
    [
      ...['orders', 9, 3],
      {
        'cleanup.policy': 'compact,delete',
        'max.message.bytes': '5242880',
        'message.timestamp.after.max.ms': '9223372036854775807',
        'retention.ms': '21600000',
      },
    ],
    ['users', 3, 3, { preallocate: 'true', 'retention.ms': '-1' }],
  ]);
  expect([untranslated, ignored]).toEqual([[], []]);
});

test('cluster.yaml, ACLs and users are left aside with a word', () => {
  const meta = 'meta: { name: main, environment: stage, region: eu }';
  const { topics, untranslated, ignored } = imported({
    'acls.yaml': `${meta}\nspec: { acls: [] }\n`,
    'cluster.yaml': `${meta}\nspec: { bootstrapAddrs: ["a:9092"], clusterID: c-1 }\n`,
    'topic.yaml': topic('partitions: 1, replicationFactor: 1'),
    'users.yaml': `${meta}\nspec: { authentication: { type: scram-sha-512 } }\n`,
  });
  expect(topics.map(([name]) => name)).toEqual(['orders']);
  expect(untranslated).toEqual([]);
  expect(ignored).toEqual([
    "acls.yaml:1 topicctl's ACLs | exops manages no ACLs.",
    "cluster.yaml:1 topicctl's cluster | Where a cluster is stands in exops.yaml; its clusterID may stand in the manifest as clusterId.",
    "users.yaml:1 topicctl's users | exops manages no users.",
  ]);
});

test.each(['in-rack', 'static', 'static-in-rack'])('placement %s is lost, and said', (strategy) => {
  const { topics, untranslated } = imported({
    'a.yaml': topic(`partitions: 1, replicationFactor: 1, placement: { strategy: ${strategy} }`),
  });
  expect(topics).toEqual([['orders', 1, 1, {}]]);
  expect(untranslated).toEqual([
    `a.yaml:2 orders: placement ${strategy} | A manifest doesn't say which broker has which replica. Those of a topic that is there stay where they are; Kafka places those of a new one.`,
  ]);
});

test.each([
  ['retentionMinutes: 0', {}, []],
  [
    'retentionMinutes: 60, settings: { retention.ms: 1000 }',
    { 'retention.ms': '1000' },
    ['retentionMinutes | settings has a retention.ms, too, which was taken. topicctl refuses both.'],
  ],
  ['retentionMinutes: soon', {}, ['retentionMinutes | Left out: expected a whole number of minutes.']],
  [
    `retentionMinutes: "\${MINUTES}"`,
    {},
    ['retention.ms | Left out: it is filled in elsewhere. Import what the template renders to.'],
  ],
  [
    'settings: { retension.ms: 1, num.partitions: 3, segment.ms: often }',
    {},
    [
      'retension.ms | Left out: unknown setting "retension.ms" (did you mean "retention.ms"?).',
      'num.partitions | Left out: "num.partitions" is no setting: write "partitions" beside configs.',
      'segment.ms | Left out: expected a duration such as 3d, 12h or 259200000 (milliseconds), got "often".',
    ],
  ],
  ['partitons: 3', {}, ['partitons | exops knows no such key of topicctl.']],
])('%s', (spec, configs, remarks) => {
  const { topics, untranslated } = imported({ 'a.yaml': topic(`partitions: 1, ${spec}`) });
  expect(topics).toEqual([['orders', 1, undefined, configs]]);
  expect(untranslated).toEqual(remarks.map((remark) => `a.yaml:2 orders: ${remark}`));
});

test('two clusters are no one manifest', () => {
  const elsewhere = topic('partitions: 1', 'users').replace('stage', 'prod');
  expect(imported({ 'a.yaml': topic('partitions: 1'), 'b.yaml': elsewhere }).untranslated).toEqual([
    'b.yaml:1 topics of 2 clusters | stage/eu/main, prod/eu/main: a manifest is of one. Import each by itself.',
  ]);
});
