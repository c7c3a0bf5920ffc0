import type { Context } from '../../context.js';
import { type ExitCode, UsageError } from '../../lib/errors.js';
import { isInternalName } from '../../lib/manifest/topic-name.js';
import { readPatterns } from '../../lib/topics/imperative/read-names.js';
import type { AskedMove } from '../../lib/topics/move/model.js';
import { moveCapability } from '../../lib/topics/move/move-capability.js';
import { changeTopics, parseThrottle } from './change-topics.js';
import type { MoveOptions } from './move.js';

export async function moveTopicsCommand(
  context: Context,
  options: MoveOptions & { readonly patterns: readonly string[] },
): Promise<ExitCode> {
  const asked = askedMove(options);
  // A move that runs is ended wherever it is.
  const internal = options.internal === true || asked === 'cancel';
  const kept = options.patterns.find(isInternalName);
  if (kept !== undefined && !internal)
    throw new UsageError(`"${kept}" is an internal topic: --internal moves those, too.`);
  const patterns = readPatterns(options.patterns, internal);
  return changeTopics(context, {
    options,
    command: 'topics move',
    observing: 'Reading topics and moves',
    capability: (access, cluster) => moveCapability(access, { ...cluster, patterns, internal, asked }),
  });
}

function askedMove(options: MoveOptions): AskedMove | 'cancel' {
  const { offBroker: leaving = [], spreadRacks, cancel, allowUnderReplicated } = options;
  const spreads = spreadRacks === true;
  const throttle = parseThrottle(options.throttle);
  if (cancel === true && (leaving.length > 0 || spreads))
    throw new UsageError('--cancel ends moves: it goes with neither --off-broker nor --spread-racks.');
  if (cancel === true) return 'cancel';
  if (leaving.length === 0 && !spreads)
    throw new UsageError('Nothing says what is to be moved.', {
      hint: 'Give --off-broker with a broker id, or --spread-racks; or end moves with --cancel.',
    });
  return { leaving, spreads, throttle, allowsUnderReplicated: allowUnderReplicated === true };
}
