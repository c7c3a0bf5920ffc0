import { expect, test } from 'vitest';
import { imported } from './importing.js';

const gitops = (topic: string) => `topics:\n  ${topic}\n`;

test('formats may be mixed; the same topic twice is told with both places', () => {
  const { topics, untranslated, ignored } = imported({
    'a.yaml': gitops('orders: { partitions: 3, replication: 1, configs: { retention.ms: 1000 } }'),
    'b.tf':
      'resource "kafka_topic" "o" {\n  name = "orders"\n  partitions = 3\n  replication_factor = 1\n  config = { "retention.ms" = "1000" }\n}\n',
    'c.yaml':
      'apiVersion: kafka.strimzi.io/v1\nkind: KafkaTopic\nmetadata: { name: orders }\nspec: { partitions: 6, config: { cleanup.policy: compact } }\n',
  });
  expect(topics).toEqual([['orders', 3, 1, { 'retention.ms': '1000' }]]);
  expect(ignored).toEqual(['b.tf:1 orders: declared twice | It stands at a.yaml:2, too, and says the same.']);
  expect(untranslated).toEqual([
    'c.yaml:1 orders: declared twice | What a.yaml:2 says was taken, and this was not: they differ in partitions, replication factor, cleanup.policy, retention.ms.',
  ]);
});

test('names that collide', () => {
  const { topics, untranslated } = imported({
    'a.yaml': gitops('a.b: { partitions: 1 }'),
    'b.yaml': gitops('a_b: { partitions: 1 }'),
  });
  expect(topics.map(([name]) => name)).toEqual(['a.b']);
  expect(untranslated).toEqual([
    'b.yaml:2 a_b: collides with a.b | Left out: a.b is at a.yaml:2, and Kafka can\'t tell "." from "_" here.',
  ]);
});

test('--from reads nothing of another tool', () => {
  const strimzi = 'apiVersion: kafka.strimzi.io/v1beta2\nkind: KafkaTopic\nmetadata: { name: users }\n';
  const service = 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\n';
  const files = { 'a.yaml': gitops('orders: { partitions: 1 }'), 'b.yaml': strimzi, 'c.yaml': service };
  const { topics, untranslated } = imported(files, 'strimzi');
  expect(topics.map(([name]) => name)).toEqual(['users']);
  expect(untranslated).toEqual([
    'a.yaml:1 kafka-gitops | It is not of strimzi, which --from asks for. Leave --from out to import both.',
  ]);
});

test('--from reads what no key gives away', () => {
  const bare = 'metadata: { name: users }\nspec: { partitions: 2 }\n';
  expect(imported({ 'a.yaml': bare }).topics).toEqual([]);
  expect(imported({ 'a.yaml': bare }, 'strimzi').topics).toEqual([['users', 2, undefined, {}]]);
});

test('a manifest of ours needs no import', () => {
  const { topics, ignored } = imported({ 'a.yaml': 'version: 1\ntopics: { a: { partitions: 1 } }\n' });
  expect(topics).toEqual([]);
  expect(ignored).toEqual(['a.yaml:1 exops manifest | It is one already: `topics sync` takes it as it is.']);
});

test('clusters are told apart by the names of one tool', () => {
  const hcl = (name: string, more: string) =>
    `resource "kafka_topic" "${name}" {\n  name = "${name}"\n${more}}\n`;
  const topicctl = 'meta: { name: c, cluster: main }\nspec: { partitions: 1 }\n';
  const alias = '  provider = kafka.audit\n';
  expect(imported({ 'a.tf': hcl('a', ''), 'c.yaml': topicctl }).untranslated).toEqual([]);
  expect(imported({ 'a.tf': hcl('a', '') + hcl('b', alias), 'c.yaml': topicctl }).untranslated).toEqual([
    'a.tf:4 topics of 2 clusters | the default provider, kafka.audit: a manifest is of one. Import each by itself.',
  ]);
});
