import { expect, test } from 'vitest';
import { clusterWords } from '../../../src/commands/cluster-words.js';

const domain = 'liquibookmsk.abc123.c4.kafka.ap-northeast-2.amazonaws.com';
const brokers = [1, 2, 3].map((id) => ({ host: `b-${id}.${domain}`, port: 9098 }));
const arn = 'arn:aws:kafka:ap-northeast-2:123456789012:cluster/liquibook-msk/0f5c2d8e-1';

test('an MSK cluster that was looked up is known by its name, and says where it is', () => {
  const msk = { arn, access: 'private', flavour: 'standard' } as const;
  expect(clusterWords({ kind: 'msk', brokers, msk })).toEqual({
    kind: 'msk liquibook-msk',
    address: 'b-1.…:9098 and 2 more',
    place: ['123456789012 ap-northeast-2'],
  });
});

test('any other is known by its addresses', () => {
  expect(clusterWords({ kind: 'msk', brokers })).toEqual({
    kind: 'msk',
    address: `b-1.${domain}:9098 and 2 more`,
    place: undefined,
  });
  expect(clusterWords({ kind: 'kafka', brokers: [{ host: '::1', port: 9092 }] }).address).toBe('[::1]:9092');
});
