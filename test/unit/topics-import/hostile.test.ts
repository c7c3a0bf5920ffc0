import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readHcl } from '../../../src/lib/topics-import/hcl/read-hcl.js';
import { imported } from './importing.js';

const gitops = (name: string, more = '') => `topics:\n  ${JSON.stringify(name)}: { partitions: 1${more} }\n`;

describe('names and settings that a manifest can not hold', () => {
  test.each([
    ['__consumer_offsets', '"__consumer_offsets" is an internal topic, which exops never touches.'],
    ['constructor', 'exops can\'t manage a topic called "constructor".'],
    ['a b', '" " can\'t stand in a topic\'s name: letters, digits, ".", "_" and "-" can.'],
    ['a\u001b[31m', '"\u001b" can\'t stand in a topic\'s name: letters, digits, ".", "_" and "-" can.'],
    ['{shard}', '"{" can\'t stand in a topic\'s name: letters, digits, ".", "_" and "-" can.'],
    ['x'.repeat(250), 'the name has 250 characters, at most 249 are allowed.'],
  ])('%j', (name, why) => {
    const { topics, untranslated } = imported({ 'a.yaml': gitops(name) });
    expect(topics).toEqual([]);
    expect(untranslated).toEqual([`a.yaml:2 ${name}: name | Left out: ${why}`]);
  });

  test.each([
    [', partitions: 1.5', 2],
    [', configs: { "a\\e": 1 }', 1],
    [', configs: { vendor.note: "\\x9b31m" }', 1],
    [', configs: { constructor: 1 }', 1],
    [', configs: { retention.ms: { a: 1 } }', 1],
    [', configs: { retention.ms: null }', 1],
  ])('%s', (more, remarks) => {
    const { untranslated, manifest } = imported({ 'a.yaml': gitops('orders', more) });
    expect(untranslated.length).toBeLessThanOrEqual(remarks);
    expect(untranslated.length).toBeGreaterThan(0);
    expect(manifest).not.toMatch(/configs|\u009b/);
  });
});

test('anchors that multiply are refused, and the other files are read', () => {
  const rows = Array.from({ length: 12 }, (_, level) =>
    level === 0
      ? 'l0: &l0 [x, x, x, x, x, x, x, x, x, x]'
      : `l${level}: &l${level} [${`*l${level - 1}, `.repeat(10)}]`,
  );
  const { topics, untranslated } = imported({
    'bomb.yaml': `${rows.join('\n')}\ntopics: { a: { partitions: 1 } }\n`,
    'good.yaml': gitops('orders'),
  });
  expect(topics).toEqual([['orders', 1, undefined, {}]]);
  expect(untranslated).toEqual([expect.stringMatching(/^bomb\.yaml:\d+ not read \| not valid YAML: /)]);
});

test.each([
  ['a.yaml', `topics: ${'['.repeat(100_000)}`],
  ['a.json', `{"resource": ${'{"a":'.repeat(100_000)}`],
  ['a.yaml', `topics: ${'- '.repeat(20_000)}`],
  ['a.tf', `a = ${'['.repeat(100_000)}`],
  ['a.tf', 'a {'.repeat(100_000)],
  ['a.tf', `a = ${'"${'.repeat(100_000)}`],
])('nested too deeply: %s', (name, text) => {
  const { topics, untranslated } = imported({ [name]: text });
  expect(topics).toEqual([]);
  expect(untranslated).toHaveLength(1);
});

test('numbers that lost digits behind an anchor are not guessed', () => {
  const text =
    'usual: &usual { retention.ms: 9223372036854775807 }\ntopics:\n  a: { partitions: 1, configs: { <<: *usual } }\n';
  const { topics, untranslated } = imported({ 'a.yaml': text });
  expect(topics).toEqual([['a', 1, undefined, {}]]);
  expect(untranslated).toContain('a.yaml:3 a: retention.ms | Left out: it is no single value.');
});

describe('a broken file of Terraform is read as far as it goes', () => {
  test.each([
    ['resource "kafka_topic" "b" {\n  name = "b', 3, 'a text has no closing quote'],
    ['resource "kafka_topic" "b" {\n', 3, 'a block has no end'],
    ['x = <<EOT\nabc', 2, '<<EOT has no end'],
    ['x = (1', 2, 'a bracket has no end'],
    ['/* x', 2, 'a comment has no end'],
    ['= 3', 2, 'a block or an attribute was expected'],
  ])('%j', (rest, line, why) => {
    const text = `resource "kafka_topic" "a" { name = "a" }\n${rest}`;
    const { topics, untranslated } = imported({ 'a.tf': text });
    expect(topics).toEqual([['a', undefined, undefined, {}]]);
    expect(untranslated).toEqual([
      expect.stringMatching(
        new RegExp(`^a\\.tf:[${line - 1}-${line + 1}] not valid HCL \\| .*${why.replace(/[<]/g, '.')}`),
      ),
    ]);
  });
});

test('whatever a text of Terraform is, reading it ends', () => {
  const piece = fc.constantFrom(
    ...['resource "kafka_topic" "a" {', '}', 'name = "a"', '"${', '"', '{', '[', ']', '(', ')', '=', ','],
    ...['\n', '<<EOT\n', 'EOT\n', '/*', '*/', '#', '\\', '$${', '%{', 'for', ':', '1', ' '],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const { blocks, error } = readHcl(pieces.join(''));
      expect(Array.isArray(blocks)).toBe(true);
      if (error !== undefined) expect(error.line).toBeGreaterThan(0);
    }),
  );
});
