import { expect, test } from 'vitest';
import { imported, lines } from './importing.js';

const descriptor = lines`
  context: shop
  source: web
  company: acme
  projects:
    - name: orders
      consumers: [{ principal: "User:App" }]
      topics:
        - name: created
          config: { num.partitions: "3", replication.factor: "2", retention.ms: "1000" }
        - name: changed
          dataType: avro
          plan: gold
          config: { max.message.bytes: "1" }
  special_topics:
    - name: heartbeat
      dataType: json
      config: { num.partitions: "1" }
  `;

const plans = lines`
  plans:
    gold:
      alias: gold
      config: { retention.ms: "5000", max.message.bytes: "7340116" }
  `;

const unnamed =
  "d.yaml:1 names by julie's default | Topics are called context.source.company.project.topic. If topology-builder.properties says otherwise, give that file, too.";
const consumers =
  'd.yaml:6 consumers of julie | exops manages topics: no rights, schemas, connectors or applications.';

test('whole names, plans beneath the own settings, special topics by their own name', () => {
  const { topics, untranslated, ignored } = imported({ 'd.yaml': descriptor, 'plans.yaml': plans });
  expect(topics).toEqual([
    ['heartbeat', 1, undefined, {}],
    [
      ...['shop.web.acme.orders.changed.avro', undefined, undefined],
      { 'max.message.bytes': '1', 'retention.ms': '5000' },
    ],
    ['shop.web.acme.orders.created', 3, 2, { 'retention.ms': '1000' }],
  ]);
  expect(untranslated).toEqual([]);
  expect(ignored).toEqual([unnamed, consumers]);
});

test('a plan that no file has', () => {
  expect(imported({ 'd.yaml': descriptor }).untranslated).toEqual([
    "d.yaml:12 shop.web.acme.orders.changed.avro: plan gold | The settings of this plan are left out: it isn't among the files. Give the file of --plans, too.",
  ]);
});

const withSettings = (settings: string) => {
  const { topics, untranslated, ignored, manifest } = imported({
    'd.yaml': descriptor,
    'plans.yaml': plans,
    'topology-builder.properties': `sasl.jaas.config=... password="hunter2";\n${settings}\n`,
  });
  expect(JSON.stringify([manifest, untranslated, ignored])).not.toContain('hunter2');
  expect(ignored).toEqual([consumers]);
  return { names: topics.map(([name]) => name), untranslated };
};

test.each([
  ['topology.topic.prefix.format=name', ['changed', 'created', 'heartbeat']],
  [
    'topology.topic.prefix.separator=_',
    ['heartbeat', 'shop_web_acme_orders_changed_avro', 'shop_web_acme_orders_created'],
  ],
  [
    'topology.topic.prefix.format="{{company}}-{{ project }}-{{topic}}"',
    ['acme-orders-changed', 'acme-orders-created', 'heartbeat'],
  ],
  [
    'topology.project.prefix.format={{context}}.{{project}}.',
    ['heartbeat', 'shop.orders.changed.avro', 'shop.orders.created'],
  ],
])('%s', (settings, names) => {
  expect(withSettings(settings)).toEqual({ names, untranslated: [] });
});

test('a format that does more than put values in is not guessed at', () => {
  const { names, untranslated } = withSettings('topology.topic.prefix.format={{topic|upper}}');
  expect(names).toEqual(['heartbeat']);
  expect(untranslated).toEqual([
    'd.yaml:8 created: name | Left out: its name is made by "{{topic|upper}}", which is more than attributes put in.',
    'd.yaml:10 changed: name | Left out: its name is made by "{{topic|upper}}", which is more than attributes put in.',
  ]);
});

test('dead letter topics that julie makes by itself are said', () => {
  expect(withSettings('topology.dlq.topics.generate=true').untranslated).toEqual([
    'topology-builder.properties:2 topology.dlq.topics.generate | The topics that julie makes for dead letters are left out: declare them, or take them from the cluster with `topics export "*.dlq"`.',
  ]);
});
