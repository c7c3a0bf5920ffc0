import { expect, test } from 'vitest';
import { outcomeOf } from '../../../../src/lib/change/outcome.js';
import { LostConnectionError } from '../../../../src/lib/kafka/errors.js';
import {
  type DescribedResource,
  describeConfigs,
} from '../../../../src/lib/kafka/requests/describe-configs.js';
import { listPartitionReassignments } from '../../../../src/lib/kafka/requests/list-partition-reassignments.js';
import { metadata } from '../../../../src/lib/kafka/requests/metadata.js';
import { verifyMove } from '../../../../src/lib/topics/move/verify-move.js';
import { change, planOf } from '../../change/builders.js';
import { placed, topic } from '../builders.js';
import { metadataOf, refused } from '../io/answers.js';
import { RecordingClock } from '../io/recording-clock.js';
import { ScriptedClient } from '../io/scripted-client.js';
import { moves, ongoing } from './applying-moves.js';

const mark = 'leader.replication.throttled.replicas';

/** `orders` and `users` were moved; `describe` says what of their marks. */
function verifying(describe: (name: string) => Partial<DescribedResource> | Error) {
  const client = new ScriptedClient();
  const names = ['orders', 'users'];
  client.always(metadata, metadataOf(names.map((name) => topic({ name, placed: placed([1, 3]) }))));
  client.always(listPartitionReassignments, ongoing());
  client.always(describeConfigs, ({ resources }) => {
    const described: DescribedResource[] = [];
    for (const { type, name } of resources) {
      const said = type === 'broker' ? {} : describe(name);
      if (said instanceof Error) return said;
      described.push({ type, name, error: undefined, entries: [], ...said });
    }
    return described;
  });
  const changes = names.map((name) => ({ ...change({ name }), work: moves }));
  const done = changes.map((one) => outcomeOf(one, 'done'));
  const access = { client, clock: new RecordingClock(), changeTimeoutMs: 1_000 };
  const work = { update: () => undefined, signal: new AbortController().signal };
  return verifyMove(access, { ...planOf([]), changes }, done, work);
}

test('a mark that is stuck is said, though another topic was deleted', async () => {
  const outcomes = await verifying((name) =>
    name === 'orders'
      ? { error: refused('unknownTopicOrPartition') }
      : { entries: [{ name: mark, value: '*', source: 'topic' }] },
  );
  expect(outcomes.map(({ name, status, reason }) => [name, status, reason])).toEqual([
    ['orders', 'done', undefined],
    ['users', 'unknown', 'accepted, but the throttle of topic users is still set'],
  ]);
});

test('marks that nobody can read are not called gone', async () => {
  await expect(verifying(() => new LostConnectionError('gone', true, null))).rejects.toThrow('gone');
});
