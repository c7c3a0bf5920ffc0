import type { Aws } from '../../aws/aws.js';
import { findSleepers, type Listed } from '../../power/find-sleepers.js';
import { sleeperPorts } from '../../power/kinds/sleeper-ports.js';
import type { SleeperKind } from '../../power/sleep-entry.js';
import type { ChecklistDeps } from './checklist-deps.js';

/** What the environment's sleep list has of these kinds, as AWS has it now. */
export async function sleepersOf(
  deps: Pick<ChecklistDeps, 'sleep'>,
  aws: Aws,
  kinds: readonly SleeperKind[],
  signal: AbortSignal,
): Promise<readonly Listed[]> {
  const entries = (await deps.sleep()).filter(({ selector }) => kinds.includes(selector.kind));
  if (entries.length === 0) return [];
  return findSleepers(sleeperPorts({ aws, kubernetes: undefined }), entries, signal);
}
