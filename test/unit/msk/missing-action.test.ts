import { describe, expect, test } from 'vitest';
import { allActions } from '../../../src/lib/msk/policy/kafka-actions.js';
import {
  missingConnect,
  missingKafkaRight,
  rightInWords,
} from '../../../src/lib/msk/policy/missing-action.js';
import { operationsOfApis } from '../../../src/lib/msk/policy/operations-of-apis.js';
import { arnOf, parsed } from './clusters.js';

const cluster = parsed(arnOf('liquibook-msk', 'aaaa-1'));
const own = (rest: string) => `arn:aws:kafka:ap-northeast-2:123456789012:${rest}`;

describe('what is missing', () => {
  test.each([
    [
      'Produce',
      'TOPIC',
      'reservation.events',
      'WriteData',
      'topic/liquibook-msk/aaaa-1/reservation.events',
      'WRITE',
    ],
    [
      'Produce',
      'CLUSTER',
      undefined,
      'WriteDataIdempotently',
      'cluster/liquibook-msk/aaaa-1',
      'IDEMPOTENT_WRITE',
    ],
    ['Fetch', 'TOPIC', 'orders', 'ReadData', 'topic/liquibook-msk/aaaa-1/orders', 'READ'],
    ['Metadata', 'TOPIC', 'orders', 'DescribeTopic', 'topic/liquibook-msk/aaaa-1/orders', 'DESCRIBE'],
    ['JoinGroup', 'GROUP', 'audit', 'AlterGroup', 'group/liquibook-msk/aaaa-1/audit', 'READ'],
    ['OffsetFetch', 'GROUP', 'audit', 'DescribeGroup', 'group/liquibook-msk/aaaa-1/audit', 'DESCRIBE'],
    ['DeleteGroups', 'GROUP', 'audit', 'DeleteGroup', 'group/liquibook-msk/aaaa-1/audit', 'DELETE'],
    ['CreateTopics', 'TOPIC', 'orders', 'CreateTopic', 'topic/liquibook-msk/aaaa-1/orders', 'CREATE'],
    ['CreateTopics', 'CLUSTER', undefined, 'CreateTopic', 'topic/liquibook-msk/aaaa-1/*', 'CREATE'],
    ['CreatePartitions', 'TOPIC', 'orders', 'AlterTopic', 'topic/liquibook-msk/aaaa-1/orders', 'ALTER'],
    [
      'DescribeConfigs',
      'TOPIC',
      'a',
      'DescribeTopicDynamicConfiguration',
      'topic/liquibook-msk/aaaa-1/a',
      'DESCRIBE_CONFIGS',
    ],
    [
      'IncrementalAlterConfigs',
      'CLUSTER',
      undefined,
      'AlterClusterDynamicConfiguration',
      'cluster/liquibook-msk/aaaa-1',
      'ALTER_CONFIGS',
    ],
    [
      'AlterPartitionReassignments',
      'CLUSTER',
      undefined,
      'AlterCluster',
      'cluster/liquibook-msk/aaaa-1',
      'ALTER',
    ],
    [
      'InitProducerId',
      'TRANSACTIONAL_ID',
      't-1',
      'AlterTransactionalId',
      'transactional-id/liquibook-msk/aaaa-1/t-1',
      'WRITE',
    ],
  ])('%s, %s_AUTHORIZATION_FAILED of %s', (api, what, resource, action, arn, operation) => {
    const missing = missingKafkaRight({ api, error: `${what}_AUTHORIZATION_FAILED`, resource }, cluster);
    expect(missing?.iam).toMatchObject({ action: `kafka-cluster:${action}`, arn: own(arn) });
    expect(missing?.operation).toBe(operation);
  });

  test('with what it is of no use without', () => {
    const missing = missingKafkaRight(
      { api: 'Fetch', error: 'TOPIC_AUTHORIZATION_FAILED', resource: 'orders' },
      cluster,
    );
    expect(missing?.iam?.needs).toEqual([
      'kafka-cluster:Connect',
      'kafka-cluster:DescribeTopic',
      'kafka-cluster:AlterGroup',
    ]);
  });

  test('of a login', () => {
    expect(missingConnect(cluster)).toMatchObject({
      action: 'kafka-cluster:Connect',
      arn: arnOf('liquibook-msk', 'aaaa-1'),
    });
  });

  test('is nothing for what is no matter of rights, or not known', () => {
    const about = (api: string, error: string) => missingKafkaRight({ api, error }, cluster);
    expect(about('Produce', 'NOT_LEADER_OR_FOLLOWER')).toBeUndefined();
    expect(about('Produce', 'GROUP_AUTHORIZATION_FAILED')).toBeUndefined();
    expect(about('constructor', 'TOPIC_AUTHORIZATION_FAILED')).toBeUndefined();
    expect(about('Produce', 'toString')).toBeUndefined();
  });

  test('IAM has no word for what only brokers may', () => {
    expect(missingKafkaRight({ api: 'Fetch', error: 'CLUSTER_AUTHORIZATION_FAILED' }, cluster)).toMatchObject(
      {
        operation: 'CLUSTER_ACTION',
        iam: undefined,
      },
    );
  });
});

describe('in words', () => {
  const refused = { api: 'Produce', error: 'TOPIC_AUTHORIZATION_FAILED', resource: 'orders' };
  const said = (byIam: boolean, of = missingKafkaRight(refused, cluster)) =>
    of === undefined ? undefined : rightInWords(of, byIam);

  test('of IAM, of ACLs, and where the ARN is not known', () => {
    expect(said(true)).toBe(`kafka-cluster:WriteData on ${own('topic/liquibook-msk/aaaa-1/orders')}`);
    expect(said(false)).toBe('WRITE on topic orders');
    expect(said(true, missingKafkaRight(refused))).toBe('kafka-cluster:WriteData on topic orders');
    const alter = { api: 'ElectLeaders', error: 'CLUSTER_AUTHORIZATION_FAILED' };
    expect(said(false, missingKafkaRight(alter))).toBe('ALTER on the cluster');
  });
});

test('every action but the login is what some request needs', () => {
  const kinds = {
    topic: 'TOPIC',
    group: 'GROUP',
    cluster: 'CLUSTER',
    'transactional-id': 'TRANSACTIONAL_ID',
  };
  const found = Object.entries(operationsOfApis).flatMap(([api, operations]) =>
    Object.keys(operations).map((kind) => {
      const error = `${kinds[kind as keyof typeof kinds]}_AUTHORIZATION_FAILED`;
      return missingKafkaRight({ api, error, resource: 'x' }, cluster)?.iam?.action;
    }),
  );
  expect(allActions.filter((action) => !found.includes(action))).toEqual(['kafka-cluster:Connect']);
});
