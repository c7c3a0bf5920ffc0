import type { Context } from '../../context.js';
import type { ExitCode } from '../../lib/errors.js';
import { countOf } from '../../lib/terminal/plural.js';
import { askedOptions, askedState } from '../../lib/topics/imperative/asked-topics.js';
import { planCreation } from '../../lib/topics/imperative/plan-creation.js';
import { readNewNames } from '../../lib/topics/imperative/read-names.js';
import { readSettings, refuseSettingAsFile } from '../../lib/topics/imperative/read-settings.js';
import { topicsCapability } from '../../lib/topics/topics-capability.js';
import { changeTopics } from './change-topics.js';
import type { CreateOptions } from './create.js';

export async function createTopicsCommand(
  context: Context,
  options: CreateOptions & { readonly names: readonly string[] },
): Promise<ExitCode> {
  const { partitions, replicationFactor, set = [] } = options;
  refuseSettingAsFile(options.config);
  const names = readNewNames(options.names);
  const desired = askedState(names, { partitions, replicationFactor, configs: readSettings(set) });
  const ifNotExists = options.ifNotExists === true;
  return changeTopics(context, {
    options,
    command: 'topics create',
    observing: `Reading ${countOf(names.length, 'topic')}`,
    capability: (access, cluster) =>
      topicsCapability(access, { ...cluster, ...askedOptions(undefined), desired }, (observed) =>
        planCreation(desired, observed, { ifNotExists }),
      ),
  });
}
