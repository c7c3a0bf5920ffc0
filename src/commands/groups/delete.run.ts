import type { Context } from '../../context.js';
import type { ExitCode } from '../../lib/errors.js';
import { deleteCapability } from '../../lib/groups/delete-capability.js';
import { changeGroups, type GroupChangeRun } from './change-groups.js';

export async function deleteGroupsCommand(
  context: Context,
  run: GroupChangeRun & { readonly names: readonly string[] },
): Promise<ExitCode> {
  return changeGroups(context, run, (access) => deleteCapability(access, [...new Set(run.names)]));
}
