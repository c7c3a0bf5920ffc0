import { describe, expect, test } from 'vitest';
import { assignedPartitions, subscribedTopics } from '../../../src/lib/kafka/consumer-protocol.js';
import { consumerGroupDescribe } from '../../../src/lib/kafka/requests/consumer-group-describe.js';
import { deleteGroups } from '../../../src/lib/kafka/requests/delete-groups.js';
import { describeGroups } from '../../../src/lib/kafka/requests/describe-groups.js';
import { findCoordinator } from '../../../src/lib/kafka/requests/find-coordinator.js';
import { offsetCommit } from '../../../src/lib/kafka/requests/offset-commit.js';
import { shareGroupDescribe } from '../../../src/lib/kafka/requests/share-group-describe.js';
import { bytes, hex, read, written } from './bytes.js';

const member = {
  ...{ id: 'm', client: 'c', host: '/h' },
  ...{ metadata: bytes('aa'), assignment: bytes('bbcc') },
};
const stable = {
  ...{ group: 'g', error: undefined, state: 'Stable', protocolType: 'consumer', protocol: 'range' },
};

describe('DescribeGroups', () => {
  test('v2 asks for names alone', () => {
    expect(written(describeGroups, 2, { groups: ['g', 'hh'] })).toBe(hex('00000002 0001 "g" 0002 "hh"'));
    const answer = bytes(`
      00000000
      00000001 0000 0001 "g" 0006 "Stable" 0008 "consumer" 0005 "range"
        00000001 0001 "m" 0001 "c" 0002 "/h" 00000001 aa 00000002 bbcc
    `);
    expect(read(describeGroups, 2, answer)).toEqual([
      { ...stable, members: [{ ...member, instance: null }] },
    ]);
  });

  test('v3 could ask for operations, and does not', () => {
    expect(written(describeGroups, 3, { groups: ['g'] })).toBe(hex('00000001 0001 "g" 00'));
    const answer = bytes('00000000 00000001 001e 0001 "g" 0000 0000 0000 00000000 80000000');
    expect(read(describeGroups, 3, answer)).toMatchObject([
      { group: 'g', error: { name: 'GROUP_AUTHORIZATION_FAILED' }, members: [] },
    ]);
  });

  test('v4 knows static members', () => {
    const answer = bytes(`
      00000000
      00000001 0000 0001 "g" 0006 "Stable" 0008 "consumer" 0005 "range"
        00000001 0001 "m" 0002 "i1" 0001 "c" 0002 "/h" 00000001 aa 00000002 bbcc
      80000000
    `);
    expect(read(describeGroups, 4, answer)).toEqual([
      { ...stable, members: [{ ...member, instance: 'i1' }] },
    ]);
  });

  test('v5 is the first flexible one', () => {
    expect(written(describeGroups, 5, { groups: ['g'] })).toBe(hex('02 02 "g" 00 00'));
    const answer = bytes(`
      00000000
      02 0000 02 "g" 07 "Stable" 09 "consumer" 06 "range"
        02 02 "m" 00 02 "c" 03 "/h" 02 aa 03 bbcc 00
      80000000 00
      00
    `);
    expect(read(describeGroups, 5, answer)).toEqual([
      { ...stable, members: [{ ...member, instance: null }] },
    ]);
  });

  test('v6 says in words what is wrong', () => {
    const answer = bytes('00000000 02 0045 03 "no" 02 "g" 05 "Dead" 01 01 01 80000000 00 00');
    expect(read(describeGroups, 6, answer)).toMatchObject([
      { group: 'g', error: { name: 'GROUP_ID_NOT_FOUND', message: 'no' }, state: 'Dead' },
    ]);
  });
});

const topicId = '00112233445566778899aabbccddeeff';

test('ConsumerGroupDescribe v0: members with what they have and what they are to have', () => {
  expect(written(consumerGroupDescribe, 0, { groups: ['g'] })).toBe(hex('02 02 "g" 00 00'));
  const answer = bytes(`
    00000000
    02 0000 00 02 "g" 0c "Reconciling" 00000007 00000006 08 "uniform"
      02 02 "m" 03 "i1" 00 00000005 02 "c" 03 "/h"
        02 02 "a" 00
        02 ${topicId} 02 "a" 03 00000000 00000002 00 00
        01 00
      00
    80000000 00
    00
  `);
  expect(read(consumerGroupDescribe, 0, answer)).toEqual([
    {
      ...{
        group: 'g',
        error: undefined,
        state: 'Reconciling',
        epoch: 7,
        assignmentEpoch: 6,
        assignor: 'uniform',
      },
      members: [
        {
          ...{ id: 'm', instance: 'i1', rack: null, epoch: 5, client: 'c', host: '/h' },
          ...{ subscribed: ['a'], subscribedPattern: null },
          ...{ assigned: [{ name: 'a', partitions: [0, 2] }], target: [] },
        },
      ],
    },
  ]);
});

