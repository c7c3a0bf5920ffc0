import { expect, test } from 'vitest';
import type { Parameter } from '../../../src/lib/aws/aws.js';
import { awsReferences } from '../../../src/lib/config/aws-references.js';
import { resolveReferences } from '../../../src/lib/config/references.js';
import { UsageError } from '../../../src/lib/errors.js';
import { awsWith } from '../aws/aws-with.js';

const ref = (reference: string) => `\${${reference}}`;

const none = () => expect.unreachable();

/** An AWS with one of each. */
const aws = awsWith({
  cloudFormation: {
    exports: async () => new Map([['Ip', '10.42.0.11']]),
    outputs: async () => new Map([['Port', '9092']]),
  },
  secretsManager: { values: async () => new Map([['db', '{"password": "hush"}']]) },
  ssm: {
    parameters: async () =>
      new Map<string, Parameter>([
        ['/plain', { value: 'open', isSecret: false }],
        ['/secret', { value: 'hush', isSecret: true }],
      ]),
  },
});

test('texts with references to AWS are resolved, and those from secret places are secret', async () => {
  const texts = [
    `${ref('cfn:Ip')}:${ref('cfn:kafka.Port')}`,
    ref('secretsmanager:db#password'),
    ref('ssm:/plain'),
    ref('ssm:/secret'),
    ref('ssm:/gone'),
  ];
  const resolved = await resolveReferences(
    texts,
    awsReferences(() => aws),
  );
  expect(resolved.map(({ text, isSecret }) => [text, isSecret])).toEqual([
    ['10.42.0.11:9092', false],
    ['hush', true],
    ['open', false],
    ['hush', true],
    ['', false],
  ]);
  expect(resolved.map(({ missing }) => missing.length)).toEqual([0, 0, 0, 0, 1]);
});

test('AWS is left alone when nothing refers to it', async () => {
  expect(await resolveReferences(['plain'], awsReferences(none))).toMatchObject([{ text: 'plain' }]);
});

test('what is wrong with opening AWS is said', async () => {
  const unset = () => {
    throw new UsageError('No AWS region is given.');
  };
  await expect(resolveReferences([ref('cfn:Ip')], awsReferences(unset))).rejects.toThrow('No AWS region');
});
