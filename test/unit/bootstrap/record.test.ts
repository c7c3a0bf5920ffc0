import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ChangeRecord,
  formatRecord,
  longestRecord,
  readRecord,
  recordAnnotation,
} from '../../../src/lib/bootstrap/record.js';
import { workloadKinds } from '../../../src/lib/k8s/kubernetes.js';

const record: ChangeRecord = {
  id: '20261121-1300-ab12',
  stamp: '2026-11-21T13:00:00.417Z',
  by: 'kim',
  phase: 'applying',
  values: [{ key: 'KAFKA_BOOTSTRAP_SERVERS', before: '10.0.11.8:9092', after: '10.0.12.31:9092' }],
  secrets: [{ secret: 'dev-matching-engine-secrets', keys: ['KAFKA_BOOTSTRAP_SERVERS'] }],
  workloads: [
    { kind: 'StatefulSet', name: 'shard-1', uid: 'b1946ac9', before: null, wasSettled: true, by: 'exops' },
  ],
};

test('is compact JSON with its version, and nothing that came along', () => {
  expect(recordAnnotation).toBe('exops/patch-bootstrap');
  const [workload] = record.workloads;
  const laden = { ...record, secretValue: 'hunter2', workloads: [{ ...workload, object: { spec: {} } }] };
  expect(formatRecord(laden as unknown as ChangeRecord)).toBe(
    '{"v":1,"id":"20261121-1300-ab12","stamp":"2026-11-21T13:00:00.417Z","by":"kim","phase":"applying",' +
      '"values":[{"key":"KAFKA_BOOTSTRAP_SERVERS","before":"10.0.11.8:9092","after":"10.0.12.31:9092"}],' +
      '"secrets":[{"secret":"dev-matching-engine-secrets","keys":["KAFKA_BOOTSTRAP_SERVERS"]}],' +
      '"workloads":[{"kind":"StatefulSet","name":"shard-1","uid":"b1946ac9","before":null,"wasSettled":true,"by":"exops"}]}',
  );
});

describe('what somebody else may have written is a problem', () => {
  const [value] = record.values;
  const [secret] = record.secrets;
  const [workload] = record.workloads;
  const changed = (change: object) => JSON.stringify({ v: 1, ...record, ...change });

  test.each<[string, string]>([
    ['', 'it is no JSON object'],
    ['{', 'it is no JSON object'],
    ['null', 'it is no JSON object'],
    ['[]', 'it is no JSON object'],
    ['{}', 'another version of exops wrote it'],
    [changed({ v: 2 }), 'another version of exops wrote it'],
    [' '.repeat(longestRecord + 1), 'it is longer than exops writes one'],
    [changed({ id: '' }), 'id is no identifier'],
    [changed({ id: 'a b' }), 'id is no identifier'],
    [changed({ stamp: '2026-11-21T13:00:00Z' }), 'stamp is no time in UTC with milliseconds'],
    [changed({ stamp: 'now' }), 'stamp is no time in UTC with milliseconds'],
    [changed({ stamp: '2026-13-21T13:00:00.000Z' }), 'stamp is no time in UTC with milliseconds'],
    [changed({ by: 'k'.repeat(201) }), 'by is no name of a person'],
    [changed({ by: 'kim\n✓ all is well' }), 'by is no name of a person'],
    [changed({ phase: 'done' }), 'phase is not as exops writes it'],
    [changed({ values: [{ ...value, before: 'hunter2' }] }), 'values.0.before is no list of hosts'],
    [changed({ values: [{ ...value, after: 'a=b' }] }), 'values.0.after is no list of hosts'],
    [changed({ values: [{ ...value, after: null }] }), 'values.0.after is not as exops writes it'],
    [changed({ values: [{ ...value, key: '../x' }] }), 'values.0.key is no key of a secret'],
    [
      changed({ secrets: [{ ...secret, secret: '../kube-system' }] }),
      'secrets.0.secret is no name of an object',
    ],
    [
      changed({ secrets: [{ ...secret, secret: 'a'.repeat(254) }] }),
      'secrets.0.secret is no name of an object',
    ],
    [changed({ secrets: [{ ...secret, keys: ['a/b'] }] }), 'secrets.0.keys.0 is no key of a secret'],
    [changed({ workloads: [{ ...workload, kind: 'Job' }] }), 'workloads.0.kind is not as exops writes it'],
    [changed({ workloads: [{ ...workload, name: 'A' }] }), 'workloads.0.name is no name of an object'],
    [changed({ workloads: [{ ...workload, uid: '' }] }), 'workloads.0.uid is no identifier'],
    [changed({ workloads: [{ ...workload, by: 'kim' }] }), 'workloads.0.by is not as exops writes it'],
    [changed({ more: 1 }), 'more is not as exops writes it'],
    [changed({ 'a\u001b[31m': 1 }), 'a\\x1b[31m is not as exops writes it'],
    [changed({ values: undefined }), 'values is not as exops writes it'],
    [`{"__proto__":{"v":1},${changed({}).slice(1)}`, '__proto__ is not as exops writes it'],
  ])('%.90s', (text, problem) => {
    expect(readRecord(text)).toEqual({ problem });
  });
});

const hosts = fc
  .array(fc.tuple(fc.domain(), fc.integer({ min: 1, max: 65535 })), { minLength: 1, maxLength: 3 })
  .map((list) => list.map(([host, port]) => `${host}:${port}`).join(','));
const name = fc.stringMatching(/^[a-z0-9]([-a-z0-9.]{0,60}[a-z0-9])?$/);
const key = fc.stringMatching(/^[-._A-Za-z0-9]{1,60}$/);
const identifier = fc.stringMatching(/^[-.:_A-Za-z0-9]{1,60}$/);
const anyRecord: fc.Arbitrary<ChangeRecord> = fc.record({
  id: identifier,
  stamp: fc
    .date({ min: new Date('2000-01-01'), max: new Date('2999-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  by: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((text) => !/\p{Cc}/u.test(text)),
  phase: fc.constantFrom('applying', 'undoing'),
  values: fc.array(fc.record({ key, before: fc.option(hosts.map((text) => ` ${text}\n`)), after: hosts })),
  secrets: fc.array(fc.record({ secret: name, keys: fc.array(key) })),
  workloads: fc.array(
    fc.record({
      kind: fc.constantFrom(...workloadKinds),
      name,
      uid: identifier,
      before: fc.option(fc.string()),
      wasSettled: fc.boolean(),
      by: fc.constantFrom('exops', 'Reloader'),
    }),
  ),
});

test('reads back every record as it was', () => {
  fc.assert(
    fc.property(anyRecord, (one) => {
      expect(readRecord(formatRecord(one))).toEqual(one);
    }),
  );
});

test('no text is an exception, and no value of it is quoted', () => {
  const odd = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .record({ values: fc.jsonValue(), secrets: fc.jsonValue(), workloads: fc.jsonValue() })
      .map((parts) => JSON.stringify({ v: 1, ...record, ...parts })),
    fc.tuple(fc.nat(), fc.string()).map(([at, text]) => {
      const whole = formatRecord(record);
      return whole.slice(0, at % whole.length) + text + whole.slice((at % whole.length) + 1);
    }),
  );
  fc.assert(
    fc.property(odd, (text) => {
      const read = readRecord(text);
      if ('problem' in read) expect(read.problem).not.toContain('10.0.11.8');
      else expect(readRecord(formatRecord(read))).toEqual(read);
    }),
  );
});
