import type { Context } from '../../context.js';
import type { ExitCode } from '../../lib/errors.js';
import { isInternalName } from '../../lib/manifest/topic-name.js';
import { askedOptions, askedState } from '../../lib/topics/imperative/asked-topics.js';
import { planDeletion } from '../../lib/topics/imperative/plan-deletion.js';
import { readPatterns } from '../../lib/topics/imperative/read-names.js';
import { topicsCapability } from '../../lib/topics/topics-capability.js';
import { changeTopics } from './change-topics.js';
import type { DeleteOptions } from './delete.js';

export async function deleteTopicsCommand(
  context: Context,
  options: DeleteOptions & { readonly patterns: readonly string[] },
): Promise<ExitCode> {
  const patterns = readPatterns(options.patterns, options.internal === true);
  const internal = new Set(patterns.filter(isInternalName));
  const nothing = askedState([], { partitions: undefined, replicationFactor: undefined, configs: {} });
  const input = { patterns, internal, ifExists: options.ifExists === true };
  return changeTopics(context, {
    options,
    command: 'topics delete',
    observing: 'Reading topics',
    capability: (access, cluster) =>
      topicsCapability(
        access,
        { ...cluster, ...askedOptions(undefined), desired: nothing, internal },
        (observed) => planDeletion(input, observed),
      ),
  });
}
