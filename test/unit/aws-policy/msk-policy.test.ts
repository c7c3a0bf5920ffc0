import { describe, expect, test } from 'vitest';
import { unknown } from '../../../src/lib/aws-policy/arns.js';
import type { PolicyCluster } from '../../../src/lib/aws-policy/facts.js';
import { needsOfCommands } from '../../../src/lib/aws-policy/needs.js';
import { findCluster, policyCluster } from '../../../src/lib/aws-policy/policy-cluster.js';
import { purposes, type Sid } from '../../../src/lib/aws-policy/purposes.js';
import { type KafkaAction, kafkaActions } from '../../../src/lib/msk/policy/kafka-actions.js';
import { type factsOf, policyFor, referring } from './facts.js';
import { allows } from './iam.js';
import { arn } from './policy-resources.js';

const uuid = '0f5c2b1a-1111-2222-3333-444455556666-1';
const msk: PolicyCluster = {
  ...{ name: 'liquibook-msk', uuid, lookUp: 'name', isThroughIam: true },
  ...{ region: undefined, accountId: undefined },
};
const cluster = arn('kafka', `cluster/liquibook-msk/${uuid}`);
const topic = arn('kafka', `topic/liquibook-msk/${uuid}/orders`);
const group = arn('kafka', `group/liquibook-msk/${uuid}/matching`);
const otherTopic = arn('kafka', `topic/other/${uuid}/orders`);
const references = referring('msk:iam');
const context = { 'aws:RequestedRegion': 'ap-northeast-2' };

const rights = (command: string, given: Parameters<typeof factsOf>[0] = { cluster: msk, references }) => {
  const policy = policyFor(command, given);
  return (action: string, resource: string) => allows(policy, { action, resource, context });
};

describe('groups of a cluster through IAM', () => {
  test.each(['groups list', 'groups describe', 'groups lag'])('%s reads', (command) => {
    const may = rights(command);
    expect(may('kafka-cluster:DescribeGroup', group)).toBe(true);
    for (const action of ['DescribeTopic', 'DescribeTopicDynamicConfiguration'])
      expect(may(`kafka-cluster:${action}`, topic)).toBe(true);
    expect(may('kafka-cluster:AlterGroup', group)).toBe(false);
    expect(may('kafka-cluster:DeleteGroup', group)).toBe(false);
    expect(may('kafka-cluster:ReadData', topic)).toBe(false);
  });

  test('groups reset commits, groups delete deletes, and neither does the other', () => {
    const [reset, deletes] = [rights('groups reset'), rights('groups delete')];
    expect([reset, deletes].map((may) => may('kafka-cluster:AlterGroup', group))).toEqual([true, false]);
    expect([reset, deletes].map((may) => may('kafka-cluster:ReadData', topic))).toEqual([true, false]);
    expect([reset, deletes].map((may) => may('kafka-cluster:DeleteGroup', group))).toEqual([false, true]);
  });
});

describe('topics of a cluster through IAM', () => {
  test.each(['topics list', 'topics describe', 'topics diff', 'topics export'])('%s reads', (command) => {
    const may = rights(command);
    expect(may('kafka-cluster:Connect', cluster)).toBe(true);
    expect(may('kafka-cluster:DescribeTopicDynamicConfiguration', topic)).toBe(true);
    expect(may('kafka-cluster:DescribeTopic', otherTopic)).toBe(false);
    expect(may('kafka-cluster:AlterTopic', topic)).toBe(false);
    expect(may('kafka-cluster:ReadData', topic)).toBe(false);
    expect(may('kafka-cluster:DescribeGroup', group)).toBe(false);
  });

  test('topics sync makes, changes, moves and deletes', () => {
    const may = rights('topics sync');
    for (const action of ['CreateTopic', 'AlterTopic', 'AlterTopicDynamicConfiguration', 'DeleteTopic']) {
      expect(may(`kafka-cluster:${action}`, topic)).toBe(true);
      expect(may(`kafka-cluster:${action}`, otherTopic)).toBe(false);
    }
    expect(may('kafka-cluster:AlterCluster', cluster)).toBe(true);
    expect(may('kafka-cluster:WriteData', topic)).toBe(false);
  });

  test('looks up the brokers by name, or by ARN', () => {
    const byName = rights('topics list');
    expect(byName('kafka:ListClustersV2', '*')).toBe(true);
    expect(byName('kafka:GetBootstrapBrokers', cluster)).toBe(true);
    expect(byName('kafka:DescribeClusterV2', cluster)).toBe(false);
    const byArn = rights('topics list', { cluster: { ...msk, lookUp: 'arn' }, references });
    expect(byArn('kafka:ListClustersV2', '*')).toBe(false);
    expect(byArn('kafka:DescribeClusterV2', cluster)).toBe(true);
    expect(byArn('kafka:GetBootstrapBrokers', arn('kafka', `cluster/other/${uuid}`))).toBe(false);
  });

  test('looks up nothing where the brokers are written down', () => {
    const actions = policyFor('topics list', { cluster: { ...msk, lookUp: undefined } }).Statement.flatMap(
      ({ Action }) => Action,
    );
    expect(actions.filter((action) => action.startsWith('kafka:'))).toEqual([]);
    expect(actions).toContain('kafka-cluster:Connect');
  });

  test('by other logins IAM has no say about its topics', () => {
    const policy = policyFor('topics sync', { cluster: { ...msk, isThroughIam: false }, references });
    expect(JSON.stringify(policy)).not.toContain('kafka-cluster:');
    expect(JSON.stringify(policy)).toContain('kafka:GetBootstrapBrokers');
  });

  test('a cluster that is no cluster of MSK needs nothing of it', () => {
    expect(JSON.stringify(policyFor('topics sync'))).not.toContain('kafka');
  });
});