test('ShareGroupDescribe v1: members of a share group have one assignment', () => {
  expect(written(shareGroupDescribe, 1, { groups: ['s'] })).toBe(hex('02 02 "s" 00 00'));
  const answer = bytes(`
    00000000
    02 0000 00 02 "s" 07 "Stable" 00000002 00000002 07 "simple"
      02 02 "m" 03 "r1" 00000002 02 "c" 03 "/h"
        02 02 "a"
        02 ${topicId} 02 "a" 02 00000001 00 00
      00
    80000000 00
    00
  `);
  const assigned = [{ name: 'a', partitions: [1] }];
  expect(read(shareGroupDescribe, 1, answer)).toMatchObject([
    { group: 's', members: [{ id: 'm', instance: null, rack: 'r1', epoch: 2, assigned, target: assigned }] },
  ]);
});

describe('OffsetCommit, of nobody in the group', () => {
  const request = {
    group: 'g',
    offsets: [
      { name: 'a', partition: 0, offset: 5n },
      { name: 'b', partition: 1, offset: 1_000_000_000_000n },
      { name: 'a', partition: 2, offset: 0n },
    ],
  };

  test.each([
    [5, '', ''],
    [6, '', 'ffffffff'],
    [7, 'ffff', 'ffffffff'],
  ])('v%i', (version, instance, epoch) => {
    expect(written(offsetCommit, version, request)).toBe(
      hex(`
        0001 "g" ffffffff 0000 ${instance}
        00000002
          0001 "a" 00000002
            00000000 0000000000000005 ${epoch} ffff
            00000002 0000000000000000 ${epoch} ffff
          0001 "b" 00000001
            00000001 000000e8d4a51000 ${epoch} ffff
      `),
    );
    const answer = bytes('00000000 00000001 0001 "a" 00000002 00000000 0000 00000002 0019');
    expect(read(offsetCommit, version, answer)).toEqual([
      { name: 'a', partition: 0, error: undefined },
      { name: 'a', partition: 2, error: { code: 25, name: 'UNKNOWN_MEMBER_ID', message: null } },
    ]);
  });
});

test.each([1, 2])('FindCoordinator v%i', (version) => {
  expect(written(findCoordinator, version, { group: 'g' })).toBe(hex('0001 "g" 00'));
  expect(read(findCoordinator, version, bytes('00000000 0000 ffff 00000003 0001 "h" 00002384'))).toEqual({
    broker: 3,
    error: undefined,
  });
  expect(read(findCoordinator, version, bytes('00000000 000f 0002 "no" ffffffff 0000 ffffffff'))).toEqual({
    broker: -1,
    error: { code: 15, name: 'COORDINATOR_NOT_AVAILABLE', message: 'no' },
  });
});

test.each([0, 1])('DeleteGroups v%i', (version) => {
  expect(written(deleteGroups, version, { groups: ['g'] })).toBe(hex('00000001 0001 "g"'));
  expect(read(deleteGroups, version, bytes('00000000 00000002 0001 "g" 0000 0001 "h" 0044'))).toEqual([
    { group: 'g', error: undefined },
    { group: 'h', error: { code: 68, name: 'NON_EMPTY_GROUP', message: null } },
  ]);
});

describe('what consumers tell each other', () => {
  test('the topics of a subscription, whatever newer versions add', () => {
    const subscription = bytes('0003 00000002 0001 "a" 0001 "b" ffffffff 00000000 00000001 ffff');
    expect(subscribedTopics(subscription)).toEqual(['a', 'b']);
  });

  test('the partitions of an assignment', () => {
    const assignment = bytes('0001 00000001 0001 "a" 00000002 00000000 00000003 ffffffff');
    expect(assignedPartitions(assignment)).toEqual([{ name: 'a', partitions: [0, 3] }]);
  });

  test('nothing while the group rebalances', () => {
    expect([assignedPartitions(null), assignedPartitions(bytes(''))]).toEqual([[], []]);
  });

  test.each(['01', '0001 7fffffff', '0001 00000001 0005 "a"'])(
    'what a stranger wrote is not known: %s',
    (text) => {
      expect(assignedPartitions(bytes(text))).toBeUndefined();
    },
  );
});
