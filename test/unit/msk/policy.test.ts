import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clusterPolicy, parseExisting } from '../../../src/lib/msk/policy/cluster-policy.js';
import { identityPolicy, type Wanted } from '../../../src/lib/msk/policy/identity-policy.js';
import { type ActionRule, allActions, kafkaActions } from '../../../src/lib/msk/policy/kafka-actions.js';
import { idPattern, topicPattern } from '../../../src/lib/msk/policy/patterns.js';
import { parsePrincipal } from '../../../src/lib/msk/policy/principal.js';
import { type Purpose, purposes } from '../../../src/lib/msk/policy/purposes.js';
import { resourceArn } from '../../../src/lib/msk/policy/resource-arns.js';
import { arnOf, parsed } from './clusters.js';

const uuid = '0f5c8f2e-1111-2222-3333-444455556666-1';
const cluster = parsed(arnOf('liquibook-msk'));
const own = (kind: string) => `arn:aws:kafka:ap-northeast-2:123456789012:${kind}/liquibook-msk/${uuid}`;

function wanted(input: Partial<Wanted> = {}): Wanted {
  return {
    ...{ cluster, isServerless: false, purposes: ['producer'], topics: [topicPattern('orders')] },
    ...{ groups: [], transactionalIds: [] },
    ...input,
  };
}

describe('the policy of a role', () => {
  test('of a producer', () => {
    expect(identityPolicy(wanted())).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          ...{ Sid: 'Cluster', Effect: 'Allow', Resource: [own('cluster')] },
          Action: ['kafka-cluster:Connect', 'kafka-cluster:WriteDataIdempotently'],
        },
        {
          ...{ Sid: 'Topics', Effect: 'Allow', Resource: [`${own('topic')}/orders`] },
          Action: ['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData'],
        },
      ],
    });
  });

  test('of one with transactions, which commit offsets of a group', () => {
    const { Statement } = identityPolicy(
      wanted({
        groups: [idPattern('--group', 'settlement')],
        transactionalIds: [idPattern('--transactional-id', 'shard-*')],
      }),
    );
    expect(Statement.slice(2)).toEqual([
      {
        ...{ Sid: 'Groups', Effect: 'Allow', Resource: [`${own('group')}/settlement`] },
        Action: ['kafka-cluster:AlterGroup', 'kafka-cluster:DescribeGroup'],
      },
      {
        ...{ Sid: 'TransactionalIds', Effect: 'Allow', Resource: [`${own('transactional-id')}/shard-*`] },
        Action: ['kafka-cluster:AlterTransactionalId', 'kafka-cluster:DescribeTransactionalId'],
      },
    ]);
  });

  test('of a consumer', () => {
    const groups = [idPattern('--group', 'audit-*')];
    const { Statement } = identityPolicy(wanted({ purposes: ['consumer'], groups }));
    expect(Statement.map(({ Sid, Action }) => [Sid, ...Action])).toEqual([
      ['Cluster', 'kafka-cluster:Connect'],
      ['Topics', 'kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'],
      ['Groups', 'kafka-cluster:AlterGroup', 'kafka-cluster:DescribeGroup'],
    ]);
  });

  test('of an admin, who reads and writes no records', () => {
    const { Statement } = identityPolicy(wanted({ purposes: ['admin'], topics: [topicPattern('*')] }));
    expect(Statement.map(({ Sid, Action }) => [Sid, ...Action.map((one) => one.slice(14))])).toEqual([
      [
        ...['Cluster', 'AlterCluster', 'AlterClusterDynamicConfiguration', 'Connect', 'DescribeCluster'],
        'DescribeClusterDynamicConfiguration',
      ],
      [
        ...['Topics', 'AlterTopic', 'AlterTopicDynamicConfiguration', 'CreateTopic', 'DeleteTopic'],
        ...['DescribeTopic', 'DescribeTopicDynamicConfiguration'],
      ],
    ]);
    expect(Statement[1]?.Resource).toEqual([`${own('topic')}/*`]);
  });

  test('of an admin of a serverless cluster, which has no rights to change it', () => {
    const { Statement } = identityPolicy(wanted({ purposes: ['admin'], isServerless: true }));
    expect(Statement[0]?.Action).toEqual(['kafka-cluster:Connect', 'kafka-cluster:DescribeCluster']);
  });

  test.each([
    ['aws-cn', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-west-1'],
  ])('in %s', (partition, region) => {
    const there = parsed(`arn:${partition}:kafka:${region}:123456789012:cluster/orders/aaaa-2`);
    expect(resourceArn(there, 'topic', topicPattern('a'))).toBe(
      `arn:${partition}:kafka:${region}:123456789012:topic/orders/aaaa-2/a`,
    );
  });

  test('names what means something in an ARN as itself', () => {
    expect(resourceArn(cluster, 'group', idPattern('--group', 'what?$now*'))).toBe(
      `${own('group')}/what\${?}\${$}now*`,
    );
  });
});

