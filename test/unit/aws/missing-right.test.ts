import { describe, expect, test } from 'vitest';
import { missingRightError, parseMissingRight } from '../../../src/lib/aws/missing-right.js';

const mina = 'arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Dev_0f5c/mina@exchange.example';
const arn = (service: string, rest: string) => `arn:aws:${service}:ap-northeast-2:123456789012:${rest}`;
const instance = 'arn:aws:ec2:ap-northeast-2:123456789012:instance/i-0123456789abcdef0';

/** As the services word it. */
const sayings = {
  ec2: `You are not authorized to perform this operation. User: ${mina} is not authorized to perform: ec2:DescribeInstances because no identity-based policy allows the ec2:DescribeInstances action`,
  encoded: `You are not authorized to perform this operation. User: ${mina} is not authorized to perform: ec2:StopInstances on resource: ${instance} because no identity-based policy allows the ec2:StopInstances action. Encoded authorization failure message: ${'Zm9vYmFy'.repeat(40)}`,
  old: `You are not authorized to perform this operation. Encoded authorization failure message: ${'Zm9vYmFy'.repeat(40)}`,
  denied: `User: ${mina} is not authorized to perform: cloudformation:ListExports with an explicit deny in a service control policy`,
  star: `User: ${mina} is not authorized to perform: secretsmanager:BatchGetSecretValue on resource: * because no identity-based policy allows the secretsmanager:BatchGetSecretValue action`,
  key: `User: ${mina} is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
  eks: `User: ${mina} is not authorized to perform: eks:UpdateNodegroupConfig on resource: ${arn('eks', 'nodegroup/dev/spot/1ac2')}`,
  rds: `User: ${mina} is not authorized to perform: rds:StopDBInstance on resource: ${arn('rds', 'db:exchange-dev-mysql')} with an explicit deny in an identity-based policy`,
  autoScaling: `User: ${mina} is not authorized to perform: autoscaling:UpdateAutoScalingGroup on resource: ${arn('autoscaling', 'autoScalingGroup:*:autoScalingGroupName/web')} because no identity-based policy allows the autoscaling:UpdateAutoScalingGroup action`,
  ecs: `User: ${mina} is not authorized to perform: ecs:UpdateService on resource: ${arn('ecs', 'service/shop/api')} because no identity-based policy allows the ecs:UpdateService action`,
  scheduler: `User: ${mina} is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/exops-schedule because no identity-based policy allows the iam:PassRole action`,
  logs: `User: ${mina} is not authorized to perform: logs:DescribeLogGroups on resource: ${arn('logs', 'log-group::log-stream:')} because no identity-based policy allows the logs:DescribeLogGroups action`,
  pricing: `User: ${mina} is not authorized to perform: pricing:GetProducts because no identity-based policy allows the pricing:GetProducts action`,
  bare: `User: ${mina} is not authorized to perform: ssm:StartSession on resource: ${instance}`,
};

describe('parseMissingRight', () => {
  test.each([
    [
      'ec2',
      'ec2:DescribeInstances',
      undefined,
      'no identity-based policy allows the ec2:DescribeInstances action',
    ],
    [
      'encoded',
      'ec2:StopInstances',
      instance,
      'no identity-based policy allows the ec2:StopInstances action',
    ],
    ['denied', 'cloudformation:ListExports', undefined, 'an explicit deny in a service control policy'],
    [
      'star',
      'secretsmanager:BatchGetSecretValue',
      undefined,
      'no identity-based policy allows the secretsmanager:BatchGetSecretValue action',
    ],
    [
      'key',
      'kms:Decrypt',
      undefined,
      'the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access',
    ],
    ['bare', 'ssm:StartSession', instance, undefined],
    ['eks', 'eks:UpdateNodegroupConfig', arn('eks', 'nodegroup/dev/spot/1ac2'), undefined],
    [
      'rds',
      'rds:StopDBInstance',
      arn('rds', 'db:exchange-dev-mysql'),
      'an explicit deny in an identity-based policy',
    ],
    [
      'autoScaling',
      'autoscaling:UpdateAutoScalingGroup',
      arn('autoscaling', 'autoScalingGroup:*:autoScalingGroupName/web'),
      'no identity-based policy allows the autoscaling:UpdateAutoScalingGroup action',
    ],
    [
      'ecs',
      'ecs:UpdateService',
      arn('ecs', 'service/shop/api'),
      'no identity-based policy allows the ecs:UpdateService action',
    ],
    [
      'scheduler',
      'iam:PassRole',
      'arn:aws:iam::123456789012:role/exops-schedule',
      'no identity-based policy allows the iam:PassRole action',
    ],
    [
      'logs',
      'logs:DescribeLogGroups',
      arn('logs', 'log-group::log-stream:'),
      'no identity-based policy allows the logs:DescribeLogGroups action',
    ],
    [
      'pricing',
      'pricing:GetProducts',
      undefined,
      'no identity-based policy allows the pricing:GetProducts action',
    ],
  ] as const)('reads what is missing: %s', (name, action, resource, reason) => {
    expect(parseMissingRight(sayings[name])).toEqual({ action, resource, reason, principal: mina });
  });

  test.each([sayings.old, 'Access to KMS is not allowed', ''])('finds nothing in %o', (message) => {
    expect(parseMissingRight(message)).toBeUndefined();
  });
});

describe('missingRightError', () => {
  const call = { action: 'ec2:StopInstances', resource: 'i-0123456789abcdef0' };

  test('says which right is missing on what, and why', () => {
    const error = missingRightError(sayings.encoded, call, undefined);
    expect(error.message).toBe(
      `AWS doesn't allow ec2:StopInstances on ${instance}: no identity-based policy allows the ec2:StopInstances action.`,
    );
    expect(error.hint).toBe(
      `It was asked as ${mina}. Have the right added to its policies, or take another profile.`,
    );
    expect(error).toMatchObject({ exitCode: 4, right: { action: 'ec2:StopInstances', principal: mina } });
  });

  test('says that somebody forbade it', () => {
    const { message } = missingRightError(
      sayings.denied,
      { action: 'cloudformation:ListExports' },
      undefined,
    );
    expect(message).toBe(
      "AWS doesn't allow cloudformation:ListExports: there is an explicit deny in a service control policy.",
    );
  });

  test('says what needs a right that was not asked for by name', () => {
    const { message } = missingRightError(sayings.key, { action: 'ssm:GetParameters' }, undefined);
    expect(message).toMatch(
      /^AWS doesn't allow kms:Decrypt, which ssm:GetParameters needs: the resource does not/,
    );
  });

  test('names what was asked when AWS does not say what is missing', () => {
    const error = missingRightError(sayings.old, call, undefined);
    expect(error.message).toBe(
      "AWS doesn't allow ec2:StopInstances on i-0123456789abcdef0: You are not authorized to perform this operation.",
    );
    expect(error.hint).toBe('Have the right added to its policies, or take another profile.');
    expect(error.right).toMatchObject(call);
  });
});
