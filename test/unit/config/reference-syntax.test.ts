import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  parseReferences,
  referenceProblems,
  referencesIn,
  wholeReference,
} from '../../../src/lib/config/reference-syntax.js';

const ref = (inside: string) => `\${${inside}}`;
const env = (name: string) => ref(`env:${name}`);
/** How a text is written that means itself. */
const escapeReferences = (text: string) => text.replaceAll('${', () => '$${');

describe('parseReferences', () => {
  test('finds references between texts', () => {
    expect(parseReferences(`b-${env('ID')}.kafka:${env('PORT')}`)).toEqual([
      'b-',
      { source: 'env', name: 'ID', text: env('ID') },
      '.kafka:',
      { source: 'env', name: 'PORT', text: env('PORT') },
    ]);
  });

  test('two dollars before a brace stand for one and a brace', () => {
    expect(parseReferences(`$${env('ID')}`)).toEqual(['${', 'env:ID}']);
    expect(parseReferences(`$$${env('ID')}`)).toEqual(['$', '${', 'env:ID}']);
  });

  test('a name may hold colons, dots and hashes', () => {
    expect(referencesIn(ref('secretsmanager:a/b:c#d.e'))).toEqual([
      { source: 'secretsmanager', name: 'a/b:c#d.e', text: ref('secretsmanager:a/b:c#d.e') },
    ]);
  });

  test('an escaped text means itself, whatever it holds', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[${}:a]*$/));
    fc.assert(
      fc.property(text, (any) => {
        expect(parseReferences(escapeReferences(any)).join('')).toBe(any);
        expect(referenceProblems(escapeReferences(any))).toEqual([]);
      }),
    );
  });

  test('the pieces of a text without dollars are the text', () => {
    fc.assert(fc.property(fc.stringMatching(/^[^$]*$/), (any) => parseReferences(any).join('') === any));
  });
});

test.each([
  [env('A'), true],
  [`${env('A')} `, false],
  [`x${env('A')}`, false],
  [env('A') + env('B'), false],
  [`$${env('A')}`, false],
  [ref('A'), false],
  ['', false],
])('%j is one whole reference: %j', (text, expected) => {
  expect(wholeReference.test(text)).toBe(expected);
});

describe('referenceProblems', () => {
  const howTo = `a reference is written as in ${env('NAME')}; "$\${" stands for the characters themselves`;
  const sources = 'there are env, cfn, secretsmanager, ssm';

  test.each([
    ['kafka:9092', []],
    ['100$', []],
    ['{a}$', []],
    [env('A'), []],
    [`$${env('A')}`, []],
    [ref('HOME'), [howTo]],
    ['${', [howTo]],
    ['${env:A', [howTo]],
    [ref(`a${env('B')}`), [howTo]],
    [ref('env:'), [`\${env:} names nothing: write it as in \${env:NAME}`]],
    [`\${cfn:dev-KafkaIp}:9092`, []],
    [ref('secretsmanager:db#password'), []],
    [ref('ssm:/x'), []],
    [ref('kafka:bootstrap'), [`\${kafka:bootstrap} works in kubernetes.secrets only`]],
    [ref('enw:A'), [`\${enw:A} has an unknown source (did you mean "env"?): ${sources}`]],
    [ref('vault:A'), [`\${vault:A} has an unknown source: ${sources}`]],
    [
      `\${vault:A} \${env:}`,
      [`\${vault:A} has an unknown source: ${sources}`, expect.stringContaining('names nothing')],
    ],
  ])('%s', (text, problems) => {
    expect(referenceProblems(text)).toEqual(problems);
  });

  test.each([
    [ref('kafka:bootstrap'), []],
    [
      ref('kafka:bootsrap'),
      [
        `\${kafka:bootsrap} is unknown (did you mean "bootstrap"?): of kafka there is \${kafka:bootstrap} only`,
      ],
    ],
    [ref('kafka:'), [`\${kafka:} is unknown: of kafka there is \${kafka:bootstrap} only`]],
    [ref('kafks:x'), [`\${kafks:x} has an unknown source (did you mean "kafka"?): ${sources}, kafka`]],
  ])('where the cluster may be named: %s', (text, problems) => {
    expect(referenceProblems(text, { withCluster: true })).toEqual(problems);
  });
});
