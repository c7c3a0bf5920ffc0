import type { ChosenContext } from './choose-context.js';
import { isFields, isText } from './kubeconfig-files.js';

/** A program that gives credentials, as a kubeconfig's user names it. */
export interface ExecPlugin {
  readonly userName: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly apiVersion: string;
  readonly installHint: string | undefined;
}

/** The plugin of the context's user, if it has one. */
export function execPluginOf({ user, userName }: ChosenContext): ExecPlugin | undefined {
  const { exec } = user;
  if (!isFields(exec) || !isText(exec['command'])) return undefined;
  const { command, args, env, apiVersion, installHint } = exec;
  return {
    userName,
    command,
    args: Array.isArray(args) ? args.map(String) : [],
    env: Object.fromEntries(
      (Array.isArray(env) ? env.filter(isFields) : []).flatMap(({ name, value }) =>
        isText(name) ? [[name, String(value ?? '')]] : [],
      ),
    ),
    apiVersion: isText(apiVersion) ? apiVersion : 'client.authentication.k8s.io/v1',
    installHint: isText(installHint) ? installHint : undefined,
  };
}
