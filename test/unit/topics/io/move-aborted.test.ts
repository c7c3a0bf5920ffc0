import { expect, test } from 'vitest';
import { alterPartitionReassignments } from '../../../../src/lib/kafka/requests/alter-partition-reassignments.js';
import { listPartitionReassignments } from '../../../../src/lib/kafka/requests/list-partition-reassignments.js';
import { metadata } from '../../../../src/lib/kafka/requests/metadata.js';
import { topic } from '../builders.js';
import { metadataOf } from './answers.js';
import { alterations, begun, moving, running, targetsOf, throttled } from './moving.js';

const part = 'move';
const notBegun = [{ part, error: 'it was not begun' }];
const goesOn = [
  { part, error: expect.stringContaining('still being moved; run the command again'), isUncertain: true },
];

test('an abort while watching leaves the moves running, and their throttle with them', async () => {
  const { client, clock, aborter, move } = moving();
  throttled(client);
  client.once(alterPartitionReassignments, begun);
  client.once(listPartitionReassignments, running('a', 'b'), running('b'));
  clock.during = () => aborter.abort();
  expect(await move(['a', 'b'], 5n)).toEqual({ a: [{ part }], b: goesOn });
  expect(alterations(client).filter((line) => !line.includes('='))).toEqual([]);
});

test('an abort while the throttle was set takes it off again and moves nothing', async () => {
  const { client, aborter, move } = moving();
  throttled(client);
  client.once(metadata, () => {
    aborter.abort();
    return metadataOf([topic({ name: 'a' })]);
  });
  expect(await move(['a'], 5n)).toEqual({ a: notBegun });
  const lines = alterations(client);
  expect(lines.filter((line) => line.includes('='))).toHaveLength(8);
  expect(lines.filter((line) => !line.includes('='))).toHaveLength(8);
});

test('an abort while new partitions are waited for moves nothing', async () => {
  const { clock, aborter, move } = moving();
  clock.during = () => aborter.abort(new Error('Interrupted.'));
  expect(await move(['a'], undefined, { partitions: 3 })).toEqual({ a: notBegun });
});

test('topics of a later request are not begun, and not taken for moved', async () => {
  const { client, aborter, move } = moving();
  const large = ['a', 'b'].map((name) => topic({ name, partitions: 600 }));
  client.once(metadata, metadataOf(large));
  client.once(alterPartitionReassignments, (request) => {
    aborter.abort();
    return begun(request);
  });
  client.once(listPartitionReassignments, running('a'));
  expect(await move(['a', 'b'])).toEqual({ a: goesOn, b: notBegun });
  expect(targetsOf(client)).toEqual([['a']]);
});
