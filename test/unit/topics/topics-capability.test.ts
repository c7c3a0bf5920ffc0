import { expect, test } from 'vitest';
import { describeConfigs } from '../../../src/lib/kafka/requests/describe-configs.js';
import { listPartitionReassignments } from '../../../src/lib/kafka/requests/list-partition-reassignments.js';
import { metadata } from '../../../src/lib/kafka/requests/metadata.js';
import { topicsCapability } from '../../../src/lib/topics/topics-capability.js';
import { desired, placed, topic, wanted } from './builders.js';
import { metadataOf } from './io/answers.js';
import { RecordingClock } from './io/recording-clock.js';
import { ScriptedClient } from './io/scripted-client.js';

const shown = (...replicas: readonly number[]) => metadataOf([topic({ placed: placed(replicas) })]);

/** The plan for factor 2 of `orders`, where brokers show its replicas like this, look by look. */
async function planned(...looks: readonly (readonly number[])[]) {
  const client = new ScriptedClient();
  const clock = new RecordingClock();
  client.once(metadata, ...looks.map((replicas) => shown(...replicas)));
  client.always(listPartitionReassignments, { error: undefined, partitions: [] });
  client.always(describeConfigs, ({ resources }) =>
    resources.map(({ type, name }) => ({ type, name, error: undefined, entries: [] })),
  );
  const capability = topicsCapability(
    { client, clock, changeTimeoutMs: 1_000 },
    {
      desired: desired([wanted({ replicationFactor: 2 })]),
      kind: 'kafka',
      clusterId: 'c1',
      prune: false,
      pin: false,
      throttle: undefined,
    },
  );
  const signal = new AbortController().signal;
  const { changes } = capability.plan(await capability.observe({ update: () => undefined, signal }));
  return { changes, pauses: clock.pauses };
}

test('a factor that brokers show for a moment after a move is not taken for one to be changed', async () => {
  expect(await planned([3, 1, 2], [3, 1], [3, 1])).toEqual({ changes: [], pauses: [250, 250] });
});

test('a factor that stays another is changed, after one more look', async () => {
  const { changes, pauses } = await planned([1], [1]);
  expect(changes).toMatchObject([{ name: 'orders', work: { replicas: 2 } }]);
  expect(pauses).toEqual([250]);
});

test('a factor that is as wanted is looked at once', async () => {
  expect(await planned([1, 2])).toEqual({ changes: [], pauses: [] });
});
