import { expect, test } from 'vitest';
import { AccessError } from '../../../../src/lib/errors.js';
import { LostConnectionError, UnsupportedByClusterError } from '../../../../src/lib/kafka/errors.js';
import { errorCodes } from '../../../../src/lib/kafka/item-error.js';
import { deleteTopics } from '../../../../src/lib/kafka/requests/delete-topics.js';
import { refused, results } from './answers.js';
import { settling } from './settling.js';

const part = 'deletion';

test('each item ends as the answer says of it', async () => {
  const { client, settled } = settling();
  client.once(deleteTopics, results({ b: 'topicAuthorizationFailed', a: 'ok' }));
  expect(await settled(['a', 'b'])).toEqual({
    a: [{ part }],
    b: [{ part, error: refused('topicAuthorizationFailed'), isUncertain: false }],
  });
});

test('a broker is given longer to answer than it was given to work', async () => {
  const { client, settled } = settling();
  client.once(deleteTopics, results({ a: 'ok' }));
  await settled(['a']);
  expect(client.of(deleteTopics)[0]?.timeoutMs).toBe(70_000);
});

test('an item that the answer leaves out is uncertain', async () => {
  const { client, settled } = settling();
  client.once(deleteTopics, results({ a: 'ok' }));
  expect((await settled(['a', 'b']))['b']).toEqual([
    { part, error: 'the answer said nothing about it', isUncertain: true },
  ]);
});

test('a broker that ran out of time may have done it', async () => {
  const { client, settled } = settling();
  client.once(deleteTopics, results({ a: 'requestTimedOut' }));
  expect((await settled(['a']))['a']).toMatchObject([{ isUncertain: true }]);
});

test('what is there already is uncertain where a lost request of ours may have made it', async () => {
  const { client, settled } = settling();
  client.once(deleteTopics, results({ a: 'topicAlreadyExists', b: 'invalidPartitions' }));
  const endings = await settled(['a', 'b'], { alreadyCodes: [errorCodes.topicAlreadyExists] });
  expect(endings).toMatchObject({ a: [{ isUncertain: true }], b: [{ isUncertain: false }] });
});

test.each<[string, Error, object]>([
  [
    'lost after it was sent',
    new LostConnectionError('lost', true, null),
    { isUncertain: true, isAccess: false },
  ],
  [
    'lost before it was sent',
    new LostConnectionError('lost', false, null),
    { isUncertain: false, isAccess: false },
  ],
  ['refused for a right', new AccessError('lost'), { isUncertain: false, isAccess: true }],
  ['not served', new UnsupportedByClusterError('Any'), { isUncertain: false, isAccess: false }],
  ['failed by a bug', new TypeError('lost'), { isUncertain: true, isAccess: false }],
])('a request that was %s ends alike for all its items, and is not repeated', async (_, error, rest) => {
  const { client, settled } = settling();
  client.once(deleteTopics, error);
  const ending = { part, error: error.message, ...rest };
  expect(await settled(['a', 'b'])).toEqual({ a: [ending], b: [ending] });
});

test('nothing is sent on an aborted signal', async () => {
  const { client, settled } = settling();
  expect(await settled(['a'], { signal: AbortSignal.abort() })).toEqual({});
  expect(client.asked).toEqual([]);
});
