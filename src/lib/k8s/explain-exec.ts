import { basename } from 'node:path';
import { quoteWord } from '../ssh/quote.js';
import { printable } from '../terminal/printable.js';
import { UnauthenticatedError } from './errors.js';
import type { ExecPlugin } from './exec-plugin.js';
import { hideTokens } from './hide-tokens.js';

/** The program couldn't be started. */
export function explainNoProgram(plugin: ExecPlugin, error: Error): UnauthenticatedError {
  const code = 'code' in error ? error.code : undefined;
  const why = code === 'ENOENT' ? 'there is no such program' : `it can't be started (${String(code)})`;
  return new UnauthenticatedError(`Can't run ${sayPlugin(plugin)}: ${why}.`, { hint: sayInstall(plugin) });
}

/**
 * The program ended with something else than 0.
 * @param code undefined when it was stopped for taking too long
 */
export function explainExecFailure(
  plugin: ExecPlugin,
  code: number | undefined,
  stderr: string,
): UnauthenticatedError {
  const how = code === undefined ? "didn't end in time" : `failed (exit ${code})`;
  const lastLine = stderr.trim().split('\n').at(-1) ?? '';
  const words = lastLine === '' ? '.' : `: ${hideTokens(lastLine)}`;
  return new UnauthenticatedError(`The program ${sayPlugin(plugin)}, ${how}${words}`, {
    hint: sayLogin(plugin),
  });
}

/** The program's output isn't a credential. */
export function explainStrangeAnswer(plugin: ExecPlugin): UnauthenticatedError {
  return new UnauthenticatedError(
    `The program ${sayPlugin(plugin)}, answered with something that is no credential.`,
    {
      hint: 'Its output must be an ExecCredential with a token, or a certificate and its key.',
    },
  );
}

function sayPlugin({ command, userName }: ExecPlugin): string {
  return `${printable(command)}, which gives the credentials of the kubeconfig's user ${printable(userName)}`;
}

function isAws({ command }: ExecPlugin): boolean {
  return /^aws(\.exe)?$/.test(basename(command));
}

function sayInstall(plugin: ExecPlugin): string {
  if (isAws(plugin))
    return 'Install the AWS CLI, and have it write the kubeconfig: aws eks update-kubeconfig --name CLUSTER';
  const hint = plugin.installHint === undefined ? '' : `${hideTokens(plugin.installHint)}\n`;
  return `${hint}Install it, or take another context.`;
}

function sayLogin(plugin: ExecPlugin): string {
  if (!isAws(plugin)) return 'Try what kubectl says: kubectl auth whoami';
  const named = plugin.args.indexOf('--profile');
  const profile = named < 0 ? plugin.env['AWS_PROFILE'] : plugin.args[named + 1];
  const option = profile === undefined ? '' : ` --profile ${printable(quoteWord(profile))}`;
  return `Log in to AWS again: aws sso login${option}`;
}
