import { describe, expect, test } from 'vitest';
import { hostOf, policyFor, referring, words } from './facts.js';
import { allows } from './iam.js';
import { arn, kafka } from './policy-resources.js';

describe('into a host', () => {
  test('pushes a key to it as its user, and to no other, nor as another', () => {
    const policy = policyFor('connect', { hosts: [hostOf()] });
    const push = (resource: string, user: string) =>
      allows(policy, {
        action: 'ec2-instance-connect:SendSSHPublicKey',
        resource,
        context: { 'ec2:osuser': user },
      });
    expect(push(kafka, 'ec2-user')).toBe(true);
    expect(push(kafka, 'root')).toBe(false);
    expect(push(arn('ec2', 'instance/i-0fedcba9876543210'), 'ec2-user')).toBe(false);
  });

  test('is found in its region only', () => {
    const policy = policyFor('connect', { hosts: [hostOf()] });
    const find = (region: string) =>
      allows(policy, {
        action: 'ec2:DescribeInstances',
        resource: '*',
        context: { 'aws:RequestedRegion': region },
      });
    expect([find('ap-northeast-2'), find('us-east-1')]).toEqual([true, false]);
  });

  test('each has its own user', () => {
    const other = { by: 'name', name: 'i-0fedcba9876543210' } as const;
    const policy = policyFor('connect', { hosts: [hostOf(), hostOf({ instance: other, user: 'ubuntu' })] });
    expect(words(policy).filter((line) => line.startsWith('PushSshKeys'))).toEqual([
      `PushSshKeys: ec2-instance-connect:SendSSHPublicKey on ${kafka}`,
      `PushSshKeys2: ec2-instance-connect:SendSSHPublicKey on ${arn('ec2', 'instance/i-0fedcba9876543210')}`,
    ]);
  });

  test('by its tags: whatever has all of them', () => {
    const tags = { Name: 'kafka', Team: 'web' };
    const policy = policyFor('connect', { hosts: [hostOf({ instance: { by: 'tags', tags } })] });
    const push = (given: Readonly<Record<string, string>>) =>
      allows(policy, {
        action: 'ec2-instance-connect:SendSSHPublicKey',
        resource: kafka,
        context: { 'ec2:osuser': 'ec2-user', ...given },
      });
    expect(push({ 'aws:ResourceTag/Name': 'kafka', 'aws:ResourceTag/Team': 'web' })).toBe(true);
    expect(push({ 'aws:ResourceTag/Name': 'kafka' })).toBe(false);
    expect(push({ 'aws:ResourceTag/Name': 'kafka', 'aws:ResourceTag/Team': 'x' })).toBe(false);
  });

  test('a tunnel through its endpoint, to its port', () => {
    const policy = policyFor('connect', { hosts: [hostOf({ endpoints: ['eice-1'], port: 3389 })] });
    const open = (id: string, port: string) =>
      allows(policy, {
        action: 'ec2-instance-connect:OpenTunnel',
        resource: arn('ec2', `instance-connect-endpoint/${id}`),
        context: { 'ec2-instance-connect:remotePort': port },
      });
    expect([open('eice-1', '3389'), open('eice-1', '22'), open('eice-2', '3389')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(words(policyFor('connect', { hosts: [hostOf()] })).join()).not.toMatch(
      /OpenTunnel|ConnectEndpoints|StartSession/,
    );
  });

  test('a session of SSH and of nothing else', () => {
    const policy = policyFor('connect', { hosts: [hostOf({ isThroughSsm: true })] });
    const start = (resource: string) => allows(policy, { action: 'ssm:StartSession', resource });
    expect(start(kafka)).toBe(true);
    expect(start('arn:aws:ssm:ap-northeast-2::document/AWS-StartSSHSession')).toBe(true);
    expect(start(arn('ssm', 'document/SSM-SessionManagerRunShell'))).toBe(false);
    const unchecked = { 'ssm:SessionDocumentAccessCheck': 'false' };
    expect(allows(policy, { action: 'ssm:StartSession', resource: kafka, context: unchecked })).toBe(false);
  });

  test('a pin may set its own tag, and no other', () => {
    const policy = policyFor('host pin', { hosts: [hostOf()] });
    const tag = (...keys: readonly string[]) =>
      allows(policy, { action: 'ec2:CreateTags', resource: kafka, context: { 'aws:TagKeys': keys } });
    expect(tag('exops:ssh-hostkey')).toBe(true);
    expect(tag('exops:protected')).toBe(false);
    expect(tag('exops:ssh-hostkey', 'Name')).toBe(false);
    expect(tag()).toBe(false);
  });
});

describe('references', () => {
  test('exports, stacks, secrets and parameters, each by its own', () => {
    const references = referring(
      ...['cfn:dev-KafkaInstanceId', 'cfn:kafka-stack.PrivateIp', 'env:HOME'],
      ...['secretsmanager:dev/db#password', 'secretsmanager:dev/db#user', 'secretsmanager:other'],
      ...['ssm:/exchange/dev/brokers', 'ssm:plain:3'],
    );
    expect(words(policyFor('topics list', { references }))).toEqual([
      'ReadAnything: cloudformation:ListExports secretsmanager:BatchGetSecretValue on *',
      `ResolveReferences: cloudformation:DescribeStacks on ${arn('cloudformation', 'stack/kafka-stack/*')}`,
      `ResolveReferences2: secretsmanager:GetSecretValue on ${arn('secretsmanager', 'secret:dev/db-??????')} ${arn('secretsmanager', 'secret:other-??????')}`,
      `ResolveReferences3: ssm:GetParameters on ${arn('ssm', 'parameter/exchange/dev/brokers')} ${arn('ssm', 'parameter/plain')}`,
    ]);
  });

  test('one secret alone takes no batch', () => {
    const policy = policyFor('topics list', {
      references: referring('secretsmanager:a#x', 'secretsmanager:a#y'),
    });
    expect(words(policy).join()).not.toContain('Batch');
  });

  test('by their ARNs', () => {
    const whole = arn('secretsmanager', 'secret:db-AbC123');
    const references = referring(
      ...[`secretsmanager:${whole}#x`, `secretsmanager:${arn('secretsmanager', 'secret:dbs')}`],
      ...[`ssm:${arn('ssm', 'parameter/a/b')}:7`, 'ssm:/aws/service/ami'],
    );
    const { Statement } = policyFor('topics list', { references });
    expect(Statement.flatMap(({ Resource }) => Resource)).toEqual([
      '*',
      whole,
      `${arn('secretsmanager', 'secret:dbs')}-??????`,
      arn('ssm', 'parameter/a/b'),
      'arn:aws:ssm:ap-northeast-2::parameter/aws/service/ami',
    ]);
  });

  test('the address of a host', () => {
    expect(words(policyFor('topics list', { references: referring('host:kafka') }))).toEqual([
      'ReadAnything: ec2:DescribeInstances on *',
    ]);
  });

  test('a name with a wildcard in it means itself', () => {
    const policy = policyFor('topics list', { references: referring('ssm:/a/*') });
    const read = (name: string) =>
      allows(policy, { action: 'ssm:GetParameters', resource: arn('ssm', `parameter/a/${name}`) });
    expect([read('*'), read('b')]).toEqual([true, false]);
  });
});
