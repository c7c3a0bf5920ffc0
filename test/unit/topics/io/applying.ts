import type { Outcome } from '../../../../src/lib/change/outcome.js';
import { applyTopics } from '../../../../src/lib/topics/apply.js';
import type { Throttle } from '../../../../src/lib/topics/throttle.js';
import type { TopicWork } from '../../../../src/lib/topics/work.js';
import { change, planOf } from '../../change/builders.js';
import { RecordingClock } from './recording-clock.js';
import { ScriptedClient } from './scripted-client.js';

/** Applies a plan that has one change for each name. */
export function applying() {
  const client = new ScriptedClient();
  const clock = new RecordingClock();
  const outcomes: Outcome[] = [];
  const aborter = new AbortController();
  const apply = (works: Readonly<Record<string, TopicWork>>, throttle?: Throttle) =>
    applyTopics({ client, clock, changeTimeoutMs: 60_000 }, planFor(works), throttle, {
      update: () => {},
      signal: aborter.signal,
      tell: () => {},
      report: (outcome) => outcomes.push(outcome),
    });
  return { client, clock, outcomes, aborter, apply };
}

export function planFor(works: Readonly<Record<string, TopicWork>>) {
  const changes = Object.entries(works).map(([name, work]) => ({ ...change({ name }), work }));
  return { ...planOf([]), changes };
}
