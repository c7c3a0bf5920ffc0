import type { Context } from '../../context.js';
import { type ExitCode, UsageError } from '../../lib/errors.js';
import { parsePartitions } from '../../lib/partition-list.js';
import { countOf } from '../../lib/terminal/plural.js';
import { readNames } from '../../lib/topics/imperative/read-names.js';
import { readBound, type TrimBound } from '../../lib/topics/trim/bound.js';
import { trimCapability } from '../../lib/topics/trim/trim-capability.js';
import { changeTopics } from './change-topics.js';
import type { TrimOptions } from './trim.js';

export async function trimTopicsCommand(
  context: Context,
  options: TrimOptions & { readonly names: readonly string[] },
): Promise<ExitCode> {
  const names = readNames(options.names);
  const bound = boundOf(options, context.clock.now());
  const partitions =
    options.partition === undefined ? [] : parsePartitions('--partition', ...options.partition);
  return changeTopics(context, {
    options,
    command: 'topics trim',
    observing: `Reading ${countOf(names.length, 'topic')}`,
    capability: (access, { clusterId }) => trimCapability(access, { names, bound, partitions, clusterId }),
  });
}

function boundOf({ before, all }: TrimOptions, now: number): TrimBound {
  if (before !== undefined && all === true)
    throw new UsageError('--before and --all are given together: one of them says how much goes.');
  if (before !== undefined) return readBound(before, now);
  if (all === true) return { by: 'end' };
  throw new UsageError('Nothing says how much goes.', {
    hint: 'Give --before 3d, a time or an offset; or --all.',
  });
}
