import { expect, test } from 'vitest';
import { imported, lines } from './importing.js';

const ask = 'Import what `terraform show -json` prints.';

test('literal values of both providers', () => {
  const text = lines`
    variable "n" { default = 3 }

    /* resource "kafka_topic" "commented" { name = "commented" } */
    resource "kafka_topic" "syslog" {
      name               = "syslog" # its name
      partitions         = 4        // and more
      replication_factor = -1
      config = {
        "segment.ms"     = "4000",
        "retention.ms" : 86400000
        "cleanup.policy" = "compact,delete"
      }
      depends_on = [kafka_acl.global]
      lifecycle { prevent_destroy = true }
    }

    resource "confluent_kafka_topic" "orders" {
      kafka_cluster { id = confluent_kafka_cluster.main.id }
      topic_name    = "orders"
      rest_endpoint = confluent_kafka_cluster.main.rest_endpoint
      config        = { "min.insync.replicas" = "2" }
      credentials {
        key    = "AKEY"
        secret = "hunter2"
      }
    }

    resource "kafka_acl" "global" {
      resource_name = "*"
      note          = <<-EOT
        resource "kafka_topic" "in a text" { name = "x" }
        EOT
    }
    `;
  const result = imported({ 'main.tf': text });
  expect(result.topics).toEqual([
    ['orders', 6, undefined, { 'min.insync.replicas': '2' }],
    [
      ...['syslog', 4, undefined],
      { 'cleanup.policy': 'compact,delete', 'retention.ms': '86400000', 'segment.ms': '4000' },
    ],
  ]);
  expect(result.untranslated).toEqual([
    'main.tf:17 topics of 2 clusters | the default provider, confluent_kafka_cluster.main.id: a manifest is of one. Import each by itself.',
  ]);
  expect(result.ignored).toEqual(['main.tf:28 kafka_acl | It is no topic.']);
  expect(JSON.stringify(result)).not.toContain('hunter2');
});

test('what only Terraform can work out is said, each at its line', () => {
  const text = lines`
    resource "kafka_topic" "a" {
      name       = "a"
      partitions = var.partitions
      config = {
        "retention.ms"   = 7 * 24 * 3600 * 1000
        "cleanup.policy" = var.compacted ? "compact" : "delete"
        "segment.ms"     = "\${var.hours}00"
        "preallocate"    = true
      }
    }
    resource "kafka_topic" "b" {
      name   = "b-\${terraform.workspace}"
      config = { x = 1 }
    }
    resource "kafka_topic" "c" {
      name       = "c"
      partitions = 2
      config     = merge(local.usual, { "segment.ms" = "1" })
    }
    resource "kafka_topic" "d" {
      for_each = { for name in ["d1", "d2"] : name => { "n" = "}" } }
      name     = each.key
    }
    resource "kafka_topic" "e" {
      count = 2
      name  = "e"
    }
    resource "aiven_kafka_topic" "f" { topic_name = "f" }
    module "more" { source = "./more" }
    `;
  const { topics, untranslated, ignored } = imported({ 'main.tf': text });
  expect(topics).toEqual([
    ['a', undefined, undefined, { preallocate: 'true' }],
    ['c', 2, undefined, {}],
  ]);
  expect(untranslated).toEqual([
    `main.tf:3 a: partitions | It is worked out: var.partitions. ${ask} The manifest leaves it to the cluster.`,
    `main.tf:5 a: retention.ms | Left out: it is worked out: 7 * 24 * 3600 * 1000. ${ask}`,
    `main.tf:6 a: cleanup.policy | Left out: it is worked out: var.compacted ? "compact" : "delete". ${ask}`,
    `main.tf:7 a: segment.ms | Left out: it is worked out: "\${var.hours}00". ${ask}`,
    `main.tf:12 kafka_topic.b: name | Left out: its name is worked out: "b-\${terraform.workspace}". ${ask}`,
    `main.tf:18 c: config | Its settings are left out: the map is worked out: merge(local.usual, { "segment.ms" = "1" }). ${ask}`,
    `main.tf:21 kafka_topic.d: for_each | Left out: Terraform works out which topics these are. ${ask}`,
    `main.tf:25 kafka_topic.e: count | Left out: Terraform works out which topics these are. ${ask}`,
    'main.tf:28 aiven_kafka_topic.f | Left out: exops knows kafka_topic (Mongey/kafka) and confluent_kafka_topic alone.',
  ]);
  expect(ignored).toEqual([
    `main.tf:29 module.more | Topics that a module declares aren't read here. ${ask}`,
  ]);
});

const values = (name: string) => ({
  ...{ id: name, name, partitions: 3, replication_factor: 2 },
  config: { 'retention.ms': '1000' },
});
const declared = (name: string) => [name, 3, 2, { 'retention.ms': '1000' }];
const shown = (address: string, name: string) => ({
  ...{ address, mode: 'managed', type: 'kafka_topic', name: 'x' },
  values: values(name),
});

test.each([
  [
    'terraform show -json of a state, with modules',
    {
      format_version: '1.0',
      values: {
        root_module: {
          resources: [shown('kafka_topic.x', 'a'), { ...shown('data.kafka_topic.x', 'no'), mode: 'data' }],
          child_modules: [{ child_modules: [{ resources: [shown('module.m.kafka_topic.x["b"]', 'b')] }] }],
        },
      },
    },
  ],
  [
    'terraform show -json of a plan',
    {
      format_version: '1.2',
      planned_values: {
        root_module: { resources: [shown('kafka_topic.x', 'a'), shown('kafka_topic.y', 'b')] },
      },
      configuration: {},
    },
  ],
  [
    'a state file',
    {
      ...{ version: 4, terraform_version: '1.9.0', serial: 3, lineage: 'x' },
      resources: [
        {
          ...{ mode: 'managed', type: 'kafka_topic', name: 'x' },
          instances: [
            { index_key: 'a', attributes: values('a') },
            { index_key: 'b', attributes: values('b') },
          ],
        },
        { mode: 'data', type: 'kafka_topic', name: 'no', instances: [{ attributes: values('no') }] },
      ],
    },
  ],
  ['a .tf.json file', { resource: { kafka_topic: { x: values('a'), y: [values('b')] } } }],
])('%s', (_, document) => {
  const { topics, untranslated, ignored } = imported({ 'x.json': JSON.stringify(document, null, 2) });
  expect(topics).toEqual([declared('a'), declared('b')]);
  expect([untranslated, ignored]).toEqual([[], []]);
});

test('JSON indented with tabs', () => {
  const document = { resource: { kafka_topic: { x: values('a') } } };
  expect(imported({ 'x.tf.json': JSON.stringify(document, null, '\t') }).topics).toEqual([declared('a')]);
});

test('references in a .tf.json file are no values', () => {
  const resource = { kafka_topic: { x: { name: 'a', partitions: `\${var.n}`, replication_factor: 1 } } };
  expect(imported({ 'x.tf.json': JSON.stringify({ resource }) }).untranslated).toEqual([
    `x.tf.json:1 a: partitions | It is filled in elsewhere. ${ask} The manifest leaves it to the cluster.`,
  ]);
});
