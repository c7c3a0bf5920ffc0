import { expect, test } from 'vitest';
import { checkMovable } from '../../../../src/lib/topics/move/movable-cluster.js';
import { brokers } from '../builders.js';

const kafka = { brokers: brokers(3), clusterId: 'c1' };

test('Kafka is throttled, Redpanda only without a throttle, whoever says that it is Redpanda', () => {
  expect(() => checkMovable({ kind: 'kafka' }, kafka, 5n)).not.toThrow();
  expect(() => checkMovable({ kind: 'msk', msk: 'standard' }, kafka, 5n)).not.toThrow();
  const words = "Redpanda doesn't know Kafka's throttles, so --throttle would limit nothing.";
  expect(() => checkMovable({ kind: 'redpanda' }, kafka, 5n)).toThrow(words);
  expect(() => checkMovable({ kind: 'kafka' }, { ...kafka, clusterId: 'redpanda.1' }, 5n)).toThrow(words);
  expect(() => checkMovable({ kind: 'redpanda' }, kafka, undefined)).not.toThrow();
});

test('MSK Serverless is refused, by what AWS says or by the names of its brokers', () => {
  const words = 'AWS places the replicas of an MSK Serverless cluster. Nothing has changed.';
  expect(() => checkMovable({ kind: 'msk', msk: 'serverless' }, kafka, undefined)).toThrow(words);
  const host = 'boot-a1.c1.kafka-serverless.ap-northeast-2.amazonaws.com';
  const shown = { ...kafka, brokers: [{ id: 1, host, port: 9098, rack: null }] };
  expect(() => checkMovable({ kind: 'kafka' }, shown, undefined)).toThrow(words);
});
