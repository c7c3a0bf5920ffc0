import { describe, expect, test } from 'vitest';
import { cloudFormation } from '../../../src/lib/aws/cloudformation.js';
import { ec2 } from '../../../src/lib/aws/ec2.js';
import { ec2InstanceConnect } from '../../../src/lib/aws/ec2-instance-connect.js';
import { secretsManager } from '../../../src/lib/aws/secretsmanager.js';
import { ssm } from '../../../src/lib/aws/ssm.js';
import { scriptedConnection } from './scripted-connection.js';

interface Position {
  readonly NextToken?: string;
}

/** Answers that moto doesn't give. */
describe('long answers', () => {
  test('of instances are read to their end', async () => {
    const { connection, asked } = scriptedConnection({
      describeInstances: ({ NextToken }: Position) => {
        const Instances = [{ InstanceId: NextToken ?? 'i-first', State: { Name: 'running' } }];
        return { Reservations: [{ Instances }], NextToken: NextToken === undefined ? 'i-second' : undefined };
      },
    });
    const found = await ec2(connection).describeInstances({ ids: ['i-first', 'i-second'] });
    expect(found.map(({ id }) => id)).toEqual(['i-first', 'i-second']);
    expect(asked).toMatchObject([
      ['describeInstances', { MaxResults: 1000 }],
      ['describeInstances', { MaxResults: 1000, NextToken: 'i-second' }],
    ]);
  });

  test('of endpoints are read to their end', async () => {
    const { connection } = scriptedConnection({
      describeInstanceConnectEndpoints: ({ NextToken }: Position) => ({
        InstanceConnectEndpoints: [{ InstanceConnectEndpointId: NextToken ?? 'eice-1', DnsName: 'x' }],
        NextToken: NextToken === undefined ? 'eice-2' : undefined,
      }),
    });
    const found = await ec2(connection).describeConnectEndpoints('vpc-1');
    expect(found.map(({ id }) => id)).toEqual(['eice-1', 'eice-2']);
  });

  test('of exports are read until all are found', async () => {
    const { connection, asked } = scriptedConnection({
      listExports: ({ NextToken = '1' }: Position) => ({
        Exports: [{ Name: `export-${NextToken}`, Value: NextToken }],
        NextToken: String(Number(NextToken) + 1),
      }),
    });
    expect(await cloudFormation(connection).exports(['export-2', 'export-3'])).toEqual(
      new Map([
        ['export-2', '2'],
        ['export-3', '3'],
      ]),
    );
    expect(asked).toHaveLength(3);
  });
});

test('a parameter is known by what it was asked by', async () => {
  const arn = 'arn:aws:ssm:ap-northeast-2:123456789012:parameter/other';
  const { connection } = scriptedConnection({
    getParameters: () => ({
      Parameters: [
        { Name: '/p', Selector: ':3', Value: 'third' },
        { Name: '/p', Selector: ':live', Value: 'labelled', Type: 'SecureString' },
        { Name: '/p', Value: 'newest', Type: 'String' },
        { Name: '/other', ARN: arn, Value: 'by arn' },
      ],
    }),
  });
  expect(await ssm(connection).parameters(['/p', '/p:3', '/p:live', arn, '/p:4'])).toEqual(
    new Map([
      ['/p', { value: 'newest', isSecret: false }],
      ['/p:3', { value: 'third', isSecret: false }],
      ['/p:live', { value: 'labelled', isSecret: true }],
      [arn, { value: 'by arn', isSecret: false }],
    ]),
  );
});

test('a secret is known by its name and by its ARN, with and without the random end', async () => {
  const arn = (name: string) => `arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:${name}`;
  const { connection, asked } = scriptedConnection({
    batchGetSecretValue: () => ({
      SecretValues: [
        { Name: 'a', ARN: arn('a-AbCdEf'), SecretString: '1' },
        { Name: 'a-AbCdEf', ARN: arn('a-AbCdEf-GhIjKl'), SecretString: '2' },
      ],
    }),
  });
  expect(await secretsManager(connection).values(['a', arn('a'), arn('a-AbCdEf-GhIjKl')])).toEqual(
    new Map([
      ['a', '1'],
      [arn('a'), '1'],
      [arn('a-AbCdEf-GhIjKl'), '2'],
    ]),
  );
  expect(asked).toHaveLength(1);
});

test('a key that was not taken, without an error, is an error', async () => {
  const { connection } = scriptedConnection({ sendSshPublicKey: () => ({ Success: false }) });
  const push = { instanceId: 'i-0', user: 'ec2-user', key: 'ssh-ed25519 AAAA' };
  await expect(ec2InstanceConnect(connection).sendPublicKey(push)).rejects.toThrow(
    "EC2 Instance Connect didn't take the key for i-0.",
  );
});
