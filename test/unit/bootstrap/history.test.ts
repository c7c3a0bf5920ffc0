import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addToHistory, type KeyChange, readHistory } from '../../../src/lib/bootstrap/history.js';

const change = (minute: number, rest: Partial<KeyChange> = {}): KeyChange => ({
  at: `2026-11-21T13:${String(minute).padStart(2, '0')}:00.000Z`,
  by: 'kim',
  value: `10.0.0.${minute}:9092`,
  ...rest,
});

/** The annotation after some changes of one key. */
function after(changes: readonly KeyChange[], key = 'SERVERS'): string | undefined {
  return changes.reduce<string | undefined>((text, one) => addToHistory(text, key, one), undefined);
}

function changesIn(text: string | undefined, key = 'SERVERS'): readonly KeyChange[] | undefined {
  const history = readHistory(text);
  return 'problem' in history ? undefined : history.get(key);
}

test('a change is read as it was added', () => {
  const one = change(2, { before: '10.0.0.1:9092', since: '2026-11-20T00:00:00.000Z', isOthers: true });
  const text = after([one]);
  expect(changesIn(text)).toEqual([one]);
  expect(text).toBe(
    '{"v":1,"keys":{"SERVERS":[{"at":"2026-11-21T13:02:00.000Z","by":"kim","value":"10.0.0.2:9092","before":"10.0.0.1:9092","since":"2026-11-20T00:00:00.000Z","isOthers":true}]}}',
  );
});

test('the last twenty of each key stay', () => {
  const changes = Array.from({ length: 22 }, (_, index) => change(index + 1));
  const text = addToHistory(after(changes), 'OTHER', change(30));
  expect(changesIn(text)).toEqual(changes.slice(2));
  expect(changesIn(text, 'OTHER')).toEqual([change(30)]);
});

test('a key that was removed, and one that was not there', () => {
  expect(changesIn(after([change(1, { value: null, before: 'a:1' })]))).toMatchObject([{ value: null }]);
  expect(changesIn(after([change(1, { before: null })]))).toMatchObject([{ before: null }]);
});

test('what is there already, or changes nothing, adds nothing', () => {
  const text = after([change(1)]);
  expect(addToHistory(text, 'SERVERS', change(1))).toBe(text);
  expect(addToHistory(text, 'SERVERS', change(2, { before: '10.0.0.2:9092' }))).toBe(text);
});

test('a restart for a value of ours is noted, the last one', () => {
  const text = after([change(1)]);
  const restart = (minute: number, rest: Partial<KeyChange> = {}) => {
    const { at, value } = { ...change(minute), value: change(1).value };
    return { at, stamp: at, by: 'kim', value, before: value, ...rest };
  };
  expect(changesIn(addToHistory(text, 'SERVERS', restart(2, { isOthers: true })))).toHaveLength(1);
  const once = addToHistory(text, 'SERVERS', restart(2));
  expect(changesIn(once)).toEqual([change(1), restart(2)]);
  expect(changesIn(addToHistory(once, 'SERVERS', restart(3)))).toEqual([change(1), restart(3)]);
});

test('only hosts are written', () => {
  const text = after([change(1, { value: 'hunter2', before: 'jdbc:mysql://root:hunter2@db' })]);
  expect(text).not.toContain('hunter2');
  expect(changesIn(text)).toEqual([{ at: change(1).at, by: 'kim' }]);
});

test('a long history gives up its oldest changes, of whatever key', () => {
  const long = (minute: number, from: number) =>
    change(minute, {
      value: Array.from({ length: 90 }, (_, i) => `broker-${from + i}.example:9092`).join(','),
    });
  let text: string | undefined;
  for (const key of ['A', 'B', 'C', 'D'])
    for (const minute of [1, 2, 3, 4, 5]) text = addToHistory(text, key, long(minute, minute * 100));
  expect(text?.length).toBeLessThanOrEqual(32_768);
  for (const key of ['A', 'B', 'C', 'D']) expect(changesIn(text, key)?.at(-1)?.at).toBe(change(5).at);
});

describe('what exops did not write', () => {
  test.each([
    ['', 'it is no JSON object'],
    ['[]', 'it is no JSON object'],
    ['{"v":2}', 'another version of exops wrote it'],
    ['{"v":1}', 'it is not as exops writes it'],
    ['{"v":1,"keys":{"A":[{"at":"yesterday","by":"kim"}]}}', 'it is not as exops writes it'],
    [
      '{"v":1,"keys":{"A":[{"at":"2026-11-21T13:00:00Z","by":"kim","value":"hunter2"}]}}',
      'it is not as exops writes it',
    ],
    [`{"v":1,"keys":{}}${' '.repeat(40_000)}`, 'it is longer than exops writes one'],
  ])('%.60s', (text, problem) => {
    expect(readHistory(text)).toEqual({ problem });
    expect(changesIn(addToHistory(text, 'SERVERS', change(1)))).toEqual([change(1)]);
  });

  test('no text is too odd to be read, or to be added to', () => {
    const odd = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((inner) => `{"v":1,"keys":{"SERVERS":${inner}}}`),
    );
    fc.assert(
      fc.property(odd, (text) => {
        readHistory(text);
        expect(changesIn(addToHistory(text, 'SERVERS', change(1)))?.at(-1)).toEqual(change(1));
      }),
    );
  });
});
