import type { ApplyEvent } from '../../../../src/lib/change/capability.js';
import { describeConfigs } from '../../../../src/lib/kafka/requests/describe-configs.js';
import { describeLogDirs } from '../../../../src/lib/kafka/requests/describe-log-dirs.js';
import type {
  OngoingReassignment,
  OngoingReassignments,
} from '../../../../src/lib/kafka/requests/list-partition-reassignments.js';
import { metadata } from '../../../../src/lib/kafka/requests/metadata.js';
import { applyMove } from '../../../../src/lib/topics/move/apply-move.js';
import type { MoveWork } from '../../../../src/lib/topics/move/model.js';
import type { Throttle } from '../../../../src/lib/topics/throttle.js';
import { change, planOf } from '../../change/builders.js';
import { placed, topic } from '../builders.js';
import { metadataOf } from '../io/answers.js';
import { RecordingClock } from '../io/recording-clock.js';
import { ScriptedClient } from '../io/scripted-client.js';

/** Three brokers with `orders`, whose one partition was moved from 1,2 to 1,3. */
export function applyingMoves() {
  const client = new ScriptedClient();
  const clock = new RecordingClock();
  const aborter = new AbortController();
  const updates: string[] = [];
  const told: ApplyEvent[] = [];
  const outcomes: Record<string, string> = {};
  client.always(metadata, metadataOf([topic({ placed: placed([1, 3]) })]));
  client.always(describeLogDirs, { errors: [], replicas: [], volumes: [] });
  client.always(describeConfigs, ({ resources }) =>
    resources.map(({ type, name }) => ({ type, name, error: undefined, entries: [] })),
  );
  const apply = async (works: Readonly<Record<string, MoveWork>>, throttle?: Throttle) => {
    const changes = Object.entries(works).map(([name, work]) => {
      const kind = name.startsWith('broker ') ? 'broker' : 'topic';
      return { ...change({ name }), kind, work };
    });
    await applyMove({ client, clock, changeTimeoutMs: 60_000 }, { ...planOf([]), changes }, throttle, {
      update: (text) => updates.push(text),
      signal: aborter.signal,
      tell: (event) => told.push(event),
      report: ({ name, status, reason }) => {
        outcomes[name] = reason === undefined ? status : `${status}: ${reason}`;
      },
    });
    return outcomes;
  };
  return { client, clock, aborter, updates, told, apply };
}

/** Partition 0 of `orders` goes from 1,2 to 1,3. */
export const moves: MoveWork = {
  moves: [
    { id: 0, before: [1, 2], after: [1, 3], isUnderWay: false, bytes: undefined, isLedByPreferred: true },
  ],
};

/** What the cluster says while that runs. */
export function ongoing(...names: readonly string[]): OngoingReassignments {
  const partitions = names.map(
    (name): OngoingReassignment => ({
      name,
      partition: 0,
      replicas: [1, 3, 2],
      adding: [3],
      removing: [2],
    }),
  );
  return { error: undefined, partitions };
}
