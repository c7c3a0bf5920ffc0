import { describe, expect, test } from 'vitest';
import {
  assignedPartitions,
  assignment,
  subscribedTopics,
  subscription,
} from '../../../src/lib/kafka/consumer-protocol.js';
import { createTopics } from '../../../src/lib/kafka/requests/create-topics.js';
import { heartbeat } from '../../../src/lib/kafka/requests/heartbeat.js';
import { joinGroup } from '../../../src/lib/kafka/requests/join-group.js';
import { leaveGroup } from '../../../src/lib/kafka/requests/leave-group.js';
import { syncGroup } from '../../../src/lib/kafka/requests/sync-group.js';
import { bytes, hex, read, written } from './bytes.js';

const rebalancing = { code: 27, name: 'REBALANCE_IN_PROGRESS', message: null };

describe.each([2, 3, 4, 5])('JoinGroup v%i', (version) => {
  const instance = version >= 5 ? 'ffff' : '';

  test('offers one assignor, with what the member subscribes to', () => {
    const request = {
      ...{ group: 'g', sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 5_000, member: '', protocol: 'p' },
      metadata: Buffer.from([1, 2]),
    };
    expect(written(joinGroup, version, request)).toBe(
      hex(`0001 "g" 00002710 00001388 0000 ${instance} 0008 "consumer" 00000001 0001 "p" 00000002 0102`),
    );
  });

  test('is answered with the generation, and for the leader with all members', () => {
    const member = (id: string) => `0002 "${id}" ${instance} 00000000`;
    const answer = bytes(
      `00000000 0000 00000007 0001 "p" 0002 "m1" 0002 "m2" 00000002 ${member('m1')} ${member('m2')}`,
    );
    expect(read(joinGroup, version, answer)).toEqual({
      ...{ error: undefined, generation: 7, leader: 'm1', member: 'm2', members: ['m1', 'm2'] },
    });
  });

  test('may be answered with an id to come again with', () => {
    const answer = bytes('00000000 004f ffffffff 0000 0000 0002 "m1" 00000000');
    expect(read(joinGroup, version, answer)).toMatchObject({
      ...{ error: { name: 'MEMBER_ID_REQUIRED' }, member: 'm1', members: [] },
    });
  });
});

describe.each([1, 2, 3])('SyncGroup and Heartbeat v%i', (version) => {
  const instance = version >= 3 ? 'ffff' : '';
  const membership = { group: 'g', generation: 7, member: 'm1' };

  test('name the member and its generation', () => {
    const assignments = [{ member: 'm2', assignment: Buffer.from([9]) }];
    const head = `0001 "g" 00000007 0002 "m1" ${instance}`;
    expect(written(syncGroup, version, { ...membership, assignments })).toBe(
      hex(`${head} 00000001 0002 "m2" 00000001 09`),
    );
    expect(written(heartbeat, version, membership)).toBe(hex(head));
  });

  test('are answered with the assignment, or with what to do', () => {
    expect(read(syncGroup, version, bytes('00000000 0000 00000001 09'))).toEqual({
      ...{ error: undefined, assignment: Buffer.from([9]) },
    });
    expect(read(heartbeat, version, bytes('00000000 001b'))).toEqual({ error: rebalancing });
  });
});

test.each([1, 2])('LeaveGroup v%i', (version) => {
  expect(written(leaveGroup, version, { group: 'g', member: 'm1' })).toBe(hex('0001 "g" 0002 "m1"'));
  expect(read(leaveGroup, version, bytes('00000000 0000'))).toEqual({ error: undefined });
});

test('what members tell each other is read as it was written', () => {
  expect(subscribedTopics(subscription(['a', 'b']))).toEqual(['a', 'b']);
  const topics = [{ name: 'a', partitions: [0, 3] }];
  expect(assignedPartitions(assignment(topics))).toEqual(topics);
  expect(subscription(['a']).toString('hex')).toBe(hex('0000 00000001 0001 "a" ffffffff'));
});

test.each([2, 3, 4])('CreateTopics v%i with replicas of each partition', (version) => {
  const topic = { name: 'a', partitions: -1, replicationFactor: -1, replicas: [[1, 2], [2]], configs: {} };
  expect(written(createTopics, version, { topics: [topic], timeoutMs: 5, validateOnly: false })).toBe(
    hex(`
      00000001 0001 "a" ffffffff ffff
        00000002
          00000000 00000002 00000001 00000002
          00000001 00000001 00000002
        00000000
      00000005 00
    `),
  );
});
