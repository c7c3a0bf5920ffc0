import { expect, test } from 'vitest';
import { LostConnectionError, WrongClusterError } from '../../../../src/lib/kafka/errors.js';
import { createTopics } from '../../../../src/lib/kafka/requests/create-topics.js';
import {
  announces,
  closes,
  created,
  creation,
  isSilent,
  scriptedBroker,
  showsCluster,
} from './scripted-broker.js';

const one = showsCluster('one');
const lost = (wasSent: boolean) => expect.objectContaining({ constructor: LostConnectionError, wasSent });

test('a read is repeated after a lost connection', async () => {
  const { session, connections } = await scriptedBroker([one, closes, one]);
  await session.metadata(null);
  expect((await session.metadata(null)).clusterId).toBe('one');
  expect(connections.map((asked) => asked[0])).toEqual(['Metadata', 'Metadata']);
});

test('a read is repeated once, and no more', async () => {
  const { session, connections } = await scriptedBroker([one, closes, one, closes]);
  await session.metadata(null);
  await expect(session.metadata(null)).rejects.toEqual(lost(true));
  // The second connection also asked whether it leads to the same cluster.
  expect(connections).toEqual([
    ['Metadata', 'Metadata'],
    ['Metadata', 'Metadata'],
  ]);
});

test('a change is never repeated', async () => {
  const { session, connections } = await scriptedBroker([one, closes]);
  await session.metadata(null);
  await expect(session.send(createTopics, creation)).rejects.toEqual(lost(true));
  expect(connections).toEqual([['Metadata', 'CreateTopics']]);
});

test('a change is sent over a new connection when the old one had ended before', async () => {
  const { session, connections, endConnections } = await scriptedBroker([one, one, created]);
  await session.metadata(null);
  endConnections();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const { results } = await session.send(createTopics, creation);
  expect(results).toEqual([{ name: 'orders', error: undefined }]);
  expect(connections).toEqual([['Metadata'], ['Metadata', 'CreateTopics']]);
});

test('a connection whose answer did not come in time is not used again', async () => {
  const { session, connections } = await scriptedBroker([one, isSilent, one, created]);
  await session.metadata(null);
  await expect(session.send(createTopics, creation)).rejects.toEqual(lost(true));
  await session.send(createTopics, creation);
  expect(connections).toEqual([
    ['Metadata', 'CreateTopics'],
    ['Metadata', 'CreateTopics'],
  ]);
});

test('a request may be given longer than the others', async () => {
  const { session } = await scriptedBroker([one, isSilent]);
  await session.metadata(null);
  const beganAt = performance.now();
  await expect(session.send(createTopics, creation, { timeoutMs: 900 })).rejects.toEqual(lost(true));
  expect(performance.now() - beganAt).toBeGreaterThan(890);
});

test('a read that meets another cluster after a lost connection fails', async () => {
  const { session } = await scriptedBroker([one, closes, showsCluster('two')]);
  await session.metadata(null);
  const failure = session.metadata(null);
  await expect(failure).rejects.toBeInstanceOf(WrongClusterError);
  await expect(failure).rejects.toThrow('expects cluster id one, this one is two');
});

test('a change is not sent to another cluster that the address leads to by now', async () => {
  const { session, connections, open, endConnections } = await scriptedBroker([one, showsCluster('two')]);
  await session.metadata(null);
  endConnections();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await expect(session.send(createTopics, creation)).rejects.toBeInstanceOf(WrongClusterError);
  expect(connections).toEqual([['Metadata'], ['Metadata']]);
  await expect.poll(open).toBe(0);
});

test('two answers of one session must be about one cluster', async () => {
  const { session } = await scriptedBroker([one, showsCluster('two')]);
  await session.metadata(null);
  await expect(session.metadata(null)).rejects.toBeInstanceOf(WrongClusterError);
});

test.each([-1, 0, 3, 0x7fffffff])('a frame of %i bytes ends the connection', async (length) => {
  const { session, open } = await scriptedBroker([one, announces(length)]);
  await session.metadata(null);
  const failure = session.send(createTopics, creation);
  await expect(failure).rejects.toEqual(lost(true));
  await expect(failure).rejects.toHaveProperty(
    'cause.message',
    expect.stringContaining(`it announces a frame of ${length} bytes`),
  );
  await expect.poll(open).toBe(0);
});

test('nothing is asked of a closed session', async () => {
  const { session, connections } = await scriptedBroker([one]);
  session.close();
  await expect(session.metadata(null)).rejects.toThrow('The session is closed.');
  expect(connections).toEqual([]);
});