const topicName = fc.stringMatching(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,20}$/);
const topicTyped = fc.tuple(topicName, fc.constantFrom('', '*')).map(([name, star]) => `${name}${star}`);
const anyWanted = fc.record({
  purposes: fc.uniqueArray(fc.constantFrom<Purpose>(...purposes), { minLength: 1 }),
  topics: fc.array(topicTyped.map(topicPattern), { minLength: 1, maxLength: 4 }),
  groups: fc.array(
    fc.stringMatching(/^[ -)+-~]{1,12}$/).map((typed) => idPattern('--group', typed)),
    { maxLength: 3 },
  ),
  isServerless: fc.boolean(),
});

describe('whatever is asked for', () => {
  test('every ARN is of the cluster, its account and region, and none is of all unless somebody asked', () => {
    fc.assert(
      fc.property(anyWanted, (input) => {
        for (const { Action, Resource } of identityPolicy(wanted(input)).Statement) {
          expect(Action.join()).not.toContain('*');
          for (const arn of Resource) {
            expect(arn).toMatch(
              /^arn:aws:kafka:ap-northeast-2:123456789012:(cluster|topic|group|transactional-id)\/liquibook-msk\/0f5c8f2e-1111-2222-3333-444455556666-1(\/|$)/,
            );
            expect(arn).not.toMatch(/\/[*]$/);
          }
        }
      }),
    );
  });

  test('each action comes with those that it needs, on resources of its kind', () => {
    fc.assert(
      fc.property(anyWanted, (input) => {
        const groups = [...input.groups, idPattern('--group', 'some')];
        const { Statement } = identityPolicy(wanted({ ...input, groups }));
        const has = new Set(Statement.flatMap(({ Action }) => Action));
        for (const { Action, Resource } of Statement)
          for (const action of allActions.filter((one) => Action.includes(one))) {
            const { needs, on }: ActionRule = kafkaActions[action];
            expect(needs.filter((one) => !has.has(one))).toEqual([]);
            expect(Resource.every((arn) => arn.includes(`:${on}/`))).toBe(true);
          }
      }),
    );
  });
});

describe('patterns', () => {
  test.each([
    ['a*b', '--topic "a*b": "*" can stand only at the end.'],
    ['a**', '--topic "a**": "*" can stand only at the end.'],
    ['a b', '--topic "a b": " " can\'t stand in a topic\'s name: letters, digits, ".", "_" and "-" can.'],
    [
      'größe*',
      '--topic "größe*": "ö" can\'t stand in a topic\'s name: letters, digits, ".", "_" and "-" can.',
    ],
    ['..', '--topic "..": a topic can\'t be called "..".'],
    [
      'a\u001b',
      '--topic "a\\x1b": "\\x1b" can\'t stand in a topic\'s name: letters, digits, ".", "_" and "-" can.',
    ],
    ['x'.repeat(250), `--topic "${'x'.repeat(250)}": the name has 250 characters, at most 249 are allowed.`],
  ])('of a topic that can not be: %j', (typed, message) => {
    expect(() => topicPattern(typed)).toThrow(message);
  });

  test('of topics that begin as no topic can be called', () => {
    expect(topicPattern('..*')).toEqual({ text: '..', isPrefix: true });
    expect(topicPattern('*')).toEqual({ text: '', isPrefix: true });
  });

  test.each([
    ['', '--group "": it is empty.'],
    ['a*b', '--group "a*b": "*" can stand only at the end.'],
    ['가', '--group "가": "가" can\'t stand in an IAM policy.'],
    ['a\n', '--group "a\\n": "\\n" can\'t stand in an IAM policy.'],
  ])('of a group that can not be: %j', (typed, message) => {
    expect(() => idPattern('--group', typed)).toThrow(message);
  });
});

