import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeHost, judgePort, judgeServers } from '../../../../src/lib/doctor/kubernetes/judge-format.js';

const faultsOf = (value: string) =>
  judgeServers(value).faults.map(({ verdict, problem, words }) => [verdict, problem, words].join(' · '));

test.each([
  ['', 'broken · servers-empty · is empty'],
  [' \n', 'broken · servers-empty · is empty'],
  ['""', 'broken · servers-empty · is empty'],
  ['"b-1.x:9092"', 'broken · servers-quoted · has quotes in it, which the client takes for a part of a name'],
  ["'b-1.x:9092'", 'broken · servers-quoted · has quotes in it, which the client takes for a part of a name'],
  [
    '["b-1.x:9092"]',
    'broken · servers-quoted · has quotes in it, which the client takes for a part of a name',
  ],
  ['b-1.x:9092\n', 'warning · servers-untidy · ends with a line break'],
  ['b-1.x:9092\r\n', 'warning · servers-untidy · ends with a line break'],
  [' b-1.x:9092', 'warning · servers-untidy · has spaces around it'],
  ['b-1.x:9092, b-2.x:9092', 'warning · servers-untidy · has spaces beside its commas'],
  ['b-1.x:9092,', 'warning · servers-untidy · has a comma too many'],
  [
    'b-1:9092b-2:9092',
    'broken · servers-comma-missing · its first entry is two addresses without a comma between',
  ],
  [
    'a.x:1,b-1.x:9098b-2.x:9098',
    'broken · servers-comma-missing · its second entry is two addresses without a comma between',
  ],
  [
    '10.0.1.7:909210.0.1.8:9092',
    'broken · servers-comma-missing · its first entry is two addresses without a comma between',
  ],
  [
    'b-1.x:9092 b-2.x:9092',
    'broken · servers-comma-missing · its first entry is two addresses without a comma between',
  ],
  [
    'b-1.x:9092;b-2.x:9092',
    'broken · servers-comma-missing · its first entry is two addresses without a comma between',
  ],
  ['kafka://b-1.x:9092', 'broken · servers-scheme · begins with kafka://, which belongs nowhere in it'],
  ['hunter2://b-1.x:9092', 'broken · servers-scheme · begins with a scheme://, which belongs nowhere in it'],
  [
    'SASL_SSL://b-1.x:9098',
    'warning · servers-scheme · begins with sasl_ssl://, which belongs nowhere in it',
  ],
  ['b-1.x', 'broken · servers-port-missing · b-1.x has no port'],
  ['hunter2', 'broken · servers-port-missing · its first entry has no port'],
  ['b-1.x:9092,b-2.x', 'broken · servers-port-missing · b-2.x has no port'],
  ['b-1.x:99999', 'broken · servers-unreadable · b-1.x:99999 is no host:port'],
  ['user:secret@b-1.x:9092', 'broken · servers-unreadable · its first entry is no host:port'],
  ['b-1.x:9092,B-1.x:9092', 'warning · servers-twice · B-1.x:9092 is there twice'],
])('servers %j', (value, fault) => {
  expect(faultsOf(value)).toEqual([fault]);
});

test('the same mistake in each entry is told once', () => {
  expect(faultsOf('kafka://b-1.x:9092,kafka://b-2.x:9092')).toEqual([
    'broken · servers-scheme · begins with kafka://, which belongs nowhere in it',
  ]);
  expect(faultsOf('b-1.x,b-2.x')).toEqual(['broken · servers-port-missing · b-1.x has no port']);
});

test('what is forgiven is read all the same', () => {
  expect(judgeServers('SSL://b-1.x:9094, b-2.x:9094\n').servers).toEqual(['b-1.x:9094', 'b-2.x:9094']);
  expect(judgeServers('b-1.x:9094,b-2.x').servers).toBeUndefined();
});

test.each([
  ['b-1:9092', 'host-with-port', 'b-1:9092 has a port, where a host alone belongs'],
  ['b-1.x:9092,b-2.x:9092', 'host-with-port', 'b-1.x:9092 has a port, where a host alone belongs'],
  ['[::1]:9092', 'host-with-port', '[::1]:9092 has a port, where a host alone belongs'],
  ['', 'servers-empty', 'is empty'],
  ['kafka://b-1', 'servers-scheme', 'begins with kafka://, which belongs nowhere in it'],
  ['b-1\n', 'servers-untidy', 'has a space or a line break around it, so that the name is another'],
  ['"b-1"', 'servers-quoted', 'has quotes in it, which the client takes for a part of a name'],
])('host %j', (value, problem, words) => {
  expect(judgeHost(value)).toEqual([{ problem, verdict: 'broken', words }]);
});

test.each(['b-1', 'b-1.liquibook.kafka.example', '10.0.1.7', '::1', 'kafka.dev.svc.cluster.local'])(
  'host %j is fine',
  (value) => {
    expect(judgeHost(value)).toEqual([]);
  },
);

test('ports', () => {
  expect(['9092', ' 9098', '1', '65535'].flatMap(judgePort)).toEqual([]);
  for (const value of ['', '0', '65536', 'tcp://10.0.0.1:9092', 'b-1:9092', '9092;'])
    expect(judgePort(value)).toEqual([
      { problem: 'port-unreadable', verdict: 'broken', words: 'is no number from 1 to 65535' },
    ]);
});

const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/);
const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
const host = fc.oneof(
  name,
  fc.ipV4(),
  fc.ipV6().map((address) => `[${address}]`),
);
const port = fc.integer({ min: 1, max: 65_535 });
const server = fc.tuple(host, port).map(([one, at]) => `${one}:${at}`);
const list = fc.uniqueArray(server, { minLength: 1, maxLength: 5, selector: (one) => one.toLowerCase() });

test('a valid list never alarms, and is read as it is', () => {
  fc.assert(
    fc.property(list, (servers) => {
      const { faults, servers: read } = judgeServers(servers.join(','));
      expect(faults).toEqual([]);
      expect(read).toEqual(servers);
    }),
  );
});

test('two addresses of a list run together always alarm', () => {
  const dotted = fc.tuple(name, label, port).map(([one, two, at]) => `${one}.${two}:${at}`);
  fc.assert(
    fc.property(dotted, dotted, (one, two) => {
      expect(judgeServers(one + two).faults.map(({ problem }) => problem)).toEqual(['servers-comma-missing']);
    }),
  );
});

test('nothing of a value that is no address comes out', () => {
  const secret = 'canary-4711';
  const around = fc.constantFrom(
    '%',
    '%@b-1.x:9092',
    '"%"',
    '% %',
    '%;%',
    'x:%@y',
    '%\n',
    '%://b-1.x:1',
    '%,%',
    '%:x',
  );
  fc.assert(
    fc.property(around, (pattern) => {
      const value = pattern.replaceAll('%', secret);
      expect(JSON.stringify([judgeServers(value).faults, judgeHost(value), judgePort(value)])).not.toContain(
        secret,
      );
    }),
  );
});
