import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareServers } from '../../../../src/lib/doctor/kubernetes/compare-servers.js';
import { type Address, formatAddress } from '../../../../src/lib/kafka/address.js';

const at = (host: string, port = 9098): Address => ({ host, port });
const three = [at('b-1'), at('b-2'), at('b-3')];

test.each<
  [string, readonly string[], readonly Address[] | undefined, readonly Address[] | undefined, object]
>([
  ['nothing is known', ['b-1:9098'], undefined, undefined, { kind: 'unknown' }],
  [
    'all, in another order and case',
    ['B-3:9098', 'b-1:9098', 'b-2:9098'],
    three,
    undefined,
    { kind: 'same' },
  ],
  ['a part', ['b-2:9098'], three, undefined, { kind: 'same' }],
  ['what the cluster says is enough', ['b-9:9098'], [at('b-1')], [at('b-9')], { kind: 'same' }],
  ['only the cluster says something', ['b-9:9098'], undefined, [at('b-9')], { kind: 'same' }],
  ['bootstrap names beside those advertised', ['boot:9098'], [at('boot')], three, { kind: 'same' }],
  ['one is of nobody', ['b-1:9098', 'old:9098'], three, undefined, { kind: 'partly', gone: ['old:9098'] }],
  [
    'of exops.yaml, whatever the cluster names',
    ['b-1:9098', 'b-3:9098'],
    three,
    [at('b-1')],
    { kind: 'same' },
  ],
  ['another cluster', ['10.0.0.7:9098'], three, undefined, { kind: 'elsewhere' }],
  ['MSK, for another login', ['b-1:9096', 'b-2:9096'], three, undefined, { kind: 'other login', port: 9096 }],
  ['another port', ['b-1:19092'], three, undefined, { kind: 'other port', servers: ['b-1:19092'] }],
  ['another port on a part', ['b-1:19092', 'x:1'], three, undefined, { kind: 'elsewhere' }],
])('%s', (_, servers, brokers, advertised, wanted) => {
  expect(compareServers(servers, { brokers, advertised })).toEqual(wanted);
});

test('one of exops.yaml that the cluster does not name is gone where nothing answers at it', () => {
  const advertised = [at('b-1'), at('b-2')];
  const compare = (...answering: readonly Address[]) =>
    compareServers(['b-1:9098', 'b-3:9098'], { brokers: three, advertised, answering });
  expect(compare(at('b-1'), at('b-2'))).toEqual({ kind: 'partly', gone: ['b-3:9098'] });
  expect(compare(at('b-3'))).toEqual({ kind: 'same' });
  const only = { brokers: three, advertised, answering: advertised };
  expect(compareServers(['b-3:9098'], only)).toEqual({ kind: 'elsewhere' });
  const alone = { brokers: three, advertised: undefined, answering: [] };
  expect(compareServers(['b-3:9098'], alone)).toEqual({ kind: 'same' });
});

test('any part of the brokers, in any order, is the same', () => {
  const brokers = fc.uniqueArray(fc.tuple(fc.domain(), fc.integer({ min: 1, max: 65_535 })), {
    minLength: 1,
    maxLength: 6,
    selector: ([host]) => host.toLowerCase(),
  });
  fc.assert(
    fc.property(brokers, fc.context(), fc.nat(5), (found, _, less) => {
      const all = found.map(([host, port]) => at(host, port));
      const some = all.toReversed().slice(0, Math.max(1, all.length - less));
      for (const known of [
        { brokers: all, advertised: undefined },
        { brokers: undefined, advertised: all },
        { brokers: all, advertised: all },
      ])
        expect(compareServers(some.map(formatAddress), known)).toEqual({ kind: 'same' });
    }),
  );
});