describe('principals', () => {
  test.each([
    ['arn:aws:iam::123456789012:role/team/app', { kind: 'role', name: 'app', accountId: '123456789012' }],
    ['arn:aws:iam::123456789012:user/kim', { kind: 'user', name: 'kim' }],
    ['123456789012', { kind: 'account', arn: 'arn:aws:iam::123456789012:root' }],
  ])('%s', (typed, expected) => {
    expect(parsePrincipal(typed, 'aws')).toMatchObject(expected);
  });

  test.each([
    ['*', '--principal * is no role, user or account.'],
    ['arn:aws:iam::1234:role/x', '--principal arn:aws:iam::1234:role/x is no role, user or account.'],
    ['arn:aws-cn:iam::123456789012:role/x', 'is of aws-cn, and the cluster is of aws.'],
    ['arn:aws:iam::123456789012:role/x;id', 'is no role, user or account.'],
  ])('not %s', (typed, message) => {
    expect(() => parsePrincipal(typed, 'aws')).toThrow(message);
  });

  test('a session of a role is told by the role', () => {
    const typed = 'arn:aws:sts::123456789012:assumed-role/app/i-0abc';
    expect(() => parsePrincipal(typed, 'aws')).toThrow(
      expect.objectContaining({
        hint: 'That is a session of a role. Name the role: --principal arn:aws:iam::123456789012:role/app',
      }),
    );
  });
});

describe('the policy of the cluster', () => {
  const principal = parsePrincipal('arn:aws:iam::123456789012:role/audit', 'aws');
  const consumer = wanted({ purposes: ['consumer'], groups: [idPattern('--group', 'audit')] });

  test('lets a principal find it, connect, and do its work', () => {
    const { Statement } = clusterPolicy(consumer, principal, undefined);
    expect(Statement[0]).toEqual({
      ...{ Sid: 'FindFor123456789012audit', Effect: 'Allow', Resource: [own('cluster')] },
      Principal: { AWS: 'arn:aws:iam::123456789012:role/audit' },
      Action: [
        ...['kafka:CreateVpcConnection', 'kafka:DescribeCluster', 'kafka:DescribeClusterV2'],
        'kafka:GetBootstrapBrokers',
      ],
    });
    expect(Statement).toHaveLength(4);
    expect(Statement).toEqual(
      Statement.map(() => expect.objectContaining({ Principal: { AWS: principal.arn } })),
    );
  });

  test('keeps what is there, once, and takes no Sid of others', () => {
    const first = clusterPolicy(consumer, principal, undefined);
    const again = clusterPolicy(consumer, principal, parseExisting(JSON.stringify(first)));
    expect(again).toEqual(first);
    const theirs = { Sid: 'FindFor123456789012audit', Effect: 'Deny', Principal: '*', Action: 'kafka:*' };
    const beside = clusterPolicy(
      consumer,
      principal,
      parseExisting(JSON.stringify({ Id: 'x', Statement: theirs })),
    );
    expect(beside).toMatchObject({
      Id: 'x',
      Statement: [theirs, { Sid: 'FindFor123456789012audit2' }, {}, {}, {}],
    });
  });

  test.each(['[', '{}', 'null'])('is not printed where it would take the place of %s', (json) => {
    expect(() => parseExisting(json)).toThrow(/^The policy that the cluster has can't be read: /);
  });
});
