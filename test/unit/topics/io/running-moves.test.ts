import { expect, test } from 'vitest';
import { LostConnectionError, UnsupportedByClusterError } from '../../../../src/lib/kafka/errors.js';
import { listPartitionReassignments } from '../../../../src/lib/kafka/requests/list-partition-reassignments.js';
import { metadata } from '../../../../src/lib/kafka/requests/metadata.js';
import { listRunningMoves } from '../../../../src/lib/topics/running-moves.js';
import { metadataOf, refused } from './answers.js';
import { running } from './moving.js';
import { ScriptedClient } from './scripted-client.js';

const notController = { error: refused('notController'), partitions: [] };
const denied = { error: refused('clusterAuthorizationFailed'), partitions: [] };

test('any broker may say which moves run', async () => {
  const client = new ScriptedClient().once(listPartitionReassignments, running('a'));
  expect(await listRunningMoves(client)).toEqual(running('a').partitions);
});

test.each([
  ['the controller', 3, 3],
  ['any broker while there is no controller', -1, undefined],
])('a broker that is not the controller has %s asked instead', async (_, controllerId, broker) => {
  const client = new ScriptedClient().once(listPartitionReassignments, notController, running('a'));
  client.once(metadata, metadataOf([], { controllerId }));
  expect(await listRunningMoves(client)).toEqual(running('a').partitions);
  expect(client.brokers(listPartitionReassignments)).toEqual([undefined, broker]);
});

test('moves are unknown when none of two brokers says', async () => {
  const client = new ScriptedClient().once(listPartitionReassignments, notController, notController);
  client.once(metadata, metadataOf([]));
  expect(await listRunningMoves(client)).toBeUndefined();
});

test.each([
  ['without the right', denied],
  ['in a cluster that does not know the request', new UnsupportedByClusterError('Any')],
])('moves are unknown %s', async (_, answer) => {
  const client = new ScriptedClient().once(listPartitionReassignments, answer);
  expect(await listRunningMoves(client)).toBeUndefined();
});

test('a lost connection is not an answer', async () => {
  const client = new ScriptedClient();
  client.once(listPartitionReassignments, new LostConnectionError('gone', true, null));
  await expect(listRunningMoves(client)).rejects.toThrow('gone');
});
