import type { Context } from '../../context.js';
import { type ExitCode, UsageError } from '../../lib/errors.js';
import { alterCapability } from '../../lib/topics/imperative/alter-capability.js';
import type { AskedShape } from '../../lib/topics/imperative/asked-topics.js';
import { readPatterns } from '../../lib/topics/imperative/read-names.js';
import {
  readRemovals,
  readSettings,
  refuseSettingAsFile,
} from '../../lib/topics/imperative/read-settings.js';
import type { AlterOptions } from './alter.js';
import { changeTopics, parseThrottle } from './change-topics.js';

export async function alterTopicsCommand(
  context: Context,
  options: AlterOptions & { readonly patterns: readonly string[] },
): Promise<ExitCode> {
  const throttle = parseThrottle(options.throttle);
  const patterns = readPatterns(options.patterns);
  const shape = askedShape(options);
  return changeTopics(context, {
    options,
    command: 'topics alter',
    observing: 'Reading topics',
    capability: (access, cluster) => alterCapability(access, { ...cluster, patterns, shape, throttle }),
  });
}

function askedShape(options: AlterOptions): AskedShape {
  const { partitions, replicationFactor, set = [], unset = [] } = options;
  refuseSettingAsFile(options.config);
  const configs = readSettings(set);
  const removes = readRemovals(unset, configs);
  const isNamed = partitions !== undefined || replicationFactor !== undefined;
  if (!isNamed && set.length + removes.length === 0)
    throw new UsageError('Nothing says what to change.', {
      hint: 'Give --partitions, --replication-factor, --set or --unset.',
    });
  return { partitions, replicationFactor, configs, ...(removes.length === 0 ? {} : { removes }) };
}
