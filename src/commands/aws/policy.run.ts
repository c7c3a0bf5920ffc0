import type { Context } from '../../context.js';
import { gatherFacts } from '../../lib/aws-policy/gather-facts.js';
import { permissionsOf } from '../../lib/aws-policy/permissions.js';
import { policyNotes } from '../../lib/aws-policy/policy-notes.js';
import { readCommands } from '../../lib/aws-policy/read-commands.js';
import { policyOf } from '../../lib/aws-policy/statements.js';
import { AccessError, type ExitCode, exitCodes } from '../../lib/errors.js';
import { jsonText } from '../../lib/terminal/document.js';
import { printable } from '../../lib/terminal/printable.js';
import { createProgress } from '../../lib/terminal/progress.js';
import { environmentInput } from '../open-environment.js';
import type { PolicyOptions } from './policy.js';

/** The policy on stdout and nothing else, so that it can be handed on; what to know about it on stderr. */
export async function printPolicy(
  context: Context,
  options: PolicyOptions & { readonly commands: readonly string[] },
): Promise<ExitCode> {
  const named = readCommands(options.commands);
  const isOffline = options.offline === true;
  const withRoot = options.ssmHostKeys === true;
  const commands = withRoot
    ? named
    : named.map((one) => ({ ...one, does: one.does.filter((sid) => sid !== 'ReadHostKeysAsRoot') }));
  const input = environmentInput(context, options);
  const { terminal, signal } = context;
  const facts = await createProgress(terminal)
    .during(`${isOffline ? 'Reading' : 'Asking AWS for'} what exops.yaml names`, () =>
      gatherFacts({ input, aws: input.aws, isOffline, signal }, commands),
    )
    .catch((error: unknown) => {
      throw error instanceof AccessError && !isOffline ? withWayOut(error) : error;
    });
  const policy = policyOf(permissionsOf(commands, facts));
  if (policy.Statement.length > 0) terminal.out.line(jsonText(policy, 2));
  for (const note of policyNotes(policy, facts, { commands, isOffline })) terminal.err.line(printable(note));
  return exitCodes.ok;
}

/** Whoever asks for rights may not have any yet. */
function withWayOut(error: AccessError): AccessError {
  const way = 'Without asking AWS: exops aws policy --offline';
  return new AccessError(error.message, { hint: [error.hint, way].filter(Boolean).join('\n'), cause: error });
}
