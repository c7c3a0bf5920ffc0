import { describe, expect, test } from 'vitest';
import type { CloudFormation } from '../../../src/lib/aws/aws.js';
import { cloudFormationReferences } from '../../../src/lib/config/cloudformation-references.js';

type Texts = Readonly<Record<string, string>>;

/** What is there, and what was asked. */
function stacks(exports: Texts, outputs: Readonly<Record<string, Texts>> = {}) {
  const asked: string[] = [];
  const service: CloudFormation = {
    exports: async (names) => {
      asked.push(`exports ${names.join(' ')}`);
      return new Map(Object.entries(exports).filter(([name]) => names.includes(name)));
    },
    outputs: async (stack) => {
      asked.push(`outputs ${stack}`);
      const found = outputs[stack];
      return found === undefined ? undefined : new Map(Object.entries(found));
    },
  };
  return { asked, source: cloudFormationReferences(() => service) };
}

describe('cfn references', () => {
  test('are exports', async () => {
    const { source, asked } = stacks({ 'dev-KafkaPrivateIp': '10.42.0.11', other: 'x' });
    expect(await source.resolve(['dev-KafkaPrivateIp', 'dev-None'])).toEqual(
      new Map([['dev-KafkaPrivateIp', '10.42.0.11']]),
    );
    expect(asked).toEqual(['exports dev-KafkaPrivateIp dev-None']);
    expect(source).toMatchObject({ name: 'cfn', isSecret: false });
  });

  test('are outputs of stacks when they have a dot, each stack asked once', async () => {
    const { source, asked } = stacks({}, { kafka: { Ip: '10.42.0.11', Id: 'i-0' }, rds: { Host: 'db' } });
    const names = ['kafka.Ip', 'kafka.Id', 'rds.Host', 'rds.None', 'gone.Ip'];
    expect(await source.resolve(names)).toEqual(
      new Map([
        ['kafka.Ip', '10.42.0.11'],
        ['kafka.Id', 'i-0'],
        ['rds.Host', 'db'],
      ]),
    );
    expect([...asked].sort()).toEqual([
      `exports ${names.join(' ')}`,
      'outputs gone',
      'outputs kafka',
      'outputs rds',
    ]);
  });

  test('mean the export when there is one of that very name', async () => {
    const { source } = stacks({ 'kafka.Ip': 'export' }, { kafka: { Ip: 'output' } });
    expect(await source.resolve(['kafka.Ip'])).toEqual(new Map([['kafka.Ip', 'export']]));
  });

  test('split at the last dot, and only when something is on both sides', async () => {
    const stack = 'arn:aws:cloudformation:ap-northeast-2:123456789012:stack/v1.2/0f5c';
    const { source, asked } = stacks({}, { [stack]: { Ip: '10.42.0.11' } });
    expect(await source.resolve([`${stack}.Ip`, '.Ip', 'kafka.'])).toEqual(
      new Map([[`${stack}.Ip`, '10.42.0.11']]),
    );
    expect(asked.filter((one) => one.startsWith('outputs'))).toEqual([`outputs ${stack}`]);
  });
});
