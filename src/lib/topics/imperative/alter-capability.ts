import type { Capability } from '../../change/capability.js';
import type { KafkaClient } from '../../kafka/client.js';
import { matchesAny } from '../../manifest/scope.js';
import type { ClusterAccess } from '../cluster-access.js';
import { listTopics } from '../read-topics.js';
import { type TopicsInput, topicsCapability } from '../topics-capability.js';
import type { TopicWork } from '../work.js';
import { type AskedShape, askedOptions, askedState } from './asked-topics.js';
import { planAlteration, type SelectedTopics } from './plan-alteration.js';
import { isPattern } from './read-names.js';

export interface AlterInput extends Pick<TopicsInput, 'kind' | 'msk' | 'clusterId' | 'throttle'> {
  /** Names and globs. */
  readonly patterns: readonly string[];
  readonly shape: AskedShape;
}

/** Changes in topics that are there what a command line names, and nothing else. */
export function alterCapability(
  access: ClusterAccess,
  { patterns, shape, ...input }: AlterInput,
): Capability<SelectedTopics, TopicWork> {
  const topics = (names: readonly string[]) =>
    topicsCapability(access, {
      ...input,
      ...askedOptions(input.throttle),
      desired: askedState(names, shape),
    });
  const { apply, verify } = topics([]);
  return {
    async observe(work) {
      const { names, unmatched } = await select(access.client, patterns);
      return { cluster: await topics(names).observe(work), names, unmatched };
    },
    plan: (selected) => planAlteration(selected, shape, input.throttle),
    apply,
    verify,
  };
}

/** Names need no look at the cluster. */
async function select(
  client: KafkaClient,
  patterns: readonly string[],
): Promise<Pick<SelectedTopics, 'names' | 'unmatched'>> {
  const globs = patterns.filter(isPattern);
  const named = patterns.filter((text) => !isPattern(text));
  if (globs.length === 0) return { names: named, unmatched: [] };
  const listed = await listTopics(client, { patterns: globs, internal: false });
  const matched = listed.topics.map(({ name }) => name);
  const unmatched = globs.filter((glob) => !matched.some((name) => matchesAny([glob], name)));
  return { names: [...new Set([...named, ...matched])], unmatched };
}
