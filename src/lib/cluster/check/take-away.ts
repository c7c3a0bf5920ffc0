import type { CheckDeps } from './check-deps.js';
import type { CheckGroup } from './check-group.js';
import type { CleanUpPart } from './model.js';
import { deleteTopic } from './temporary-topic.js';

/** What a check has made so far. */
export interface Made {
  /** Also one that the cluster may have made: its answer is waited for. Undefined for a topic that was there. */
  topic: string | undefined;
  readonly groups: CheckGroup[];
}

/** Never throws: what can't be taken away is said. */
export async function takeAway(
  { client, clock }: Pick<CheckDeps, 'client' | 'clock'>,
  { topic, groups }: Made,
): Promise<CleanUpPart> {
  const ofGroups = await Promise.all(
    groups.map(async (group) => ({ name: group.name, why: await group.end() })),
  );
  const ofTopic = topic === undefined ? [] : [{ name: topic, why: await deleteTopic(client, clock, topic) }];
  const left = [...ofTopic, ...ofGroups].filter(({ why }) => why !== undefined);
  const words = left.map(({ name, why }) => `${name} is still there: ${why}`);
  return {
    // A group without members and offsets goes by itself, and a login may well have no right to delete one.
    state: left.some(({ name }) => name === topic) ? 'failed' : 'ok',
    why: words.length === 0 ? undefined : words.join('; '),
    left: left.map(({ name }) => name),
  };
}

/**
 * For a check that ended early.
 * @param given the topic that it was told to write to, which keeps what was written; undefined for one of its own
 */
export function takenAwayWords({ why }: CleanUpPart, given: string | undefined): string {
  const words =
    why === undefined
      ? 'What the check made is taken away.'
      : `${why}. The next check that begins an hour from now takes it away.`;
  if (given === undefined) return words;
  const made = why === undefined ? 'The groups of the check are taken away.' : words;
  return `${made} Records that it wrote to ${given} stay there until its retention takes them.`;
}
