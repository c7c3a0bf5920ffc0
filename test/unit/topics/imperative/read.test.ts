import { describe, expect, test } from 'vitest';
import { readNames, readNewNames, readPatterns } from '../../../../src/lib/topics/imperative/read-names.js';
import {
  readRemovals,
  readSettings,
  refuseSettingAsFile,
} from '../../../../src/lib/topics/imperative/read-settings.js';

describe('settings of a command line', () => {
  test.each<[string[], Record<string, string>]>([
    [[], {}],
    [['retention.ms=3d'], { 'retention.ms': '259200000' }],
    [
      ['segment.bytes=64MiB', 'cleanup.policy=delete,compact'],
      { 'segment.bytes': '67108864', 'cleanup.policy': 'compact,delete' },
    ],
    [['key.of.another=a=b'], { 'key.of.another': 'a=b' }],
    [['key.of.another='], { 'key.of.another': '' }],
    [['retention.bytes=unlimited'], { 'retention.bytes': '-1' }],
    [['retention.ms= 3d'], { 'retention.ms': '259200000' }],
  ])('%j', (pairs, configs) => {
    expect(readSettings(pairs)).toEqual(configs);
  });

  test.each<[string[], string]>([
    [['retention.ms'], '--set: expected key=value, such as retention.ms=3d, got "retention.ms".'],
    [['=3d'], '--set: expected key=value, such as retention.ms=3d, got "=3d".'],
    [[' =3d'], '--set: a setting needs a name.'],
    [
      ['retention.ms='],
      '--set retention.ms: expected a duration such as 3d, 12h or 259200000 (milliseconds), got "".',
    ],
    [
      ['retention.ms=soon'],
      '--set retention.ms: expected a duration such as 3d, 12h or 259200000 (milliseconds), got "soon".',
    ],
    [['cleanup.policy='], '--set cleanup.policy: expected compact or delete, or both.'],
    [['retension.ms=3d'], '--set: unknown setting "retension.ms" (did you mean "retention.ms"?)'],
    [['retention.ms=3d', 'retention.ms=4d'], '--set: retention.ms is given twice.'],
    [['replication.factor=3'], '--set: replication.factor is no setting: use --replication-factor.'],
    [['num.partitions=3'], '--set: num.partitions is no setting: use --partitions.'],
  ])('%j is refused', (pairs, message) => {
    expect(() => readSettings(pairs)).toThrow(message);
  });

  test('those that are removed, each once', () => {
    expect(readRemovals(['retention.ms', 'key.of.another', 'retention.ms'], {})).toEqual([
      'retention.ms',
      'key.of.another',
    ]);
  });

  test.each<[string, string]>([
    ['retention.ms', "retention.ms can't be both set and removed."],
    ['retension.ms', '--unset: unknown setting "retension.ms" (did you mean "retention.ms"?)'],
    ['segment.ms=3d', '--unset: expected the name of a setting, got "segment.ms=3d".'],
    ['', '--unset: a setting needs a name.'],
  ])('removing "%s" is refused', (key, message) => {
    expect(() => readRemovals([key], { 'retention.ms': '5' })).toThrow(message);
  });

  test('a setting where the configuration file belongs is told', () => {
    expect(() => refuseSettingAsFile('retention.ms=3d')).toThrow(
      '--config names exops.yaml: a setting of topics is --set "retention.ms=3d".',
    );
    for (const file of [undefined, 'exops.yaml', './a.b=c.yaml', '/a/b=c'])
      expect(() => refuseSettingAsFile(file)).not.toThrow();
  });
});

describe('names of a command line', () => {
  test('new ones are those of Kafka, none internal, none that collides', () => {
    expect(readNewNames(['a.b', 'c-d_e'])).toEqual(['a.b', 'c-d_e']);
  });

  test.each<[string[], string]>([
    [['a b'], '"a b" isn\'t the name of a topic: " " can\'t stand in a topic\'s name'],
    [['orders.*'], '"*" can\'t stand in a topic\'s name'],
    [[''], '"" isn\'t the name of a topic: a topic needs a name.'],
    [['x'.repeat(250)], 'the name has 250 characters, at most 249 are allowed'],
    [['a', 'a'], '"a" is given twice.'],
    [['a.b', 'a_b'], '"a_b" collides with "a.b": Kafka can\'t tell "." from "_" in the names of topics.'],
    [['__mine'], '"__mine" is an internal topic, which exops doesn\'t change.'],
  ])('%j can not be made', (names, message) => {
    expect(() => readNewNames(names)).toThrow(message);
  });

  test('patterns are names and globs, each once', () => {
    expect(readPatterns(['a', 'b.*', 'c-?', 'a'])).toEqual(['a', 'b.*', 'c-?']);
    expect(readPatterns(['__*', '*'])).toEqual(['__*', '*']);
    expect(readPatterns(['__mine'], true)).toEqual(['__mine']);
  });

  test.each<[string, string]>([
    ['orders-[0-9]', '"[" can\'t stand in a topic\'s name'],
    ['^orders.*', '"^" can\'t stand in a topic\'s name'],
    ['__mine', '"__mine" is an internal topic'],
  ])('the pattern %s is refused', (text, message) => {
    expect(() => readPatterns([text])).toThrow(message);
  });

  test('where records go, only full names do', () => {
    expect(readNames(['a', 'b', 'a'])).toEqual(['a', 'b']);
    expect(() => readNames(['a*'])).toThrow('"a*" is a pattern: this command takes full names only.');
  });
});
