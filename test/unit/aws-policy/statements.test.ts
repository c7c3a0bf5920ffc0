import { expect, test } from 'vitest';
import type { Permission } from '../../../src/lib/aws-policy/permissions.js';
import { policyOf } from '../../../src/lib/aws-policy/statements.js';

const permission = (
  sid: Permission['sid'],
  action: string,
  arn: string,
  conditions?: Permission['conditions'],
): Permission => ({ sid, action, arn, conditions });

const ofKim = { StringEquals: { 'ec2:osuser': 'kim' } };

test('actions of one resource, and resources of the same actions, stand together and sorted', () => {
  expect(
    policyOf([
      permission('Stop', 'b:Two', 'arn:2'),
      permission('Stop', 'a:One', 'arn:2'),
      permission('Stop', 'a:One', 'arn:1'),
      permission('Stop', 'b:Two', 'arn:1'),
      permission('Stop', 'b:Two', 'arn:3'),
    ]),
  ).toEqual({
    Version: '2012-10-17',
    Statement: [
      { Sid: 'Stop', Effect: 'Allow', Action: ['a:One', 'b:Two'], Resource: ['arn:1', 'arn:2'] },
      { Sid: 'Stop2', Effect: 'Allow', Action: ['b:Two'], Resource: ['arn:3'] },
    ],
  });
});

test('what has a condition never stands with what has another, or none', () => {
  const { Statement } = policyOf([
    permission('PushSshKeys', 'a:One', 'arn:1', ofKim),
    permission('PushSshKeys', 'a:One', 'arn:1'),
    permission('PushSshKeys', 'b:Two', 'arn:1', ofKim),
  ]);
  expect(Statement).toEqual([
    {
      Sid: 'PushSshKeys',
      Effect: 'Allow',
      Action: ['a:One', 'b:Two'],
      Resource: ['arn:1'],
      Condition: ofKim,
    },
    { Sid: 'PushSshKeys2', Effect: 'Allow', Action: ['a:One'], Resource: ['arn:1'] },
  ]);
});

test('purposes stay apart', () => {
  const { Statement } = policyOf([
    permission('Stop', 'a:One', 'arn:1'),
    permission('Start', 'b:Two', 'arn:1'),
  ]);
  expect(Statement.map(({ Sid }) => Sid)).toEqual(['Stop', 'Start']);
});
