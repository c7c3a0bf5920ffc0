import { expect, test } from 'vitest';
import { imported, lines } from './importing.js';

test("Strimzi's topics, by themselves and as kubectl lists them", () => {
  const own = lines`
    apiVersion: kafka.strimzi.io/v1beta2
    kind: KafkaTopic
    metadata:
      name: reservation-events
      labels: { strimzi.io/cluster: main }
    spec:
      topicName: reservation.events
      partitions: 3
      replicas: 2
      config:
        retention.ms: 7200000
        segment.bytes: 1073741824
    ---
    apiVersion: v1
    kind: Service
    metadata: { name: web }
    `;
  const listed = JSON.stringify({
    ...{ apiVersion: 'v1', kind: 'List' },
    items: [
      {
        ...{ apiVersion: 'kafka.strimzi.io/v1beta2', kind: 'KafkaTopic' },
        ...{ metadata: { name: 'orders' }, spec: {}, status: { observedGeneration: 1 } },
      },
    ],
  });
  const { topics, untranslated, ignored } = imported({ 'a.yaml': own, 'b.json': listed });
  expect(topics).toEqual([
    ['orders', undefined, undefined, {}],
    ['reservation.events', 3, 2, { 'retention.ms': '7200000', 'segment.bytes': '1073741824' }],
  ]);
  expect(untranslated).toEqual([]);
  expect(ignored).toEqual(['a.yaml:14 Service | It is another kind of resource, and no topic.']);
});

test("jikkou's lists, its -1, and settings of ConfigMaps", () => {
  const text = lines`
    apiVersion: kafka.jikkou.io/v1beta2
    kind: KafkaTopicList
    items:
      - metadata: { name: orders }
        spec:
          partitions: -1
          replicas: -1
          configs: { min.insync.replicas: 2, cleanup.policy: compact }
          configMapRefs: [Usual, Absent]
      - metadata: { name: gone, annotations: { jikkou.io/delete: true } }
        spec: { partitions: 1 }
      - metadata: { name: test }
        spec: { partitions: 1, replicas: 1 }
        configs: { cleanup.policy: delete }
    `;
  const map = lines`
    apiVersion: core.jikkou.io/v1beta2
    kind: ConfigMap
    metadata: { name: Usual }
    data: { min.insync.replicas: 1, retention.ms: 1000 }
    `;
  const { topics, untranslated } = imported({ 'a.yaml': text, 'map.yaml': map });
  expect(topics).toEqual([
    [
      ...['orders', undefined, undefined],
      { 'cleanup.policy': 'compact', 'min.insync.replicas': '1', 'retention.ms': '1000' },
    ],
    ['test', 1, 1, {}],
  ]);
  expect(untranslated).toEqual([
    'a.yaml:8 orders: min.insync.replicas | The ConfigMap Usual says 1, which was taken, as jikkou does.',
    "a.yaml:9 orders: configMapRefs Absent | The settings of this ConfigMap are left out: it isn't among the files. Give its file, too.",
    'a.yaml:10 gone: jikkou.io/delete | Left out: the file asks to delete this topic. `exops topics delete` does.',
    'a.yaml:14 test: configs | It stands beside spec, where it means nothing.',
  ]);
});

test('what Strimzi leaves alone is said', () => {
  const text = lines`
    apiVersion: kafka.strimzi.io/v1beta2
    kind: KafkaTopic
    metadata:
      name: orders
      annotations:
        strimzi.io/managed: "false"
    spec: { partitions: 3 }
    `;
  expect(imported({ 'a.yaml': text }).untranslated).toEqual([
    'a.yaml:6 orders: strimzi.io/managed | Strimzi leaves this topic alone, and the manifest declares it: take it out if it shall stay so.',
  ]);
});

test('a template is no definition yet', () => {
  const text = lines`
    apiVersion: kafka.strimzi.io/v1beta2
    kind: KafkaTopic
    {{- range .Values.topics }}
    metadata: { name: a }
    `;
  const { topics, untranslated } = imported({ 'a.yaml': text });
  expect(topics).toEqual([]);
  expect(untranslated).toEqual([
    expect.stringMatching(
      /^a\.yaml:\d+ not read \| .*It looks like a template: import what it renders to\.$/,
    ),
  ]);
});