describe('msk and doctor', () => {
  test.each([
    ['msk describe', 'kafka:ListScramSecrets'],
    ['msk brokers', 'kafka:GetBootstrapBrokers'],
    ['msk policy', 'kafka:GetClusterPolicy'],
    ['doctor', 'kafka:DescribeClusterV2'],
  ])('%s is about the cluster of the environment, or any without one', (command, action) => {
    expect(rights(command)(action, cluster)).toBe(true);
    expect(rights(command)(action, arn('kafka', `cluster/other/${uuid}`))).toBe(false);
    expect(rights(command, {})(action, arn('kafka', `cluster/other/${uuid}`))).toBe(true);
  });

  test('a list takes the list alone', () => {
    expect(policyFor('msk list').Statement.map(({ Action }) => Action)).toEqual([['kafka:ListClustersV2']]);
  });

  test('doctor reads rules, and may add one', () => {
    const may = rights('doctor');
    expect(may('ec2:DescribeSecurityGroups', '*')).toBe(true);
    expect(may('ec2:DescribeNetworkInterfaces', '*')).toBe(true);
    expect(may('ec2:AuthorizeSecurityGroupIngress', arn('ec2', 'security-group/sg-1'))).toBe(true);
    expect(may('ec2:AuthorizeSecurityGroupEgress', arn('ec2', 'security-group/sg-1'))).toBe(false);
    expect(may('kafka-cluster:DescribeGroup', group)).toBe(true);
  });
});

describe('the rights to Kafka in the table', () => {
  const actionsOf = (sid: Sid): readonly string[] => purposes[sid].flatMap(({ actions }) => actions);
  const kafkaRights = (sids: readonly Sid[]) =>
    sids.flatMap(actionsOf).filter((action): action is KafkaAction => action.startsWith('kafka-cluster:'));

  test('are known to IAM', () => {
    const all = kafkaRights(Object.keys(purposes) as Sid[]);
    expect(all.filter((action) => !(action in kafkaActions))).toEqual([]);
    expect(all.length).toBeGreaterThan(10);
  });

  test.each(Object.entries(needsOfCommands))(
    'of %s come with those they are of no use without',
    (_, needs) => {
      const given = kafkaRights(needs.does);
      const wanted = given.flatMap(
        (action) => Object.entries(kafkaActions).find(([name]) => name === action)?.[1].needs ?? [],
      );
      expect(wanted.filter((action) => !given.includes(action))).toEqual([]);
    },
  );
});

describe('the cluster of the environment', () => {
  const at = { kind: 'file' } as never;
  const setting = (value: string) => ({ value, origin: at });
  const settingsOf = (by: 'name' | 'arn', value: string, mechanism: string) => {
    const given = { by, cluster: setting(value), access: setting('private') };
    return { msk: given, cluster: { msk: given, auth: { mechanism: setting(mechanism) } } } as never;
  };
  const read = ({ value }: { readonly value: string }) => ({ text: value }) as never;

  test('is known by its ARN, with its own region and account', () => {
    const text = `arn:aws:kafka:eu-west-1:210987654321:cluster/dev/${uuid}`;
    expect(policyCluster(settingsOf('arn', text, 'scram'), read)).toMatchObject({
      ...{ name: 'dev', uuid, region: 'eu-west-1', accountId: '210987654321' },
      ...{ lookUp: 'arn', isThroughIam: false },
    });
  });

  test('is known by its name, until AWS tells the rest', async () => {
    const named = policyCluster(settingsOf('name', 'dev', 'iam'), read) ?? expect.unreachable();
    expect(named).toMatchObject({ name: 'dev', uuid: unknown, lookUp: 'name', isThroughIam: true });
    const found = (arns: readonly string[]) => ({
      clusters: async () => arns.map((one) => ({ arn: one }) as never),
    });
    const { signal } = new AbortController();
    const one = arn('kafka', `cluster/dev/${uuid}`);
    expect(await findCluster(found([one]), named, signal)).toEqual({ ...named, uuid });
    for (const arns of [[], [one, one], ['nonsense']])
      expect(await findCluster(found(arns), named, signal)).toBe(named);
  });

  test('may be any, where its brokers are written down and take IAM', () => {
    const brokers = (mechanism: string) =>
      ({ msk: undefined, cluster: { msk: undefined, auth: { mechanism: setting(mechanism) } } }) as never;
    expect(policyCluster(brokers('iam'), read)).toMatchObject({ name: unknown, lookUp: undefined });
    expect(policyCluster(brokers('scram'), read)).toBeUndefined();
  });
});
